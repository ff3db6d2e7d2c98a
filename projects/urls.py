from django.urls import path

from .views import label

app_name = "projects"
urlpatterns = [
    path("label-euralens/candidats/", label.candidates, name="label_candidates"),
    path("label-euralens/<key:year>/methode/", label.method, name="label_method"),
    path("label-euralens/attestation/<str:token>/", label.certificate, name="label_certificate"),
    path("label-euralens/attestation/<str:token>/attestation.pdf", label.certificate_pdf, name="label_certificate_pdf"),
]
