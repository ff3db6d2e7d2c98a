"""The territory as any page may show it."""

from django import template

from pma_site.core.french import joined
from pma_site.territory.cartography import area_map, background, small_map
from pma_site.territory.map import LARGE_NAMES, LARGEST_NAMES, draw, draw_point
from pma_site.territory.models import whole_territory

register = template.Library()


@register.inclusion_tag("components/commune_map.html")
def commune_map(communes=None, chosen=None, highlighted=None, linked=False):
    """Show the map of the territory: of `communes` (read with `for_map`) where the page has them, otherwise of all.

    With outlines, areas; without, signs. The others than `chosen` (communes) are paler, or, with outlines, only
    bounded. `highlighted` (a commune) stands out. With `linked`, each area leads to its commune: for a page whose list
    of links comes first.
    """
    codes = None if chosen is None else {commune.insee_code for commune in chosen}
    communes = whole_territory() if communes is None else communes
    areas = area_map(communes)
    if areas is not None:
        return area_context(areas, codes, highlighted, linked)
    if highlighted is not None and highlighted.longitude is None:
        return {"map": None}
    return {
        "map": draw(communes, highlighted.insee_code if highlighted else ""),
        "chosen": codes,
        "highlighted": highlighted,
    }


def area_context(areas, codes, highlighted, linked):
    """Return what the map of areas is shown with: all of them, or only those that the page is about."""
    wanted = {highlighted.insee_code} if highlighted else None if linked else codes
    drawn = [
        (group, [area for area in group.areas if wanted is None or area.insee_code in wanted]) for group in areas.groups
    ]
    names = areas.names(wanted or (), LARGEST_NAMES if highlighted else LARGE_NAMES)
    return {
        "areas": areas,
        "drawn": drawn,
        "chosen": codes if linked else None,
        "bounded": wanted is not None,
        "highlighted": highlighted,
        "linked": linked,
        "names": names[0],
        "large_names": names[1],
    }


@register.inclusion_tag("components/place_map.html")
def place_map(communes):
    """Show where a few communes are, on a screen or on paper (PDF/UA): for a page that lists them beside.

    Nothing where none of them has a place.
    """
    communes = list(communes)
    drawing = small_map(communes)
    return {"map": drawing, "label": f"Carte du territoire : {joined(map(str, communes))}"}


@register.inclusion_tag("components/point_map.html")
def point_map(longitude, latitude, label):
    """Show where a point lies in the territory; nothing where it lies outside.

    `label` says in words what is there.
    """
    known = background()
    return {"map": known and draw_point(known, float(longitude), float(latitude)), "label": label}
