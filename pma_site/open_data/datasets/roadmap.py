"""The roadmap: its actions with their milestones, and who pays."""

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Length, Substr

from pma_site.core.rows import JSONRows
from projects.models import Action, AxisPage, Contribution, Milestone, RoadmapPage

from ..declaring import Dataset
from ..fields import Field, Kind
from .instants import last_published


def online_actions() -> QuerySet:
    """The actions of published axes, with their milestones and the year of their roadmap, the latest year first."""
    above = Substr(OuterRef("axis__path"), 1, Length(OuterRef("axis__path")) - AxisPage.steplen)
    year = Subquery(RoadmapPage.objects.order_by().filter(path=above).values("year")[:1])
    axes = AxisPage.objects.online().order_by().values("pk")
    milestones = Milestone.objects.filter(action=OuterRef("pk")).order_by("sort_order", "pk")
    actions = Action.objects.filter(axis__in=axes).select_related("axis")
    read = actions.annotate(roadmap_year=year, milestone_rows=JSONRows(milestones, day="day", sentence="sentence"))
    return read.order_by(F("roadmap_year").desc(nulls_last=True), "axis__path", "sort_order", "pk")


def online_contributions() -> QuerySet:
    """What organisations bring to the published years, the latest first."""
    years = RoadmapPage.objects.online().order_by().values("pk")
    lines = Contribution.objects.filter(roadmap__in=years).select_related("roadmap", "organisation")
    return lines.order_by("-roadmap__year", "sort_order", "pk")


def _milestones(action):
    return [{"date": row["day"], "fait": row["sentence"]} for row in action.milestone_rows]


ROADMAP = Dataset(
    name="feuille-de-route",
    title="Feuille de route : actions et étapes",
    summary="Les actions de chaque année, axe par axe : où elles en sont, pourquoi si elles s’arrêtent, étapes datées.",
    look="feuille-de-route",
    theme="GOVE",
    frequency="MONTHLY",
    keywords=("feuille de route", "actions", "projet de territoire"),
    source="Pôle Métropolitain de l’Artois",
    fields=(
        Field("identifiant", Kind.INTEGER, "Identifiant permanent de l’action.", "12", lambda action: action.pk),
        Field("annee", Kind.YEAR, "L’année de la feuille de route.", "2023", lambda action: action.roadmap_year),
        Field("axe", Kind.TEXT, "Le nom de l’axe.", "Écotransition", lambda action: action.axis.title),
        Field("action", Kind.TEXT, "L’action.", "Équiper 12 communes", lambda action: action.title),
        Field(
            "precisions",
            Kind.TEXT,
            "Ce qu’il faut en savoir.",
            "Avec les mairies…",
            lambda action: action.detail_in_words,
        ),
        Field(
            "avancement",
            Kind.TEXT,
            "« à l’étude », « prévue », « engagée », « réalisée », « reportée » ou « abandonnée ».",
            "engagée",
            lambda action: action.get_step_display(),
        ),
        Field(
            "motif",
            Kind.TEXT,
            "Pourquoi l’action est reportée ou abandonnée.",
            "Marché infructueux.",
            lambda action: action.reason,
        ),
        Field("etapes", Kind.DATED, "Ce qui s’est passé, et quand.", "2023-03-28 Le parc ouvre.", _milestones),
        Field(
            "adresse",
            Kind.ADDRESS,
            "La page de l’axe.",
            "https://lettre.example/feuille-de-route/2023/ecotransition/",
            lambda action: action.axis.url,
        ),
    ),
    rows=online_actions,
    is_kept=True,
    updated=lambda: last_published(AxisPage.objects.online()),
)

BUDGET = Dataset(
    name="budget",
    title="Feuille de route : qui finance",
    summary="Ce que chaque organisation apporte au budget de l’année, et sous quelle forme.",
    look="feuille-de-route",
    theme="GOVE",
    frequency="ANNUAL",
    keywords=("budget", "contributions", "subventions"),
    source="Pôle Métropolitain de l’Artois",
    fields=(
        Field("identifiant", Kind.INTEGER, "Identifiant permanent de la ligne.", "4", lambda line: line.pk),
        Field("annee", Kind.YEAR, "L’année.", "2023", lambda line: line.roadmap.year),
        Field("organisation", Kind.TEXT, "Qui apporte.", "Région Hauts-de-France", lambda line: line.organisation.name),
        Field("sigle", Kind.TEXT, "Son sigle.", "CABBALR", lambda line: line.organisation.acronym),
        Field(
            "nature",
            Kind.TEXT,
            "« Contribution d’un membre » ou « Subvention ».",
            "Subvention",
            lambda line: line.get_kind_display(),
        ),
        Field(
            "montant",
            Kind.INTEGER,
            "En euros ; vide si le montant n’est pas publié.",
            "360000",
            lambda line: line.amount,
        ),
        Field(
            "adresse",
            Kind.ADDRESS,
            "La page de l’année.",
            "https://lettre.example/feuille-de-route/2023/",
            lambda line: line.roadmap.url,
        ),
    ),
    rows=online_contributions,
    is_kept=True,
    updated=lambda: last_published(RoadmapPage.objects.online()),
)
