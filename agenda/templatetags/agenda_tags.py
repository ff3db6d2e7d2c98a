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
def agenda_of_letter(block):
    """The events of a letter's agenda: the chosen ones and those of its period, in the order of the calendar."""
    chosen = [event for event in block["events"] if event]
    if block.get("start") and block.get("end"):
        known = {event.pk for event in chosen}
        between = EventPage.objects.online().between(block["start"], block["end"]).with_places()
        chosen += [event for event in between if event.pk not in known]
    dated = sorted((event for event in chosen if event.first_start), key=lambda event: event.first_start)
    return [*dated, *(event for event in chosen if not event.first_start)]


@register.simple_tag
def commune_events(commune):
    """The published events of a commune, the latest first."""
    return EventPage.objects.online().in_commune(commune).latest_first().with_places()
