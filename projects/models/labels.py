"""The Label Euralens: a yearly edition, the instant of its announcement and its words for results."""

from copy import copy

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField
from wagtail.models import PageManager
from wagtail.search import index

from pma_site.core.blocks.text import TEXT_FEATURES
from pma_site.core.fields import PROGRAMME_YEARS
from pma_site.core.french import day_and_hour
from pma_site.core.models import BasePage, BasePageQuerySet
from pma_site.core.rows import JSONRows

from ..choices import StepKind
from ..forms.label import EditionForm
from ..label_calendar import Dated, call_dates, contradictions, embargo_in_words
from ..label_panels import EmbargoPanel
from .candidates import CandidatePage
from .label_catalogue import counts_by_edition
from .label_steps import LabelStep, in_order
from .news import CandidateNews

# The latest news « depuis le label » on the page of the label.
NEWS = 6


def by_outcome(candidates):
    """Candidates in groups (result, candidates): those of each announced result in its order, then the others.

    `result` is None for those of whom nothing is announced, or whose result is not shown to the public.
    """
    groups = {}
    for candidate in candidates:
        groups.setdefault(candidate.public_result, []).append(candidate)
    known = sorted((result for result in groups if result), key=lambda result: (result.sort_order or 0, result.pk))
    return [(result, groups[result]) for result in [*known, None] if result in groups]


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
        context["news"] = CandidateNews.objects.public().select_related("candidate", "image")[:NEWS]
        context["editions"] = editions = list(LabelEditionPage.objects.child_of(self).online().order_by("-year"))
        candidates, laureates = counts_by_edition()
        for edition in editions:
            edition.candidate_count = candidates.get(edition.year, 0)
            edition.laureate_count = laureates.get(edition.year, 0)
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
        candidates = CandidatePage.objects.online().below(OuterRef("path")).order_by("number")
        return self.annotate(
            candidate_rows=JSONRows(candidates, number="number", title="title", slug="slug", subject="subject")
        )


class LabelEditionPage(BasePage):
    """One year's edition: its calendar, its vocabulary of results, its candidates."""

    parent_page_types = ["projects.LabelIndexPage"]
    subpage_types = ["projects.CandidatePage"]
    look = "label"
    base_form_class = EditionForm

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

    results_at = models.DateTimeField(
        "annonce des résultats",
        null=True,
        blank=True,
        help_text="Jour et heure, à Paris, où tous les résultats préparés paraissent partout à la fois. "
        "Une fois passé, cet instant ne change plus.",
    )
    method = RichTextField(
        "méthode",
        blank=True,
        features=TEXT_FEATURES,
        help_text="Comment les projets sont choisis : critères, étapes, ce qu’apporte le label. "
        "Avec les comités, c’est la page « Méthode et comités ».",
    )

    objects = PageManager.from_queryset(LabelEditionQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel(
            [FieldPanel("year"), FieldPanel("contact", help_text="La personne à qui les candidats écrivent.")]
        ),
        FieldPanel("introduction", help_text="Où en est l’édition, en quelques phrases."),
        FieldPanel("method"),
    ]
    calendar_panels = [
        EmbargoPanel(),
        FieldPanel("results_at"),
        InlinePanel("steps", heading="Calendrier", label="Étape"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Édition"),
            ObjectList(calendar_panels, heading="Calendrier"),
            ObjectList([InlinePanel("results", heading="Résultats possibles", label="Résultat")], heading="Résultats"),
            ObjectList(BasePage.promote_panels, heading="Adresse et partage"),
        ]
    )

    search_fields = [*BasePage.search_fields, index.FilterField("year")]

    class Meta:
        verbose_name = "édition du label"
        verbose_name_plural = "éditions du label"

    def clean(self):
        super().clean()
        stood = self._passed_instant()
        if stood and self.results_at != stood:
            words = f"Les résultats sont publics depuis le {day_and_hour(stood)} : cet instant ne change plus."
            raise ValidationError({"results_at": words})

    def save(self, *args, **kwargs):
        # A former draft that is published late takes no announcement back, nor moves it.
        self.results_at = self._passed_instant() or self.results_at
        super().save(*args, **kwargs)

    def _passed_instant(self):
        """The instant at which its results were released; None as long as they are not."""
        instant = self.effective_instant if self.pk else None
        return instant if instant and instant <= timezone.now() else None

    @property
    def effective_instant(self):
        """The instant that counts, whatever a draft says: that of the published edition; None where none is fixed."""
        return LabelEditionPage.objects.filter(pk=self.pk).values_list("results_at", flat=True).first()

    @property
    def results_are_public(self):
        """Whether its results were released."""
        return self._passed_instant() is not None

    @property
    def is_under_embargo(self):
        """Whether an instant to come holds its results back."""
        instant = self.effective_instant
        return bool(instant and instant > timezone.now())

    @property
    def embargo_in_words(self):
        """« Sous embargo jusqu’au… », for who prepares the results."""
        return embargo_in_words(self.effective_instant)

    @property
    def calendar(self):
        """The steps as readers see them: by date, those without one after the step that they follow.

        The step of the call has the dates of the call that the public applies by, where there is one. That of the
        announcement says its hour; it is there even where only its instant was typed.
        """
        # What is shown is not what is stored: copies are changed.
        steps = [copy(step) for step in self.steps.all()]
        called, applying = self.called, [step for step in steps if step.kind == StepKind.CALL]
        if called and applying:
            applying[0].start, applying[0].end = called.start, called.end
        if self.results_at:
            release = next((step for step in steps if step.kind == StepKind.ANNOUNCEMENT), None)
            if release is None:
                release = LabelStep(name=StepKind.ANNOUNCEMENT.label, kind=StepKind.ANNOUNCEMENT)
                steps.append(release)
            release.instant = self.results_at
        return in_order(steps)

    @property
    def called(self):
        """The call that the public applies by, from its first day to its last (label_calendar.Dated); None without."""
        call = getattr(self, "call", None)
        if call is None:
            return None
        return call_dates(str(call), call.opens_at, call.closes_at)

    def contradicted_by(self, called):
        """Why a call from the first day of `called` to its last does not fit the other steps; "" where it does."""
        steps = [Dated(step.kind, step.name, step.start, step.end) for step in self.steps.all()]
        steps = [step for step in steps if step.kind != StepKind.CALL]
        announced = self.results_at and timezone.localtime(self.results_at).date()
        return next((message for _, message in contradictions(steps, announced, called) if called.name in message), "")

    @property
    def method_address(self):
        """The page of the method and the committees."""
        return reverse("projects:label_method", args=[self.year])

    def searchable_texts(self):
        yield from super().searchable_texts()
        yield f"Label Euralens {self.year}"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        # Together in one query. (A manager that joins them would keep treebeard from locking the page it adds one to.)
        stored = LabelEditionPage.objects.filter(pk=self.pk).select_related("contact", "call").first()
        contact = stored.contact if stored and stored.contact_id == self.contact_id else self.contact
        context["contacts"] = [contact] if contact else []
        context["call"] = getattr(stored, "call", None)
        LabelEditionPage._meta.get_field("call").set_cached_value(self, context["call"])
        context["steps"] = self.calendar
        context["method_address"] = self.method_address if self.method or self.committees.exists() else ""
        context["groups"] = groups = by_outcome(CandidatePage.objects.of(self))
        # Results are headings between the title of the list and the names of the candidates.
        context["known"] = any(result for result, _ in groups)
        context["card_level"] = 4 if context["known"] else 3
        return context
