"""To whom the team sent the certificate of a laureate, and when."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .candidates import CandidatePage


class CertificateSending(models.Model):
    """The link of one certificate, sent once to one address; `message` is what left, as long as it is kept."""

    candidate = models.ForeignKey(
        CandidatePage, verbose_name="candidat", on_delete=models.CASCADE, related_name="certificate_sendings"
    )
    email = models.EmailField("adresse électronique")
    sent_at = models.DateTimeField("envoyée le", default=timezone.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="envoyée par", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    message = models.ForeignKey(
        "contributions.Message", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    # Addresses are told to nobody by the index of references.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "envoi d’une attestation"
        verbose_name_plural = "envois d’attestations"
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        return f"Attestation {self.pk}"

    @property
    def progress(self):
        """Where the message stands: « remis au relais »; "" once it is kept no more."""
        return self.message.get_state_display() if self.message else ""
