from django.urls import path

from . import proof_views, proofs

app_name = "newsletter"
urlpatterns = [
    path("relecture/<slug:token>/", proof_views.read, name="proof"),
    path("relecture/<slug:token>/courriel/", proof_views.read, {"kind": proofs.EMAIL}, name="proof_email"),
    path("relecture/<slug:token>/pdf/", proof_views.read, {"kind": proofs.PDF}, name="proof_pdf"),
    path("relecture/<slug:token>/ouverture/", proof_views.open_, name="proof_open"),
    path("relecture/<slug:token>/commenter/", proof_views.comment, name="proof_comment"),
    path("relecture/<slug:token>/bon-a-tirer/", proof_views.sign_off, name="proof_sign_off"),
]
