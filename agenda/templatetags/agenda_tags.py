"""What the agenda offers to other rooms and to the roof, by name."""

from django import template

from agenda.models.cards import coming_events, past_events

register = template.Library()

EVENTS_OF_A_COMMUNE = 10


@register.simple_tag
def upcoming_events(count):
    """The next published events, those under way first, each with the slot that it stands under."""
    return coming_events(count)


@register.simple_tag
def latest_events(count):
    """The published events that ended last."""
    return past_events(count)


@register.simple_tag
def commune_events(commune):
    """The published events of a commune: the next ones, or the last ones where none is to come."""
    place = {"commune": commune.insee_code}
    return coming_events(EVENTS_OF_A_COMMUNE, **place) or past_events(EVENTS_OF_A_COMMUNE, **place)
