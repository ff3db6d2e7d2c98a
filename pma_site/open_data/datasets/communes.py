"""The 150 communes of the territory."""

from pma_site.territory.models import Commune, Epci
from pma_site.territory.outlines.polygons import geometry_of

from ..declaring import Dataset
from ..fields import Field, Kind
from .instants import last_edited


def position(commune) -> list[tuple[float, float]]:
    """The point of a commune, or of none; [] where it is not known."""
    return [(commune.longitude, commune.latitude)] if commune and commune.longitude is not None else []


def outlined(commune) -> tuple[dict, str] | None:
    """The outline of a commune and its source, once the host has loaded them (load_outlines); None before."""
    outline = getattr(commune, "outline", None)
    geometry = geometry_of(outline.rings) if outline else None
    return (geometry, outline.source) if geometry else None


COMMUNES = Dataset(
    name="communes",
    title="Communes du Pôle Métropolitain de l’Artois",
    summary=(
        "Les communes du territoire : code INSEE, intercommunalité, population, codes postaux et position ; en "
        "GeoJSON, leur contour quand il est connu."
    ),
    look="communes",
    theme="REGI",
    frequency="ANNUAL",
    keywords=("communes", "intercommunalité", "population", "Artois"),
    source=(
        "INSEE, DGCL et La Poste (Licence Ouverte) pour les codes, noms, populations et codes postaux ; GeoNames "
        "(CC BY 4.0) pour les positions"
    ),
    fields=(
        Field("code_insee", Kind.TEXT, "Code officiel géographique de la commune.", "62498", lambda c: c.insee_code),
        Field("nom", Kind.TEXT, "Nom officiel.", "Lens", lambda c: c.name),
        Field("siren_epci", Kind.TEXT, "Numéro SIREN de son intercommunalité.", "246200364", lambda c: c.epci.siren),
        Field(
            "epci",
            Kind.TEXT,
            "Nom de son intercommunalité.",
            "Communauté d’Agglomération de Lens-Liévin",
            lambda c: c.epci.name,
        ),
        Field("population", Kind.INTEGER, "Nombre d’habitants.", "32920", lambda c: c.population),
        Field(
            "codes_postaux",
            Kind.TEXT,
            "Ses codes postaux, séparés par des virgules.",
            "62300",
            lambda c: c.postal_codes,
        ),
        Field("lon", Kind.DECIMAL, "Longitude du centre (WGS 84, degrés).", "2.8319", lambda c: c.longitude),
        Field("lat", Kind.DECIMAL, "Latitude du centre (WGS 84, degrés).", "50.4289", lambda c: c.latitude),
        Field(
            "adresse",
            Kind.ADDRESS,
            "Page de la commune sur ce site.",
            "https://lettre.example/communes/62498-lens/",
            lambda c: c.get_absolute_url(),
        ),
    ),
    key="insee_code",
    rows=lambda: Commune.objects.select_related("epci", "outline").order_by("spelling", "insee_code"),
    updated=lambda: last_edited(Commune, Epci),
    place=position,
    area=outlined,
)
