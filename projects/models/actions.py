"""The actions of an axis, and the dated milestones that tell how each of them goes."""

import uuid
from datetime import date

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.safestring import mark_safe
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.rich_text import expand_db_html

from pma_site.core.blocks.text import INLINE_FEATURES
from pma_site.core.fields import plain_words
from pma_site.core.french import day

from ..choices import STEPS_TO_COME, STEPS_WITH_REASON, ActionStep, DatePrecision

# After how many months without a milestone an action that is to come is asked after.
SILENCE = 6


# What parts the texts of actions while their links are read together; no editor can type it.
_BETWEEN = "<!--|-->"


def tell_details(axes):
    """Give each action of some axes `told`, what is to be known of it with its links, all read in one go."""
    actions = [action for axis in axes for action in axis.actions.all()]
    texts = expand_db_html(_BETWEEN.join(action.detail for action in actions)).split(_BETWEEN)
    for action, told in zip(actions, texts, strict=bool(actions)):
        action.told = mark_safe(told)  # noqa: S308


def last_heard(year):
    """The day of the last milestone of an action of a year, or the beginning of that year, as an expression."""
    return Coalesce(_of_last_milestone("day"), models.Value(date(year, 1, 1)))


def last_heard_precision():
    """How exactly the day of the last milestone of an action is known, "" where it has none, as an expression."""
    return Coalesce(_of_last_milestone("precision"), models.Value(""))


def _of_last_milestone(field):
    of_action = Milestone.objects.filter(action=models.OuterRef("pk"))
    return models.Subquery(of_action.order_by("-day", "sort_order", "pk").values(field)[:1])


def known_day(on, precision):
    """A date as precisely as it is known: « 28 mars 2023 », « mars 2023 » or « 2023 »."""
    if precision == DatePrecision.DAY:
        return day(on)
    return format_date(on, "F Y" if precision == DatePrecision.MONTH else "Y")


class ActionQuerySet(models.QuerySet):
    """Actions by what became of them."""

    def to_come(self):
        """Those that are neither done nor postponed nor given up."""
        return self.filter(step__in=STEPS_TO_COME)

    def of(self, roadmap):
        """The actions of a year, as they are stored, in the order of its axes."""
        return self.filter(axis__path__startswith=roadmap.path, axis__depth=roadmap.depth + 1).order_by(
            "axis__path", "sort_order"
        )

    def needing_somebody(self, roadmap, today=None):
        """The actions of a year that wait: their day is past, or nothing was heard of them for SILENCE months.

        Each with `heard_on`: the day of its last milestone, or the beginning of the year.
        """
        today = today or timezone.localdate()
        silent = Q(heard_on__lt=today - relativedelta(months=SILENCE))
        waiting = self.of(roadmap).to_come().annotate(heard_on=last_heard(roadmap.year))
        return waiting.filter(Q(due_on__lt=today) | silent)


