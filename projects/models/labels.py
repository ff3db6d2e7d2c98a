"""The Label Euralens: a yearly edition, its steps and its results."""

from django.db import models
from django.db.models import OuterRef, Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from pma_site.core.blocks.text import TEXT_FEATURES
from pma_site.core.fields import PROGRAMME_YEARS
from pma_site.core.french import day
from pma_site.core.models import BasePage, BasePageQuerySet
from pma_site.core.rows import JSONRows

from ..choices import ResultColour, ResultIcon, StepProgress
from .candidates import CandidatePage


class LabelIndexPage(BasePage):
    """« Label Euralens »: what it is, and all its editions."""

    max_count = 1
    subpage_types = ["projects.LabelEditionPage"]
    look = "label"

    introduction = RichTextField("introduction", blank=True, features=TEXT_FEATURES)
    criteria = RichTextField("critères", blank=True, features=TEXT_FEATURES)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("criteria")]

    class Meta:
        verbose_name = "accueil du label"
        verbose_name_plural = "accueil du label"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["editions"] = LabelEditionPage.objects.child_of(self).online().order_by("-year")
        return context


class LabelEditionQuerySet(BasePageQuerySet):
    """Editions, those of given candidates, and what a letter shows of them."""

    def in_progress(self, year):
        """The published editions up to `year`, the one of that year first."""
        return self.online().filter(year__lte=year).order_by("-year")

    def holding(self, candidates):
        """The published editions that these candidates apply to."""
        paths = {candidate.path[: -candidate.steplen] for candidate in candidates}
        return self.online().filter(path__in=paths).order_by("-year")

    def as_cited(self):
        """Editions with what a letter shows of them: `candidate_rows`."""
        candidates = CandidatePage.objects.online().filter(path__startswith=OuterRef("path")).order_by("number")
        return self.annotate(
            candidate_rows=JSONRows(candidates, number="number", title="title", slug="slug", subject="subject")
        )


class LabelEditionPage(BasePage):
    """One year's edition: its calendar, its vocabulary of results, its candidates."""

    parent_page_types = ["projects.LabelIndexPage"]
    subpage_types = ["projects.CandidatePage"]
    look = "label"

    year = models.PositiveSmallIntegerField("année", unique=True, validators=PROGRAMME_YEARS)
    introduction = RichTextField("présentation", blank=True, features=TEXT_FEATURES)
    contact = models.ForeignKey(
        "directory.Person",
        verbose_name="contact",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="label_editions",
    )

    objects = PageManager.from_queryset(LabelEditionQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel(
            [FieldPanel("year"), FieldPanel("contact", help_text="La personne à qui les candidats écrivent.")]
        ),
        FieldPanel("introduction", help_text="Où en est l’édition, en quelques phrases."),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Édition"),
            ObjectList([InlinePanel("steps", heading="Calendrier", label="Étape")], heading="Calendrier"),
            ObjectList([InlinePanel("results", heading="Résultats possibles", label="Résultat")], heading="Résultats"),
            ObjectList(BasePage.promote_panels, heading="Adresse et partage"),
        ]
    )

    search_fields = [*BasePage.search_fields, index.FilterField("year")]

    class Meta:
        verbose_name = "édition du label"
        verbose_name_plural = "éditions du label"

    def searchable_texts(self):
        yield from super().searchable_texts()
        yield f"Label Euralens {self.year}"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["steps"] = self.steps.all()
        # Together in one query. (A manager that joins them would keep treebeard from locking the page it adds one to.)
        stored = LabelEditionPage.objects.filter(pk=self.pk).select_related("contact", "call").first()
        contact = stored.contact if stored and stored.contact_id == self.contact_id else self.contact
        context["contacts"] = [contact] if contact else []
        context["call"] = getattr(stored, "call", None)
        context["candidates"] = CandidatePage.objects.of(self).with_links()
        return context


class LabelStep(Orderable):
    """A dated step of an edition: call, review, committee, announcement, ceremony."""

    edition = ParentalKey(LabelEditionPage, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField("étape", max_length=120)
    start = models.DateField("début", null=True, blank=True)
    end = models.DateField("fin", null=True, blank=True)
    note = models.CharField(
        "précision", max_length=200, blank=True, help_text="« en décembre », quand la date n’est pas arrêtée."
    )

    panels = [FieldPanel("name"), FieldRowPanel([FieldPanel("start"), FieldPanel("end")]), FieldPanel("note")]

    class Meta(Orderable.Meta):
        verbose_name = "étape du label"
        verbose_name_plural = "étapes du label"
        constraints = [
            models.CheckConstraint(
                name="projects_label_step_dates_in_order",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=models.F("start")),
                violation_error_message="La fin de l’étape précède son début.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def progress(self):
        """Where today stands: the step is over, under way or to come; None when no date of it is fixed."""
        today = timezone.localdate()
        last = self.end or self.start
        if last and last < today:
            return StepProgress.OVER
        if self.start and self.start <= today:
            return StepProgress.UNDER_WAY
        return StepProgress.TO_COME if last else None

    @property
    def when(self):
        """« du 11 mars 2022 au 31 mai 2022 », « le 21 juin 2023 », or the note where no date is fixed."""
        if self.start and self.end and self.start != self.end:
            return f"du {day(self.start)} au {day(self.end)}"
        if self.start:
            return f"le {day(self.start)}" if self.end else f"à partir du {day(self.start)}"
        return f"jusqu’au {day(self.end)}" if self.end else ""


class LabelResult(Orderable):
    """A word an edition uses for what became of a candidate: « Lauréat », « Nominé »…"""

    edition = ParentalKey(LabelEditionPage, on_delete=models.CASCADE, related_name="results")
    name = models.CharField("résultat", max_length=60)
    colour = models.CharField("couleur", max_length=20, choices=ResultColour.choices, default=ResultColour.CHARBON)
    icon = models.CharField("pictogramme", max_length=20, choices=ResultIcon.choices, default=ResultIcon.CIRCLE)
    is_public = models.BooleanField(
        "montré au public", default=True, help_text="Décochez pour un résultat qui ne se publie pas."
    )

    panels = [
        FieldPanel("name"),
        FieldRowPanel(
            [
                FieldPanel(
                    "colour",
                    help_text="La couleur ne parle jamais seule : le nom et le pictogramme disent la même chose.",
                ),
                FieldPanel("icon"),
            ]
        ),
        FieldPanel("is_public"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "résultat du label"
        verbose_name_plural = "résultats du label"
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "name"],
                name="projects_label_result_unique",
                violation_error_message="Ce résultat figure déjà dans la liste.",
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.edition.year})"
