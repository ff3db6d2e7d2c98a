"""The map of areas that the outlines in the database make; none while there are none."""

from collections.abc import Iterable
from functools import lru_cache

from .models import Commune, CommuneOutline
from .outlines.drawing import AreaMap, Outlined, draw_areas


def area_map(communes: Iterable[Commune]) -> AreaMap | None:
    """Return the map of communes read with `for_map`, drawn once for the same outlines, names and figures.

    None where none of them has an outline.
    """
    communes = list(communes)
    if not any(commune.outlined_at for commune in communes):
        return None
    return _drawn(
        tuple(
            (
                commune.pk,
                commune.outlined_at,
                commune.insee_code,
                commune.name,
                commune.get_absolute_url(),
                commune.population,
                (commune.epci.name, commune.epci.acronym),
            )
            for commune in communes
        )
    )


@lru_cache(maxsize=4)
def _drawn(facts):
    outlines = CommuneOutline.objects.in_bulk()
    # The source that most of them have: a file loaded later may bring a few.
    sources = [outline.source for outline in outlines.values()]
    outlined = (Outlined(*rest, _rings(outlines.get(key))) for key, _, *rest in facts)
    return draw_areas(outlined, max(sources, key=sources.count, default=""))


def _rings(outline):
    rings = outline.rings if outline else []
    return tuple(tuple(zip(ring[::2], ring[1::2], strict=True)) for ring in rings)
