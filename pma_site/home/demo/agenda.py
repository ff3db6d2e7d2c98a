"""Where and when: venues and events."""

from agenda.models import EventPage, Venue

from .records import Kind

KINDS = [
    Kind("venue", "Lieux", Venue, identity=("name", "commune")),
    Kind("event", "Événements", EventPage, parent="page/agenda"),
]
