"""People who asked for the letter themselves, and the proof that they did."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from pma_site.core.models import Outgoing, OutgoingQuerySet

from ..choices import NoticeKind, ReadingState
from .recipients import CONFIRMATION, Recipient


class SubscriptionQuerySet(models.QuerySet):
    """Subscriptions by where they stand."""

    def unconfirmed_too_long(self):
        """Those whose confirmation never came, and can come no more."""
        return self.filter(confirmed_at=None, asked_at__lte=timezone.now() - CONFIRMATION)


class Subscription(models.Model):
    """Somebody's wish to receive the letter; it counts from `confirmed_at` on."""

    recipient = models.OneToOneField(
        Recipient, verbose_name="destinataire", on_delete=models.CASCADE, related_name="subscription"
    )
    commune = models.ForeignKey(
        "territory.Commune",
        verbose_name="commune",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="subscriptions",
    )
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "abonnement"
        verbose_name_plural = "abonnements"
        ordering = ["-asked_at", "-pk"]

    def __str__(self):
        return f"Abonnement de {self.recipient}"

    @property
    def standing(self):
        """Where it stands, in words: a town hall may be active, and its own subscription still to confirm."""
        to_confirm = self.confirmed_at is None and self.recipient.state == ReadingState.ACTIVE
        return ReadingState.PENDING.label if to_confirm else self.recipient.get_state_display()


class ConsentQuerySet(models.QuerySet):
    """Proofs of consent, and consents that wait for their confirmation."""

    def awaiting(self):
        """Those that may still be confirmed."""
        return self.filter(confirmed_at=None, asked_at__gt=timezone.now() - CONFIRMATION)

    def own_one_awaited(self):
        """Whether a file alone proves it so far, and its owner asked too and may still confirm it."""
        proven = set(self.exclude(confirmed_at=None).values_list("version", flat=True))
        return proven == {Consent.IMPORT} and self.awaiting().exists()

    def unconfirmed_too_long(self):
        """Those whose confirmation never came, and can come no more."""
        return self.filter(confirmed_at=None, asked_at__lte=timezone.now() - CONFIRMATION)

    def of_those_who_left(self):
        """Those of readers who want the letter no more."""
        return self.filter(recipient__in=Recipient.objects.left())


class Consent(models.Model):
    """The proof of a consent (GDPR, article 7 § 1): which words were agreed to, on which page, when."""

    # The version of one that was gathered elsewhere and came in a file.
    IMPORT = "import"

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="consents")
    version = models.CharField("version du texte", max_length=20)
    wording = models.TextField("texte accepté")
    page = models.CharField("page", max_length=200)
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "preuve de consentement"
        verbose_name_plural = "preuves de consentement"
        ordering = ["asked_at", "pk"]

    def __str__(self):
        return f"Consentement du {timezone.localtime(self.asked_at):%d/%m/%Y}"


class Notice(Outgoing):
    """A message of the site to one reader, written when it leaves: to confirm, to say « déjà abonné », to manage.

    A mailbox gets one a day at the most, whatever its kind: `asked_on` is the day in Paris. `payload` holds what was
    asked besides: the commune that was chosen, the recipient who wants to move to this address.
    """

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField("message", max_length=20, choices=NoticeKind)
    mailbox_hash = models.CharField(max_length=64, db_index=True)
    payload = models.JSONField(default=dict, blank=True)
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    asked_on = models.DateField(default=timezone.localdate, editable=False)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="readers_notice_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox_hash", "asked_on"], condition=~Q(mailbox_hash=""), name="readers_notice_one_a_day"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} à {self.recipient}"
