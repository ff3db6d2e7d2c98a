"""The axes of a year's roadmap: an ambition, actions with their dated milestones, and whom to ask."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.template.defaultfilters import date as format_date
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PageManager

from pma_site.core.blocks.text import TEXT_FEATURES
from pma_site.core.french import day
from pma_site.core.models import BasePage, BasePageQuerySet

from ..choices import STEPS_BY_PROGRESS, STEPS_TO_COME, STEPS_WITH_REASON, ActionStep, DatePrecision


class AxisQuerySet(BasePageQuerySet):
    """Axes with what belongs to them."""

    def with_actions(self):
        """Axes with their actions and milestones, in three queries whatever their number."""
        return self.prefetch_related("actions__milestones")


class AxisPage(BasePage):
    """One axis of a year's roadmap: an ambition, its actions, and whom to ask."""

    parent_page_types = ["projects.RoadmapPage"]
    subpage_types = []
    look = "feuille-de-route"

    ambition = RichTextField("ambition", features=TEXT_FEATURES, help_text="Ce que l’axe veut obtenir.")

    objects = PageManager.from_queryset(AxisQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("ambition"),
        InlinePanel("contacts", heading="Contacts", label="Contact"),
    ]
    action_panels = [InlinePanel("actions", heading="Actions", label="Action")]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Axe"),
            ObjectList(action_panels, heading="Actions et étapes"),
            ObjectList(BasePage.promote_panels, heading="Adresse et partage"),
        ]
    )

    class Meta:
        verbose_name = "axe de la feuille de route"
        verbose_name_plural = "axes de la feuille de route"

    @property
    def done(self):
        """Actions carried out, in their order."""
        return [action for action in self.actions.all() if action.step == ActionStep.DONE]

    @property
    def to_come(self):
        """Actions still to be carried out, in their order."""
        return [action for action in self.actions.all() if action.step in STEPS_TO_COME]

    @property
    def stopped(self):
        """Actions postponed or given up, with their reason."""
        return [action for action in self.actions.all() if action.step in STEPS_WITH_REASON]

    @property
    def progress(self):
        """How far its actions are: a row for each step in use, the furthest first, with the number of its actions."""
        counts = Counter(action.step for action in self.actions.all())
        return [
            {"step": step, "label": ActionStep(step).label, "count": counts[step]}
            for step in STEPS_BY_PROGRESS
            if counts[step]
        ]

    def searchable_texts(self):
        yield from super().searchable_texts()
        yield from (f"{action.title} {action.detail}" for action in self.actions.all())

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        models.prefetch_related_objects([self], "actions__milestones")
        context["contacts"] = [link.person for link in self.contacts.select_related("person")]
        return context


class AxisContact(Orderable):
    """A person to ask about an axis."""

    axis = ParentalKey(AxisPage, on_delete=models.CASCADE, related_name="contacts")
    person = models.ForeignKey(
        "directory.Person", verbose_name="personne", on_delete=models.CASCADE, related_name="axes"
    )

    panels = [FieldPanel("person")]

    class Meta(Orderable.Meta):
        verbose_name = "contact de l’axe"
        verbose_name_plural = "contacts de l’axe"
        constraints = [
            models.UniqueConstraint(
                fields=["axis", "person"],
                name="projects_axis_contact_unique",
                violation_error_message="Cette personne est déjà contact de cet axe.",
            )
        ]

    def __str__(self):
        return str(self.person)


class Action(ClusterableModel, Orderable):
    """Something the roadmap sets out to do, and how far it is."""

    axis = ParentalKey(AxisPage, on_delete=models.CASCADE, related_name="actions")
    title = models.CharField("action", max_length=200)
    detail = models.TextField("précisions", blank=True, max_length=600)
    step = models.CharField("étape", max_length=20, choices=ActionStep.choices, default=ActionStep.PLANNED)
    reason = models.CharField(
        "motif", max_length=300, blank=True, help_text="Obligatoire pour une action reportée ou abandonnée."
    )

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("step", help_text="Où en est l’action aujourd’hui."), FieldPanel("reason")]),
        FieldPanel("detail"),
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

    def clean(self):
        super().clean()
        if self.step in STEPS_WITH_REASON and not self.reason:
            raise ValidationError({"reason": "Dites en une phrase pourquoi l’action est reportée ou abandonnée."})


class MilestoneQuerySet(models.QuerySet):
    """Milestones that a letter may report."""

    def for_letter(self, roadmap_path):
        """What a letter may report of the roadmap at a tree path: the milestones marked for it, in their order."""
        return self.filter(
            in_letter=True, action__axis__live=True, action__axis__path__startswith=roadmap_path
        ).order_by("letter_order", "action__axis__path", "action__sort_order", "sort_order")


class Milestone(Orderable):
    """A dated step of an action: what happened, in one sentence."""

    action = ParentalKey(Action, on_delete=models.CASCADE, related_name="milestones")
    day = models.DateField("date", help_text="Pour une date connue au mois ou à l’année près, mettez le premier jour.")
    precision = models.CharField("précision", max_length=10, choices=DatePrecision.choices, default=DatePrecision.DAY)
    sentence = models.CharField("ce qui s’est passé", max_length=250)
    in_letter = models.BooleanField("à mettre dans la lettre", default=False)
    letter_order = models.PositiveSmallIntegerField(
        "ordre dans la lettre", default=100, help_text="Les plus petits d’abord."
    )

    objects = MilestoneQuerySet.as_manager()

    panels = [
        FieldPanel("sentence", help_text="Une phrase complète, telle que la lettre la reprendra."),
        FieldRowPanel([FieldPanel("day"), FieldPanel("precision")]),
        FieldRowPanel(
            [
                FieldPanel(
                    "in_letter", help_text="Le bloc « Actions réalisées » d’un numéro reprend les étapes cochées."
                ),
                FieldPanel("letter_order"),
            ]
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "étape datée"
        verbose_name_plural = "étapes datées"

    def __str__(self):
        return self.sentence

    @property
    def when(self):
        """The date as precisely as it is known: « 28 mars 2023 », « mars 2023 » or « 2023 »."""
        if self.precision == DatePrecision.DAY:
            return day(self.day)
        return format_date(self.day, "F Y" if self.precision == DatePrecision.MONTH else "Y")
