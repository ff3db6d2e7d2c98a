"""What the agenda offers to other rooms and to the roof, by name."""

from django import template

from agenda.models.cards import coming_events, nearest_events, past_events

register = template.Library()

EVENTS_OF_A_COMMUNE = 10
EVENTS_OF_AN_ORGANISATION = 3


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
    return nearest_events(EVENTS_OF_A_COMMUNE, commune=commune.insee_code)


@register.simple_tag
def organisation_events(organisation):
    """The published events that an organisation runs: the next ones, or the last ones where none is to come."""
    return nearest_events(EVENTS_OF_AN_ORGANISATION, organisateur=organisation.pk)


@register.simple_tag
def epci_events(epci):
    """The next published events of an intercommunality."""
    return coming_events(EVENTS_OF_A_COMMUNE, epci=epci.siren)
