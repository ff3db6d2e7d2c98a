from .agenda import AgendaIndexPage
from .changes import EventChange, PublicState, event_written
from .events import EventPage
from .ledger import CalendarEntry, EventRecord
from .links import EventCommune, EventDocument, EventOrganiser, EventSeries
from .slots import EventSlot
from .venues import Venue

__all__ = [
    "AgendaIndexPage",
    "CalendarEntry",
    "EventChange",
    "EventCommune",
    "EventDocument",
    "EventOrganiser",
    "EventPage",
    "EventRecord",
    "EventSeries",
    "EventSlot",
    "PublicState",
    "Venue",
    "event_written",
]