class Action(ClusterableModel, Orderable):
    """Something the roadmap sets out to do, and how far it is."""

    axis = ParentalKey("projects.AxisPage", on_delete=models.CASCADE, related_name="actions")
    # What it is known by from year to year and from version to version: rows are made anew when a draft is published.
    key = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    carried_from = models.UUIDField(
        null=True, blank=True, editable=False, db_index=True, help_text="L’action de l’année d’avant qu’elle continue."
    )
    title = models.CharField("action", max_length=200)
    detail = RichTextField("précisions", blank=True, max_length=600, features=INLINE_FEATURES)
    step = models.CharField("étape", max_length=20, choices=ActionStep.choices, default=ActionStep.PLANNED)
    reason = models.CharField(
        "motif", max_length=300, blank=True, help_text="Obligatoire pour une action reportée ou abandonnée."
    )
    due_on = models.DateField(
        "échéance",
        null=True,
        blank=True,
        help_text="Le jour prévu, s’il y en a un : affiché tant que l’action reste à venir.",
    )

    objects = ActionQuerySet.as_manager()

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("step", help_text="Où en est l’action aujourd’hui."), FieldPanel("reason")]),
        FieldRowPanel([FieldPanel("detail"), FieldPanel("due_on")]),
        InlinePanel("milestones", heading="Étapes datées", label="Étape"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "action"
        verbose_name_plural = "actions"
        constraints = [
            models.CheckConstraint(
                name="projects_action_stopped_has_reason",
                condition=~Q(step__in=["reportee", "abandonnee"]) | ~Q(reason=""),
                violation_error_message="Une action reportée ou abandonnée doit en donner le motif.",
            )
        ]

    def __str__(self):
        return self.title

    @classmethod
    def from_serializable_data(cls, data, *args, **kwargs):
        # Versions kept before actions had a key: that of the row, rather than a new one each time.
        if "key" not in data and data.get("pk"):
            stored = cls.objects.filter(pk=data["pk"]).values("key", "carried_from").first()
            data = {**data, **(stored or {})}
        # Versions kept while what is to be known of an action was plain text.
        if data.get("detail") and "</p>" not in data["detail"]:
            data = {**data, "detail": linebreaks(data["detail"], autoescape=True)}
        return super().from_serializable_data(data, *args, **kwargs)

    def clean(self):
        super().clean()
        if self.step in STEPS_WITH_REASON and not self.reason:
            raise ValidationError({"reason": "Dites en une phrase pourquoi l’action est reportée ou abandonnée."})

    def save(self, *args, **kwargs):
        # A copied page is another one, and so are its actions.
        if Action.objects.filter(key=self.key).exclude(pk=self.pk).exists():
            self.key, self.carried_from = uuid.uuid4(), None
        super().save(*args, **kwargs)

    @property
    def detail_in_words(self):
        """What is to be known of it, as plain text."""
        return plain_words(self.detail)

    @property
    def is_to_come(self):
        """Whether it is neither done nor postponed nor given up."""
        return self.step in STEPS_TO_COME

    @property
    def is_overdue(self):
        """Whether its day has passed while it is still to come."""
        return bool(self.due_on) and self.is_to_come and self.due_on < timezone.localdate()

    @property
    def last_milestone(self):
        """The latest of its milestones, or None."""
        return max(self.milestones.all(), key=lambda milestone: milestone.day, default=None)


class MilestoneQuerySet(models.QuerySet):
    """Milestones that a letter may report."""

    def for_letter(self, roadmap_path):
        """What a letter may report of the roadmap at a tree path: the milestones marked for it, in their order."""
        return self.online_below(roadmap_path).filter(in_letter=True)

    def online_below(self, roadmap_path):
        """The milestones that readers may see of the roadmap at a tree path, in the order of a letter."""
        return self.filter(action__axis__live=True, action__axis__path__startswith=roadmap_path).order_by(
            "letter_order", "action__axis__path", "action__sort_order", "sort_order"
        )

    def since(self, first: date):
        """Those of a day or after, and those of which only the month or the year is known that may be."""
        month, year = first.replace(day=1), first.replace(month=1, day=1)
        return self.filter(
            Q(day__gte=first)
            | Q(precision=DatePrecision.MONTH, day__gte=month)
            | Q(precision=DatePrecision.YEAR, day__gte=year)
        )


class MilestoneManager(models.Manager.from_queryset(MilestoneQuerySet)):
    """A milestone is never shown without its picture and its document."""

    def get_queryset(self):
        return super().get_queryset().select_related("image", "document")


class Milestone(Orderable):
    """A dated step of an action: what happened, in one sentence, with a picture or a document where there is one."""

    action = ParentalKey(Action, on_delete=models.CASCADE, related_name="milestones")
    day = models.DateField("date", help_text="Pour une date connue au mois ou à l’année près, mettez le premier jour.")
    precision = models.CharField("précision", max_length=10, choices=DatePrecision.choices, default=DatePrecision.DAY)
    sentence = models.CharField("ce qui s’est passé", max_length=250)
    image = models.ForeignKey(
        "core.SiteImage", verbose_name="image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    image_alt = models.CharField(
        "texte de remplacement",
        max_length=250,
        blank=True,
        help_text="Ce que montre l’image, pour qui ne la voit pas.",
    )
    image_is_decorative = models.BooleanField(
        "image décorative", default=False, help_text="L’image n’apprend rien de plus que la phrase."
    )
    document = models.ForeignKey(
        "core.SiteDocument",
        verbose_name="document",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    in_letter = models.BooleanField("à mettre dans la lettre", default=False)
    letter_order = models.PositiveSmallIntegerField(
        "ordre dans la lettre", default=100, help_text="Les plus petits d’abord."
    )

    objects = MilestoneManager()

    panels = [
        FieldPanel("sentence", help_text="Une phrase complète, telle que la lettre la reprendra."),
        FieldRowPanel([FieldPanel("day"), FieldPanel("precision")]),
        FieldRowPanel(
            [
                FieldPanel(
                    "in_letter", help_text="Le bloc « Actions réalisées » d’un numéro reprend les étapes cochées."
                ),
                FieldPanel("letter_order"),
            ]
        ),
        MultiFieldPanel(
            [
                FieldPanel("image"),
                FieldRowPanel([FieldPanel("image_alt"), FieldPanel("image_is_decorative")]),
                FieldPanel("document"),
            ],
            heading="Image et document",
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "étape datée"
        verbose_name_plural = "étapes datées"
        indexes = [models.Index(fields=["day", "id"], name="projects_milestone_day")]

    def __str__(self):
        return self.sentence

    def clean(self):
        super().clean()
        if self.image_id and not self.image_alt and not self.image_is_decorative:
            raise ValidationError(
                {"image_alt": "Dites ce que montre l’image, ou cochez « image décorative » si elle n’apprend rien."}
            )

    @property
    def when(self):
        """The date as precisely as it is known: « 28 mars 2023 », « mars 2023 » or « 2023 »."""
        return known_day(self.day, self.precision)

    @property
    def alt(self):
        """The words that stand for its picture; none for one that only decorates."""
        return "" if self.image_is_decorative else self.image_alt
