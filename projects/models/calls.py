"""The yearly call for applications of the Label Euralens: when it is open, what it asks, and by which criteria."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from pma_site.contributions.choices import CallMoment
from pma_site.core.french import day_and_hour, number, until

from ..label_calendar import call_dates
from .labels import LabelEditionPage

INSTRUCTION_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]
# Files of one application, whatever a call says.
MOST_FILES = 5
# What one answer may be as long as: five pages.
LONGEST_ANSWER = 15_000


class LabelCallQuerySet(models.QuerySet):
    """Calls of the editions that the public may see, by where they stand now."""

    def online(self):
        """Those of published editions."""
        return self.filter(edition__in=LabelEditionPage.objects.online())

    def open(self):
        """Those that take applications."""
        now = timezone.now()
        return self.online().filter(opens_at__lte=now, closes_at__gt=now)

    def current(self):
        """The call that the public asks about: the one that is open, else the next to open, else the last; or None."""
        # One a year: they are read at once.
        calls = sorted(self.online().select_related("edition__contact"), key=lambda call: call.opens_at)
        to_come = [call for call in calls if not call.is_over]
        return next((call for call in to_come if call.is_open), None) or next(iter([*to_come, *reversed(calls)]), None)


class LabelCall(ClusterableModel):
    """The call of one edition: applications are deposited from `opens_at` on and before `closes_at`, to the second.

    What it asks beside the project's own description are its `criteria`. It takes effect as soon as it is saved.
    """

    edition = models.OneToOneField(
        LabelEditionPage, verbose_name="édition", on_delete=models.CASCADE, related_name="call"
    )
    opens_at = models.DateTimeField("ouverture")
    closes_at = models.DateTimeField(
        "clôture", help_text="À cet instant, plus aucun dossier n’est reçu : « 31 mai 23 h 59 » laisse le 31 entier."
    )
    instructions = RichTextField(
        "consignes",
        blank=True,
        features=INSTRUCTION_FEATURES,
        help_text="Ce qu’il faut savoir avant de commencer : qui peut candidater, quelles pièces préparer.",
    )
    most_files = models.PositiveSmallIntegerField(
        "nombre de pièces jointes",
        default=MOST_FILES,
        validators=[MaxValueValidator(MOST_FILES)],
        help_text=f"Au plus, par dossier ; 0 si vous n’en demandez pas, {MOST_FILES} tout au plus.",
    )
    notified_email = models.EmailField(
        "adresse prévenue",
        blank=True,
        help_text="Un message y part à chaque dépôt, sans ce que le dossier contient. Vide : personne n’est prévenu.",
    )

    objects = LabelCallQuerySet.as_manager()

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("edition"),
                    MultiFieldPanel(
                        [FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")])], heading="Quand"
                    ),
                    FieldPanel("instructions"),
                    FieldPanel("most_files"),
                    FieldPanel("notified_email"),
                ],
                heading="Appel",
            ),
            ObjectList([InlinePanel("criteria", heading="Questions", label="Question")], heading="Questions"),
        ]
    )

    class Meta:
        verbose_name = "appel à candidatures"
        verbose_name_plural = "appels à candidatures"
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(
                name="projects_label_call_closes_after_it_opens",
                condition=Q(closes_at__gt=models.F("opens_at")),
                violation_error_message="La clôture vient après l’ouverture.",
            )
        ]

    def __str__(self):
        return f"Appel à candidatures {self.edition.year}" if self.edition_id else "Appel à candidatures"

    def clean(self):
        super().clean()
        if not (self.opens_at and self.closes_at):
            return
        others = LabelCall.objects.exclude(pk=self.pk).filter(opens_at__lt=self.closes_at, closes_at__gt=self.opens_at)
        if other := others.select_related("edition").first():
            raise ValidationError(
                {"opens_at": f"L’appel {other.edition.year} est ouvert en même temps : deux appels se suivent."}
            )
        if not self.edition_id:
            return
        if message := self.edition.contradicted_by(call_dates(str(self), self.opens_at, self.closes_at)):
            raise ValidationError({"closes_at": message})

    @property
    def moment(self):
        """Where it stands now (contributions.choices.CallMoment), its edition being online."""
        now = timezone.now()
        if now < self.opens_at:
            return CallMoment.ANNOUNCED
        return CallMoment.OPEN if now < self.closes_at else CallMoment.CLOSED

    @property
    def is_open(self):
        """Whether it takes applications now."""
        return self.moment == CallMoment.OPEN

    @property
    def is_over(self):
        """Whether it takes applications no more."""
        return self.moment == CallMoment.CLOSED

    @property
    def opening(self):
        """« 11 mars 2026 à 9 h »."""
        return day_and_hour(self.opens_at)

    @property
    def deadline(self):
        """The last day, with the hour where that day is not whole: « 31 mai 2026 »."""
        return until(self.closes_at)

    @property
    def situation(self):
        """The same as a sentence of its page."""
        if self.moment == CallMoment.ANNOUNCED:
            return f"L’appel à candidatures {self.edition.year} s’ouvre le {self.opening}, jusqu’au {self.deadline}."
        return f"L’appel à candidatures {self.edition.year} est {self.when}."

    @property
    def when(self):
        """Its dates in a few words, true now: « s’ouvre le … », « ouvert jusqu’au … », « clos depuis le … »."""
        if self.moment == CallMoment.ANNOUNCED:
            return f"s’ouvre le {self.opening}"
        return f"clos depuis le {day_and_hour(self.closes_at)}" if self.is_over else f"ouvert jusqu’au {self.deadline}"

    @property
    def when_kept(self):
        """The same for who keeps the call: on an edition that is still a draft, nobody would ever see it open."""
        if self.edition.live or self.is_over:
            return self.when
        return f"{self.when}. L’édition n’est pas publiée : l’appel ne paraît pas."


class LabelCriterion(Orderable):
    """A question of the call: « En quoi le projet contribue-t-il à la transition écologique ? »."""

    call = ParentalKey(LabelCall, on_delete=models.CASCADE, related_name="criteria")
    heading = models.CharField("question", max_length=200)
    help = models.CharField(
        "aide", max_length=400, blank=True, help_text="Ce que les comités y cherchent, en une phrase."
    )
    most_characters = models.PositiveIntegerField(
        "longueur de la réponse",
        default=2000,
        validators=[MinValueValidator(100), MaxValueValidator(LONGEST_ANSWER)],
        help_text="En signes, espaces compris : 2 000 font une demi-page serrée.",
    )
    is_required = models.BooleanField("réponse obligatoire", default=True)

    panels = [
        FieldPanel("heading"),
        FieldPanel("help"),
        FieldRowPanel([FieldPanel("most_characters"), FieldPanel("is_required")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "question de l’appel"
        verbose_name_plural = "questions de l’appel"

    def __str__(self):
        return self.heading

    @property
    def most_in_words(self):
        """« 2 000 signes au plus »."""
        return f"{number(self.most_characters)} signes au plus"
