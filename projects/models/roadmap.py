"""The yearly roadmap: a guiding thread, its axes, and who pays."""

from django.db import models
from django.db.models import OuterRef, Value
from django.db.models.functions import Concat
from django.shortcuts import render
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from pma_site.core.blocks.text import TEXT_FEATURES
from pma_site.core.fields import PROGRAMME_YEARS
from pma_site.core.models import BasePage, BasePageQuerySet
from pma_site.core.rows import JSONRows

from ..choices import STEPS_TO_COME, ContributionKind
from .actions import Action, Milestone, tell_details
from .axes import AxisContact, AxisPage
from .closings import FrozenYear
from .comparison import compare


class RoadmapIndexPage(RoutablePageMixin, BasePage):
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

    @path("comparer/", name="compare")
    def serve_comparison(self, request):
        """« Comparer les années »: what each axis promised, did and moved, and who paid."""
        years = list(RoadmapPage.objects.child_of(self).online().order_by("-year"))
        context = {
            "title": "Comparer les années",
            "look": self.look,
            "description": "Ce que chaque axe de la feuille de route a promis, réalisé et reporté, année par année.",
            "index": self,
            "years": years,
            "comparison": compare(years),
        }
        return render(request, "projects/roadmap/comparison.html", context)


class RoadmapQuerySet(BasePageQuerySet):
    """Years of the roadmap and what a letter shows of them."""

    def in_progress(self, year):
        """The published roadmaps up to `year`, the one that runs that year first."""
        return self.online().filter(year__lte=year).order_by("-year")

    def with_axes(self):
        """Years with the titles of their axes (`axis_rows`)."""
        axes = AxisPage.objects.online().filter(path__startswith=OuterRef("path")).order_by("path")
        return self.annotate(axis_rows=JSONRows(axes, title="title", slug="slug", ambition="ambition"))

    def as_cited(self):
        """Years with what a letter shows of them alone: `axis_rows`, `contribution_rows` and `milestone_rows`."""
        contacts = AxisContact.objects.filter(axis=OuterRef("pk")).order_by("sort_order")
        actions = Action.objects.filter(axis=OuterRef("pk"), step__in=STEPS_TO_COME).order_by("sort_order")
        axes = AxisPage.objects.online().filter(path__startswith=OuterRef("path")).order_by("path")
        return self.only("title", "url_path", "year", "stated_budget").annotate(
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
            milestone_rows=JSONRows(Milestone.objects.for_letter(OuterRef("path")), sentence="sentence", day="day"),
        )


class RoadmapPage(FrozenYear, BasePage):
    """The programme of one year."""

    parent_page_types = ["projects.RoadmapIndexPage"]
    subpage_types = ["projects.AxisPage"]
    look = "feuille-de-route"

    year = models.PositiveSmallIntegerField("année", unique=True, validators=PROGRAMME_YEARS)
    guiding_thread = models.CharField(
        "fil rouge", max_length=160, blank=True, help_text="L’idée qui relie les axes : « l’écotransition »."
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
        FieldPanel("method", help_text="Comment le Pôle travaille : gouvernance, exigence, accompagnement."),
    ]
    budget_panels = [
        FieldRowPanel(
            [
                FieldPanel("stated_budget"),
                FieldPanel("budget_note", help_text="Ce que le tableau ne dit pas, en une ou deux phrases."),
            ]
        ),
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

    @cached_property
    def budget(self):
        """Who pays: `members` and `grants`, rows as `RoadmapQuerySet.as_cited` gives them.

        The `total` of their amounts and the `stated` order of size (or None) are in euros.
        """
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
            "stated": self.stated_budget,
        }

    def searchable_texts(self):
        yield from super().searchable_texts()
        yield f"feuille de route {self.year} {self.guiding_thread}"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["axes"] = AxisPage.objects.child_of(self).online().order_by("path").with_actions()
        tell_details(context["axes"])
        context["closing"] = self.closings.in_force().first()
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
        return f"{self.organisation} : {self.amount} €" if self.amount is not None else str(self.organisation)
