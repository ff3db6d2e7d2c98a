"""The ledger of what the site sends: an issue to its lists, one row a recipient, one letter each.

The rows outlive the recipients: who is erased leaves a row without a name.
"""

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from pma_site.core import mail
from pma_site.core.choices import OutgoingState
from pma_site.core.models import Outgoing, OutgoingQuerySet
from pma_site.readers.choices import ReadingList
from pma_site.readers.models import Recipient

from ..choices import ExclusionReason, SendingAction, SendingState
from .versions import IssueVersion


class SendingQuerySet(models.QuerySet):
    """Sendings by where they stand."""

    def open(self):
        """Those that are neither over nor withdrawn."""
        return self.filter(finished_at=None, withdrawn_at=None)

    def running(self):
        """Those whose letters may leave now, by the transport of now: a rehearsal never leaves the machine."""
        return self.open().filter(paused_at=None, starts_at__lte=timezone.now(), rehearsal=mail.is_local())

    def exhausted(self):
        """Those that run and have nothing left to send."""
        unfinished = Delivery.objects.filter(sending=OuterRef("pk")).unfinished()
        return self.open().filter(starts_at__lte=timezone.now()).filter(~Exists(unfinished))


class Sending(models.Model):
    """An issue on its way to some lists, frozen as it was when its sender confirmed it.

    `html` and `text` hold newsletter.mailing.LEAVE_MARK where each reader's own address to leave stands. A rehearsal is
    prepared while messages are only written to files: nobody receives it, and it counts for nothing. A real one keeps
    its issue from being deleted, through its version.
    """

    issue = models.ForeignKey(
        "newsletter.IssuePage", verbose_name="numéro", on_delete=models.CASCADE, related_name="sendings"
    )
    version = models.ForeignKey(
        IssueVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="sendings", editable=False
    )
    lists = models.JSONField("listes", default=list)
    rehearsal = models.BooleanField("répétition", default=False)
    subject = models.CharField("objet", max_length=200)
    html = models.TextField()
    text = models.TextField()
    eligible = models.PositiveIntegerField("destinataires des listes", default=0)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="lancé par", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    prepared_at = models.DateTimeField("lancé le", default=timezone.now)
    starts_at = models.DateTimeField("part le")
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    paused_at = models.DateTimeField("en pause depuis le", null=True, blank=True)
    pause_reason = models.CharField("raison de la pause", max_length=500, blank=True)
    failures = models.PositiveIntegerField("échecs de suite", default=0)
    finished_at = models.DateTimeField("terminé le", null=True, blank=True)

    objects = SendingQuerySet.as_manager()

    class Meta:
        verbose_name = "envoi aux lecteurs"
        verbose_name_plural = "envois aux lecteurs"
        ordering = ["-prepared_at", "-pk"]
        permissions = [("send_issue", "Peut envoyer un numéro aux lecteurs")]
        constraints = [
            models.UniqueConstraint(
                fields=["issue"],
                condition=Q(finished_at__isnull=True, withdrawn_at__isnull=True),
                name="newsletter_one_open_sending",
            )
        ]

    def __str__(self):
        return f"Envoi de {self.issue} du {timezone.localtime(self.prepared_at):%d/%m/%Y}"

    @property
    def state(self):
        """Where it stands now (choices.SendingState)."""
        if self.withdrawn_at:
            return SendingState.WITHDRAWN
        if self.finished_at:
            return SendingState.FINISHED
        if self.paused_at:
            return SendingState.PAUSED
        if timezone.now() < self.starts_at:
            return SendingState.WAITING
        return SendingState.RUNNING if self.rehearsal == mail.is_local() else SendingState.STRANDED

    @property
    def launched_by(self):
        """Who launched it, by name."""
        account = self.prepared_by
        return account.get_full_name() or account.get_username() if account else "un compte supprimé"

    @property
    def possible_actions(self):
        """What may be asked of it now (choices.SendingAction)."""
        state, actions = self.state, []
        if state in (SendingState.FINISHED, SendingState.WITHDRAWN):
            return [SendingAction.AGAIN] if state == SendingState.FINISHED else []
        if timezone.now() < self.starts_at:
            actions.append(SendingAction.WITHDRAW)
        actions += [SendingAction.RESUME, SendingAction.STOP] if self.paused_at else [SendingAction.PAUSE]
        return [*actions, SendingAction.AGAIN]

    @property
    def list_names(self):
        """The names of its lists, in the order in which they are offered."""
        return [choice.label for choice in ReadingList if choice in self.lists]

    def counts(self):
        """How many of its letters stand where: a number by state (core.choices.OutgoingState), zeros included."""
        found = self.deliveries.order_by().values_list("state").annotate(Count("pk"))
        return dict.fromkeys(OutgoingState, 0) | dict(found)


