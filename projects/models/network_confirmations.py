"""The yearly confirmation: whom to ask, what each member answered, and how one may write to it."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from pma_site.contributions.models import Message
from pma_site.contributions.models.contributions import new_reference
from pma_site.core.choices import OutgoingState
from pma_site.core.fields import PROGRAMME_YEARS
from pma_site.core.french import day

from ..choices import CampaignMoment, ConfirmationAnswer


class MemberContact(models.Model):
    """Whom the team of the network writes to at a member: never public, in no page, draft, index or export."""

    member = models.OneToOneField(
        "projects.MemberPage", verbose_name="membre", on_delete=models.CASCADE, related_name="private_contact"
    )
    name = models.CharField("nom", max_length=120, blank=True)
    email = models.EmailField("courriel privé", blank=True)
    phone = models.CharField("téléphone privé", max_length=30, blank=True)

    # The screens « Utilisation » of a page, open to other roles, would name it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "contact privé d’un membre"
        verbose_name_plural = "contacts privés des membres"

    def __str__(self):
        # Histories keep it for ever: it names nobody.
        return f"Contact privé n° {self.pk}"


class CampaignQuerySet(models.QuerySet):
    """Campaigns by where they stand."""

    def due(self):
        """Those whose opening has come and that were not begun."""
        return self.filter(started_at=None, opens_on__lte=timezone.localdate())

    def started(self):
        """Those whose messages were prepared."""
        return self.exclude(started_at=None)


class Campaign(models.Model):
    """One yearly confirmation: from `opens_on` to `deadline`, both included.

    Who is silent `grace_days` after the deadline leaves the public directory; `reminder_days` and `last_reminder_days`
    before it, those who have not answered are written to again.
    """

    year = models.PositiveSmallIntegerField("année", unique=True, validators=PROGRAMME_YEARS)
    opens_on = models.DateField("ouverture", help_text="Les messages partent ce jour-là.")
    deadline = models.DateField("date limite", help_text="Dernier jour pour répondre, annoncé aux membres.")
    grace_days = models.PositiveSmallIntegerField(
        "délai, en jours",
        default=30,
        help_text="Passé ce délai après la date limite, qui n’a rien répondu quitte l’annuaire public.",
    )
    reminder_days = models.PositiveSmallIntegerField(
        "relance, en jours avant la date limite", null=True, blank=True, default=14
    )
    last_reminder_days = models.PositiveSmallIntegerField(
        "dernière relance, en jours avant la date limite", null=True, blank=True, default=3
    )
    message = models.TextField(
        "message", max_length=2000, help_text="Ce que chaque membre lit au-dessus du bouton « Voir et confirmer »."
    )
    started_at = models.DateTimeField("messages préparés le", null=True, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "confirmation annuelle"
        verbose_name_plural = "confirmations annuelles"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="projects_campaign_dates_in_order",
                condition=Q(deadline__gte=models.F("opens_on")),
                violation_error_message="La date limite vient après l’ouverture.",
            )
        ]

    def __str__(self):
        return f"Confirmation {self.year}"

    @property
    def leaves_on(self):
        """The day on which who is silent leaves the public directory."""
        return self.deadline + timedelta(days=self.grace_days + 1)

    @property
    def moment(self):
        """Where it stands today (choices.CampaignMoment)."""
        today = timezone.localdate()
        if self.started_at is None:
            return CampaignMoment.PLANNED
        if today <= self.deadline:
            return CampaignMoment.OPEN
        return CampaignMoment.GRACE if today < self.leaves_on else CampaignMoment.OVER

    @property
    def may_be_asked(self):
        """Whether members may still be asked and reminded: before who is silent leaves."""
        return timezone.localdate() < self.leaves_on

    @property
    def is_overtaken(self):
        """Whether a later one has begun: members answer that one."""
        return Campaign.objects.started().filter(year__gt=self.year).exists()

    def reminders_due(self):
        """How many reminders who is silent should have had by today."""
        today = timezone.localdate()
        if today > self.deadline:
            return 0
        days = [days for days in (self.reminder_days, self.last_reminder_days) if days is not None]
        return sum(today >= self.deadline - timedelta(days=span) for span in days)


class ConfirmationQuerySet(models.QuerySet):
    """What members were asked, by what became of it."""

    def silent(self):
        """Those whose message left and that answered nothing."""
        return self.filter(answer=ConfirmationAnswer.NONE).exclude(sent_at=None)

    def waiting(self):
        """Those that answered nothing yet, whether their message left or not."""
        return self.filter(answer=ConfirmationAnswer.NONE)

    def to_change(self):
        """With all that is told of them, locked for the rest of the transaction."""
        return self.select_related("campaign", "member__private_contact").select_for_update(of=("self",))

    def of_latest(self):
        """Those of the campaign that began last."""
        latest = Campaign.objects.started().order_by("-year").values("pk")[:1]
        return self.filter(campaign__in=models.Subquery(latest))

    def tallied(self):
        """How many there are of each kind, by its name: what the board of a campaign counts."""
        rows = self.with_messages()
        no_answer = Q(answer=ConfirmationAnswer.NONE)
        without = Q(member__private_contact=None) | Q(member__private_contact__email="")
        return rows.aggregate(
            total=models.Count("pk"),
            confirmed=models.Count("pk", filter=Q(answer=ConfirmationAnswer.CONFIRMED)),
            corrected=models.Count("pk", filter=Q(answer=ConfirmationAnswer.CORRECTED)),
            silent=models.Count("pk", filter=no_answer & Q(left_at__isnull=False)),
            addressless=models.Count("pk", filter=no_answer & without & Q(asked_at=None)),
            prepared=models.Count("pk", filter=~Q(asked_at=None)),
            left=models.Count("pk", filter=Q(left_at__isnull=False)),
            withdrawn=models.Count("pk", filter=~Q(withdrawn_at=None)),
        )

    def in_situation(self, name):
        """Those that a filter of the board names (forms.network_keeping.SITUATIONS); all of them for ""."""
        without = Q(member__private_contact=None) | Q(member__private_contact__email="")
        rows = self.with_messages()
        return {
            "": rows,
            "confirmees": rows.filter(answer=ConfirmationAnswer.CONFIRMED),
            "corrigees": rows.filter(answer=ConfirmationAnswer.CORRECTED),
            "silencieux": rows.filter(answer=ConfirmationAnswer.NONE, left_at__isnull=False),
            "sans-adresse": rows.filter(without, answer=ConfirmationAnswer.NONE, asked_at=None),
            "retires": rows.exclude(withdrawn_at=None),
        }[name]

    def to_ask(self):
        """Those that were not written to, and now have an address."""
        return (
            self.waiting()
            .filter(asked_at=None)
            .exclude(member__private_contact=None)
            .exclude(member__private_contact__email="")
        )

    def with_messages(self):
        """With `left_at`, when a message about it left, and `failed`, whether all of them were refused."""
        mine = Message.objects.filter(reference=OuterRef("reference"))
        left = mine.filter(state=OutgoingState.ACCEPTED).order_by("settled_at").values("settled_at")[:1]
        return self.annotate(
            left_at=models.functions.Coalesce("sent_at", models.Subquery(left)),
            is_waiting_to_leave=Exists(mine.unfinished()),
            failure=models.Subquery(
                mine.filter(state__in=[OutgoingState.REFUSED, OutgoingState.WITHHELD, OutgoingState.UNKNOWN])
                .order_by("-pk")
                .values("answer")[:1]
            ),
        )


class Confirmation(models.Model):
    """What one member was asked in one campaign, and what it answered.

    `reference` is what its link signs and its messages bear; `asked_hash` remembers the address that they went to
    (record_links), "" where it is not known. `asked_at` is when the message was noted, `sent_at` when the relay took
    it: nothing else counts as sent. `withdrawn_at` is when the member left the public directory for having been
    silent; `withdrawn_revision` the version of its page that was online then.
    """

    campaign = models.ForeignKey(
        Campaign, verbose_name="confirmation annuelle", on_delete=models.CASCADE, related_name="confirmations"
    )
    member = models.ForeignKey(
        "projects.MemberPage", verbose_name="membre", on_delete=models.CASCADE, related_name="confirmations"
    )
    reference = models.CharField("référence", max_length=9, unique=True, default=new_reference, editable=False)
    answer = models.CharField(
        "réponse", max_length=10, choices=ConfirmationAnswer, default=ConfirmationAnswer.NONE, blank=True
    )
    asked_hash = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    asked_at = models.DateTimeField("message préparé le", null=True)
    sent_at = models.DateTimeField("message parti le", null=True)
    reminders = models.PositiveSmallIntegerField("relances", default=0)
    answered_at = models.DateTimeField("répondu le", null=True)
    withdrawn_at = models.DateTimeField("retiré de l’annuaire le", null=True)
    withdrawn_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    objects = ConfirmationQuerySet.as_manager()

    follow_route = "network:record"
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "réponse d’un membre"
        verbose_name_plural = "réponses des membres"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "member"], name="projects_confirmation_once_a_campaign")
        ]

    def __str__(self):
        return f"{self.campaign} : {self.member}"

    @property
    def is_silent(self):
        """Whether a message left and nothing was answered."""
        return self.answer == ConfirmationAnswer.NONE and self.sent_at is not None

    @property
    def sender_email(self):
        """Where its messages go, as contributions.messages asks: the private address as it is now; "" without one."""
        contact = getattr(self.member, "private_contact", None)
        return contact.email if contact else ""

    @property
    def situation(self):
        """Where it stands, for the team; of a row of ConfirmationQuerySet.with_messages."""
        if self.answer == ConfirmationAnswer.CONFIRMED:
            return f"fiche confirmée le {day(timezone.localtime(self.answered_at))}"
        if self.answer == ConfirmationAnswer.CORRECTED:
            return f"correction proposée le {day(timezone.localtime(self.answered_at))}"
        if self.left_at:
            return self._silence
        if self.is_waiting_to_leave:
            return "message en attente de départ"
        if self.asked_at:
            return f"message non parti : {self.failure or 'le relais n’a pas répondu'}"
        return "à qui écrire : message pas encore préparé" if self.sender_email else "sans adresse privée"

    @property
    def _silence(self):
        since = f"sans réponse depuis le {day(timezone.localtime(self.left_at))}"
        if self.withdrawn_at:
            return f"{since}, retiré de l’annuaire le {day(timezone.localtime(self.withdrawn_at))}"
        return f"{since}, relancé {self.reminders} fois" if self.reminders else since
