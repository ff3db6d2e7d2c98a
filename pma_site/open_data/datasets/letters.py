"""The letters that came out, written here or kept as a PDF."""

from django.db.models import BooleanField, ExpressionWrapper, Q
from wagtail.models import Page

from newsletter.models.numbers import numbered
from pma_site.core.models import BasePageQuerySet

from ..declaring import Dataset
from ..fields import Field, Kind
from .instants import last_published


def online_letters():
    """Every published letter as a Page with its `number`, its `month` and whether it has a `pdf`, the latest first."""
    letters = numbered(BasePageQuerySet(Page)).filter(number__isnull=False)
    made = Q(archivedissuepage__isnull=False) | Q(issuepage__pdf__isnull=False)
    told = letters.online().annotate(pdf=ExpressionWrapper(made, output_field=BooleanField()))
    return told.order_by("-number")


LETTERS = Dataset(
    name="lettres",
    title="Numéros de La Lettre aux maires",
    summary="Tous les numéros parus : numéro, mois, titre, adresses de la page et du PDF.",
    look="lettre",
    theme="GOVE",
    frequency="QUARTERLY",
    keywords=("lettre", "bulletin", "maires", "Artois"),
    source="Pôle Métropolitain de l’Artois",
    fields=(
        Field("numero", Kind.INTEGER, "Le numéro ; chacun n’existe qu’une fois.", "9", lambda page: page.number),
        Field("mois", Kind.DATE, "Le premier jour du mois de parution.", "2023-06-01", lambda page: page.month),
        Field("titre", Kind.TEXT, "Le titre de la une.", "L’archipel vert", lambda page: page.title),
        Field("resume", Kind.TEXT, "Le numéro en une phrase.", "Le parc…", lambda page: page.search_description),
        Field(
            "adresse",
            Kind.ADDRESS,
            "La page web du numéro.",
            "https://lettre.example/lettres/9/",
            lambda page: page.url,
        ),
        Field(
            "pdf",
            Kind.ADDRESS,
            "Le numéro en PDF, quand il est fait.",
            "https://lettre.example/lettres/9/pdf/",
            lambda page: f"{page.url}pdf/" if getattr(page, "pdf", None) else None,
        ),
        Field(
            "publie_le",
            Kind.MOMENT,
            "Première mise en ligne sur ce site.",
            "2023-06-15T09:00:00+02:00",
            lambda page: page.first_published_at,
        ),
    ),
    key="number",
    rows=online_letters,
    is_kept=True,
    updated=lambda: last_published(online_letters()),
)
