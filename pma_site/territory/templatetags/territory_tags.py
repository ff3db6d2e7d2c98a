"""The territory as any page may show it."""

from django import template
from django.core.cache import cache

from pma_site.territory.map import draw, draw_point
from pma_site.territory.models import Commune

register = template.Library()

# How long a page may show communes as they were, behind the point that it is about: seconds.
BACKGROUND_KEPT = 3600


@register.inclusion_tag("components/commune_map.html")
def commune_map(communes=None, chosen=None, highlighted=None):
    """Show the map of the territory: of `communes` where the page has read them already, otherwise of all.

    The others than `chosen` (communes) are paler. A ring shows where `highlighted` (a commune) is.
    """
    if highlighted is not None and highlighted.longitude is None:
        return {"map": None}
    if communes is None:
        communes = Commune.objects.select_related("epci")
    codes = None if chosen is None else {commune.insee_code for commune in chosen}
    return {
        "map": draw(communes, highlighted.insee_code if highlighted else ""),
        "chosen": codes,
        "highlighted": highlighted,
    }


@register.inclusion_tag("components/point_map.html")
def point_map(longitude, latitude, label):
    """Show where a point lies in the territory, which is read once an hour; nothing where it lies outside.

    `label` says in words what is there.
    """
    communes = cache.get_or_set("territory.point_map", _background, BACKGROUND_KEPT)
    return {"map": draw_point(communes, float(longitude), float(latitude)), "label": label}


def _background():
    known = Commune.objects.exclude(longitude=None).order_by("-population", "insee_code")
    return [
        (name, float(east), float(north)) for name, east, north in known.values_list("name", "longitude", "latitude")
    ]