class DeliveryQuerySet(OutgoingQuerySet):
    """Letters by where they stand."""

    def leaving(self):
        """Those of the sendings that run."""
        return self.filter(sending__in=Sending.objects.running().values("pk"))

    def received(self):
        """Those that count as sent, or may yet be: their recipients get the issue no second time."""
        return self.filter(rehearsal=False).exclude(state=OutgoingState.WITHHELD)

    def left(self):
        """Those that readers got, as far as anybody can tell."""
        return self.filter(state__in=[OutgoingState.ACCEPTED, OutgoingState.UNKNOWN])


class Delivery(Outgoing):
    """One letter to one reader. The database itself refuses a second one of the same issue to the same recipient."""

    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="deliveries")
    issue = models.ForeignKey("newsletter.IssuePage", on_delete=models.CASCADE, related_name="+")
    recipient = models.ForeignKey(Recipient, null=True, on_delete=models.SET_NULL, related_name="deliveries")
    email = models.EmailField("adresse électronique", blank=True)
    # What is left of the address once its recipient is gone: one who is entered anew gets no second letter.
    address_hash = models.CharField(max_length=64, blank=True, editable=False)
    reading_list = models.CharField("liste", max_length=10, choices=ReadingList)
    rehearsal = models.BooleanField(default=False)
    returned_at = models.DateTimeField("revenu le", null=True, blank=True)
    return_reason = models.CharField("raison du retour", max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "remise"
        verbose_name_plural = "remises"
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "recipient"],
                condition=Q(rehearsal=False) & ~Q(state=OutgoingState.WITHHELD),
                name="newsletter_one_letter_each",
            ),
            models.UniqueConstraint(
                fields=["issue", "address_hash"],
                condition=Q(rehearsal=False) & ~Q(state=OutgoingState.WITHHELD) & ~Q(address_hash=""),
                name="newsletter_one_letter_an_address",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at", "id"], name="newsletter_delivery_due"),
            models.Index(fields=["sending", "state"], name="newsletter_delivery_state"),
            # The latest answers, from which the speed is known.
            models.Index(F("sending"), F("settled_at").desc(), name="newsletter_delivery_settled"),
        ]

    def __str__(self):
        return f"{self.email or 'adresse effacée'} : {self.get_state_display()}"

    @property
    def message_id(self):
        """Its Message-ID: the same at each attempt, so that the relay's log tells what became of it."""
        return mail.message_id("delivery", self.pk)


class Exclusion(models.Model):
    """Somebody on a list to whom a sending did not go, and why."""

    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="exclusions")
    recipient = models.ForeignKey(Recipient, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField("raison", max_length=12, choices=ExclusionReason)

    class Meta:
        verbose_name = "destinataire écarté"
        verbose_name_plural = "destinataires écartés"
        ordering = ["reason", "pk"]

    def __str__(self):
        return f"{self.recipient or 'adresse effacée'} : {self.get_reason_display()}"


class TestSending(models.Model):
    """A test that its sender received, or at least that the relay took: `fingerprint` says of which content."""

    issue = models.ForeignKey("newsletter.IssuePage", on_delete=models.CASCADE, related_name="test_sendings")
    fingerprint = models.CharField(max_length=64)
    # By what it left (core.mail.fingerprint): one that was written into a file proves nothing of a relay.
    transport = models.CharField(max_length=64)
    sent_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    answer = models.CharField("réponse du relais", max_length=500, blank=True)

    # pytest would take it for a test.
    __test__ = False

    class Meta:
        verbose_name = "envoi d’essai"
        verbose_name_plural = "envois d’essai"
        ordering = ["-pk"]

    def __str__(self):
        return f"Essai de {self.issue}"
