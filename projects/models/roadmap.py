"""The yearly roadmap: a guiding thread, axes, actions with their milestones, and who pays."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Value
from django.db.models.functions import Concat
from django.template.defaultfilters import date as format_date
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from pma_site.core.blocks.text import TEXT_FEATURES
from pma_site.core.french import day
from pma_site.core.models import BasePage, BasePageQuerySet
from pma_site.core.rows import JSONRows

from ..choices import STEPS_BY_PROGRESS, STEPS_TO_COME, STEPS_WITH_REASON, ActionStep, ContributionKind, DatePrecision


class RoadmapIndexPage(BasePage):
    """« Feuille de route »: all years, the latest first."""

    max_count = 1
    subpage_types = ["projects.RoadmapPage"]
    look = "feuille-de-route"

    introduction = RichTextField("introduction", blank=True, features=TEXT_FEATURES)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "accueil de la feuille de route"
        verbose_name_plural = "accueil de la feuille de route"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["roadmaps"] = RoadmapPage.objects.child_of(self).online().order_by("-year")
        return context


class RoadmapQuerySet(BasePageQuerySet):
    """Years of the roadmap and what a letter shows of them."""

    def as_cited(self):
        """Years with what a letter shows of them: `axis_rows`, `contribution_rows` and `milestone_rows`."""
        contacts = AxisContact.objects.filter(axis=OuterRef("pk")).order_by("sort_order")
        actions = Action.objects.filter(axis=OuterRef("pk"), step__in=STEPS_TO_COME).order_by("sort_order")
        axes = AxisPage.objects.online().filter(path__startswith=OuterRef("path")).order_by("path")
        return self.annotate(
            axis_rows=JSONRows(
                axes,
                title="title",
                slug="slug",
                ambition="ambition",
                to_come=JSONRows(actions, title="title", step="step"),
                contacts=JSONRows(
                    contacts,
                    name=Concat("person__first_name", Value(" "), "person__last_name"),
                    email="person__email",
                ),
            ),
            contribution_rows=JSONRows(
                Contribution.objects.filter(roadmap=OuterRef("pk")).order_by("sort_order"),
                name="organisation__name",
                acronym="organisation__acronym",
                kind="kind",
                amount="amount",
            ),
            milestone_rows=JSONRows(Milestone.objects.for_letter(OuterRef("path")), sentence="sentence"),
        )


class RoadmapPage(BasePage):
    """The programme of one year."""

    parent_page_types = ["projects.RoadmapIndexPage"]
    subpage_types = ["projects.AxisPage"]
    look = "feuille-de-route"

    year = models.PositiveSmallIntegerField("année", unique=True)
    guiding_thread = models.CharField(
        "fil rouge", max_length=160, blank=True, help_text="L’idée qui relie les axes : « l’écotransition »."
    )
    introduction = RichTextField("présentation", blank=True, features=TEXT_FEATURES)
    method = RichTextField("méthode", blank=True, features=TEXT_FEATURES)
    stated_budget = models.PositiveIntegerField(
        "budget annoncé",
        null=True,
        blank=True,
        help_text="L’ordre de grandeur annoncé, en euros. Le total exact est calculé d’après les contributions.",
    )
    budget_note = models.CharField("précision sur le budget", max_length=300, blank=True)

    objects = PageManager.from_queryset(RoadmapQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("year"), FieldPanel("guiding_thread")]),
        FieldPanel("introduction"),
        FieldPanel("method"),
    ]
    budget_panels = [
        FieldRowPanel([FieldPanel("stated_budget"), FieldPanel("budget_note")]),
        InlinePanel("contributions", heading="Contributions", label="Contribution"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Programme"),
            ObjectList(budget_panels, heading="Budget"),
            ObjectList(BasePage.promote_panels, heading="Adresse et partage"),
        ]
    )

    search_fields = [*BasePage.search_fields, index.FilterField("year")]

    class Meta:
        verbose_name = "feuille de route d’une année"
        verbose_name_plural = "feuilles de route"

    def clean(self):
        super().clean()
        if self.year is not None and not 2000 <= self.year <= 2100:
            raise ValidationError({"year": "Indiquez l’année sur quatre chiffres, comme 2023."})

    @cached_property
    def budget(self):
        """Who pays: `members` and `grants`, rows as `RoadmapQuerySet.as_cited` gives them, and the `total` in euros."""
        rows = getattr(self, "contribution_rows", None)
        if rows is None:
            rows = [
                {
                    "name": line.organisation.name,
                    "acronym": line.organisation.acronym,
                    "kind": line.kind,
                    "amount": line.amount,
                }
                for line in self.contributions.select_related("organisation")
            ]
        return {
            "members": [row for row in rows if row["kind"] == ContributionKind.MEMBER],
            "grants": [row for row in rows if row["kind"] == ContributionKind.GRANT],
            "total": sum(row["amount"] or 0 for row in rows),
        }

    def searchable_texts(self):
        yield from super().searchable_texts()
        yield f"feuille de route {self.year} {self.guiding_thread}"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["axes"] = AxisPage.objects.child_of(self).online().order_by("path").with_actions()
        return context


class Contribution(Orderable):
    """What one organisation brings to a year's budget."""

    roadmap = ParentalKey(RoadmapPage, on_delete=models.CASCADE, related_name="contributions")
    organisation = models.ForeignKey(
        "directory.Organisation",
        verbose_name="organisation",
        on_delete=models.PROTECT,
        related_name="contributions",
    )
    kind = models.CharField("nature", max_length=20, choices=ContributionKind.choices, default=ContributionKind.MEMBER)
    amount = models.PositiveIntegerField(
        "montant",
        null=True,
        blank=True,
        help_text="En euros, sans décimales. Vide si le montant n’est pas publié.",
    )

    panels = [FieldPanel("organisation"), FieldRowPanel([FieldPanel("kind"), FieldPanel("amount")])]

    class Meta(Orderable.Meta):
        verbose_name = "contribution"
        verbose_name_plural = "contributions"
        constraints = [
            models.UniqueConstraint(
                fields=["roadmap", "organisation", "kind"],
                name="projects_contribution_unique",
                violation_error_message="Cette organisation a déjà une contribution de cette nature.",
            )
        ]

    def __str__(self):
        return f"{self.organisation} : {self.amount}"


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
        FieldRowPanel([FieldPanel("step"), FieldPanel("reason")]),
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
        FieldPanel("sentence"),
        FieldRowPanel([FieldPanel("day"), FieldPanel("precision")]),
        FieldRowPanel([FieldPanel("in_letter"), FieldPanel("letter_order")]),
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
