"""The territory as any page may show it."""

from django import template

from pma_site.territory.map import draw
from pma_site.territory.models import Commune

register = template.Library()


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
