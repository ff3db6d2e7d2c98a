from django.urls import path

from .views import drafts, figures, proofs

app_name = "newsletter"
urlpatterns = [
    path("chiffres-cles/", figures.figures, name="figures"),
    path("chiffres-cles/<slug:slug>/", figures.figure, name="figure"),
    path("relecture/<slug:token>/", proofs.read, name="proof"),
    path("relecture/<slug:token>/courriel/", proofs.read, {"kind": drafts.EMAIL}, name="proof_email"),
    path("relecture/<slug:token>/pdf/", proofs.read, {"kind": drafts.PDF}, name="proof_pdf"),
    path("relecture/<slug:token>/ouverture/", proofs.open_, name="proof_open"),
    path("relecture/<slug:token>/commenter/", proofs.comment, name="proof_comment"),
    path("relecture/<slug:token>/bon-a-tirer/", proofs.sign_off, name="proof_sign_off"),
]
