"""What the agenda offers to other rooms and to the roof, by name."""

from django import template

from agenda.models import EventPage

register = template.Library()


@register.simple_tag
def upcoming_events(count):
    """The next published events, those under way included."""
    return EventPage.objects.online().not_past().soonest_first().with_places()[:count]


@register.simple_tag
def latest_events(count):
    """The published events that ended last."""
    return EventPage.objects.online().past().latest_first().with_places()[:count]


@register.simple_tag
def commune_events(commune):
    """The published events of a commune, the latest first."""
    return EventPage.objects.online().in_commune(commune).latest_first().with_places()
