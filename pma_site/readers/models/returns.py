"""What comes back of the messages that left: returns, complaints, wishes to leave by e-mail."""

from datetime import timedelta

from django.db import models
from django.db.models import Max
from django.utils import timezone

from ..choices import ReturnEffect
from .recipients import Recipient

# « 5.1.x » twice, that far apart, is an address that nobody has any more; closer, it is a bad day of its server.
APART = timedelta(days=7)


class ReturnQuerySet(models.QuerySet):
    """Returns by what they led to."""

    def failures_since_suspension(self):
        """One recipient’s failures that count: of messages sent since the address was last suspended."""
        suspended = self.filter(effect=ReturnEffect.SUSPENDED).aggregate(at=Max("taken_in_at"))["at"]
        failures = self.filter(effect=ReturnEffect.NOTED)
        return failures.filter(sent_at__gt=suspended) if suspended else failures

    def untold(self):
        """Refusals of principle that the team does not know of yet."""
        return self.filter(effect=ReturnEffect.POLICY, told_at=None)

    def recent(self):
        """Those of the last thirty days."""
        return self.filter(taken_in_at__gt=timezone.now() - timedelta(days=30))


class Return(models.Model):
    """One message that came in, or one event of the provider, and what followed: `digest` makes it count once.

    `kind` and `key` are of our message that it is about (core.mail.row_of), which left at `sent_at`. Nothing here holds
    an address in clear: the words of the server are kept without any.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    taken_in_at = models.DateTimeField("pris en compte le", default=timezone.now)
    effect = models.CharField("suite", max_length=12, choices=ReturnEffect, default=ReturnEffect.UNRELATED)
    recipient = models.ForeignKey(
        Recipient, verbose_name="destinataire", null=True, blank=True, on_delete=models.CASCADE, related_name="returns"
    )
    kind = models.CharField("sorte de message", max_length=20, blank=True)
    key = models.BigIntegerField("message", null=True, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    status = models.CharField("code", max_length=12, blank=True)
    diagnostic = models.CharField("réponse du serveur", max_length=500, blank=True)
    told_at = models.DateTimeField("signalé le", null=True, blank=True)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        verbose_name = "retour"
        verbose_name_plural = "retours"
        ordering = ["-taken_in_at", "-pk"]
        indexes = [
            models.Index(fields=["-taken_in_at"], name="readers_return_recent"),
            models.Index(fields=["effect", "told_at"], name="readers_return_effect"),
        ]

    def __str__(self):
        return f"{self.get_effect_display()} {self.status}".strip()


class MailboxReading(models.Model):
    """The last time the mailbox of returns was read: one row. `fault` says why it could not be."""

    tried_at = models.DateTimeField("dernière tentative", default=timezone.now)
    succeeded_at = models.DateTimeField("dernière lecture", null=True, blank=True)
    fault = models.CharField("panne", max_length=500, blank=True)

    class Meta:
        verbose_name = "lecture de la boîte des retours"
        verbose_name_plural = "lectures de la boîte des retours"

    def __str__(self):
        return self.fault or "La boîte a été lue."
