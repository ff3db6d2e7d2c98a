"""Deterministic illustrations for the demonstration content."""

from __future__ import annotations

from collections.abc import Callable

from . import building, cabins, camp, exhibits, gatherings, landscapes
from .shapes import Canvas

ARTWORKS: dict[str, Callable[[], Canvas]] = {
    "cover-innov": gatherings.cover_innov,
    "showroom": gatherings.showroom,
    "object-pneu": exhibits.pneu,
    "object-batterie": exhibits.batterie,
    "object-colle": exhibits.colle,
    "object-zinc": exhibits.zinc,
    "object-veste": exhibits.veste,
    "object-cuir": exhibits.cuir,
    "object-borne": exhibits.borne,
    "object-chauffage": exhibits.chauffage,
    "object-velo": exhibits.velo,
    "cabane-abysses": cabins.cabane_abysses,
    "cabane-chateau-eau": cabins.cabane_chateau_eau,
    "bivouac": camp.bivouac,
    "gravel": landscapes.gravel,
    "bois-materiaux": building.bois_materiaux,
    "parc": landscapes.parc,
    "territoire": landscapes.territoire,
    "roadmap": landscapes.roadmap,
    "label": gatherings.label,
    "agenda": gatherings.agenda,
    "emploi-metiers": gatherings.emploi_metiers,
}


def keys() -> list[str]:
    """List the available illustrations."""
    return list(ARTWORKS)


def draw(key: str) -> bytes:
    """Return one illustration as a 1600x1067 JPEG; KeyError if unknown."""
    return ARTWORKS[key]().to_jpeg()
