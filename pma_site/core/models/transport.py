from django.conf import settings
from django.db import models
from django.utils import timezone


class TransportConfirmation(models.Model):
    """An administrator's word that messages may really leave by the transport whose `fingerprint` this is."""

    fingerprint = models.CharField(max_length=64, unique=True)
    description = models.CharField("transport", max_length=200)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="confirmé par", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField("confirmé le", default=timezone.now)

    class Meta:
        verbose_name = "transport confirmé"
        verbose_name_plural = "transports confirmés"

    def __str__(self):
        return self.description
