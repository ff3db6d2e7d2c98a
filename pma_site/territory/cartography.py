"""The map of areas that the outlines in the database make; none while there are none."""

from collections.abc import Iterable
from functools import lru_cache

from django.core.cache import cache

from .map import LARGE_NAMES, POINT_NAMES, Background, dotted, draw, signs_behind
from .models import Commune, CommuneOutline, whole_territory
from .outlines.drawing import MARGIN, AreaMap, Outlined, draw_areas

# How long a page may show communes as they were, behind the point that it is about: seconds.
BACKGROUND_KEPT = 3600
_BACKGROUND = "territory.background"


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


def background() -> Background | None:
    """Return what points are shown on: the borders of the intercommunalities, or a dot a commune; None without any.

    It is read once an hour, and again once outlines were loaded.
    """
    return cache.get_or_set(_BACKGROUND, _read_background, BACKGROUND_KEPT)


def forget_background() -> None:
    """Have the next page read it again."""
    cache.delete(_BACKGROUND)


def _read_background():
    communes = list(Commune.objects.for_map().order_by("-population", "insee_code"))
    areas = area_map(communes)
    if areas is None:
        known = [commune for commune in communes if commune.longitude is not None]
        return signs_behind((commune.name, float(commune.longitude), float(commune.latitude)) for commune in known)
    towns = tuple((area.name, area.x, area.y) for area in areas.ranked[:POINT_NAMES])
    borders = tuple(group.border for group in areas.groups)
    return Background(areas.corners, MARGIN, borders, dotted(towns), towns, f"Contours : {areas.source}.")


def small_map(chosen: Iterable[Commune]) -> dict | None:
    """Return the territory with some communes that stand out, as plain data that is printed as it is.

    `pale` and `strong` are paths, `names` are set in letters of `letters` units. None where nothing is known of where
    the chosen ones are.
    """
    codes = {commune.insee_code for commune in chosen}
    communes = whole_territory()
    areas = area_map(communes)
    if areas is not None:
        pale = [group.border for group in areas.groups]
        strong = [area.path for group in areas.groups for area in group.areas if area.insee_code in codes]
        width, height, names, source = (
            areas.width,
            areas.height,
            areas.names(codes, LARGE_NAMES)[0],
            f"Contours : {areas.source}.",
        )
    else:
        signs = draw(communes)
        dots = [dot for group in signs.groups for dot in group.dots]
        pale = ["".join(dot.path for dot in dots)]
        strong = [dot.path for dot in dots if dot.insee_code in codes]
        width, height, names, source = signs.width, signs.height, None, "Un signe par commune. Positions : GeoNames."
    if not codes or not strong:
        return None
    return {
        "width": width,
        "height": height,
        "pale": pale,
        "strong": strong,
        "letters": names.size if names else 0,
        "names": [{"x": name.x, "y": name.y, "text": name.text} for name in names.entries] if names else [],
        "source": source,
    }
