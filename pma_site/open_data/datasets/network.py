"""The members of Innov in Artois: what their public pages show, and nothing by which a person is reached."""

from django.db.models import OuterRef

from pma_site.core.rows import JSONRows
from projects.models import Award, MemberPage

from ..declaring import Dataset
from ..fields import Field, Kind
from .communes import position
from .instants import last_published


def online_members():
    """The published members with their awards, by name."""
    awards = Award.objects.filter(member=OuterRef("pk")).order_by("sort_order", "pk")
    members = MemberPage.objects.online().select_related(None).select_related("organisation__commune").defer("body")
    # Read with each row: lists of a page of Wagtail would hold it in memory until they are swept out.
    return members.annotate(award_rows=JSONRows(awards, title="title", year="year")).order_by("title", "pk")


def _town(page):
    return page.organisation.commune if page.organisation.commune_id else None


NETWORK = Dataset(
    name="reseau",
    title="Membres du réseau Innov in Artois",
    summary="Les entreprises et associations du réseau : activité, parcours, promotion, lieu totem, commune, site web.",
    look="reseau",
    theme="ECON",
    frequency="IRREG",
    keywords=("Innov in Artois", "innovation", "entreprises", "réseau"),
    source="Pôle Métropolitain de l’Artois, d’après les membres",
    fields=(
        Field(
            "identifiant",
            Kind.TEXT,
            "Identifiant permanent du membre (UUID).",
            "5f0d2f5a-6f55-4f0e-8d0e-2a3f0c8b7d21",
            lambda page: str(page.translation_key),
        ),
        Field("nom", Kind.TEXT, "Le nom du membre.", "Néo Pneus", lambda page: page.title),
        Field("organisation", Kind.TEXT, "Le nom légal.", "Néo Pneus SCOP", lambda page: page.organisation.name),
        Field("activite", Kind.TEXT, "Son activité.", "pneus reconditionnés", lambda page: page.activity),
        Field(
            "secteur",
            Kind.TEXT,
            "Son secteur, d’une liste courte.",
            "Énergie et batteries",
            lambda page: page.get_sector_display(),
        ),
        Field("resume", Kind.TEXT, "Sa présentation en deux phrases.", "Des pneus…", lambda page: page.standfirst),
        Field(
            "parcours",
            Kind.TEXT,
            "Où il en est dans le programme, s’il y est.",
            "Incubation",
            lambda page: page.get_stage_display(),
        ),
        Field("promotion", Kind.YEAR, "L’année d’entrée dans le programme.", "2022", lambda page: page.cohort),
        Field(
            "lieu_totem",
            Kind.TEXT,
            "Le lieu où il est accueilli.",
            "La Fabrique (Béthune)",
            lambda page: page.get_hub_display(),
        ),
        Field("objet", Kind.TEXT, "L’objet prêté au showroom.", "pneu de vélo", lambda page: page.object_name),
        Field(
            "distinctions",
            Kind.TEXTS,
            "Ses prix, avec l’année si elle est connue.",
            "Prix de l’innovation (2022)",
            lambda page: [str(Award(**row)) for row in page.award_rows],
        ),
        Field(
            "code_insee",
            Kind.TEXT,
            "La commune du siège, si elle est du territoire.",
            "62119",
            lambda page: _town(page).insee_code if _town(page) else None,
        ),
        Field("commune", Kind.TEXT, "La ville du siège.", "Béthune", lambda page: page.organisation.place),
        Field(
            "site_web", Kind.ADDRESS, "Son site.", "https://neo-pneus.example/", lambda page: page.organisation.website
        ),
        Field(
            "adresse",
            Kind.ADDRESS,
            "La page du membre.",
            "https://lettre.example/innov-in-artois/neo-pneus/",
            lambda page: page.url,
        ),
    ),
    key="translation_key",
    rows=online_members,
    is_kept=True,
    updated=lambda: last_published(MemberPage.objects.online()),
    place=lambda page: position(_town(page)),
)
