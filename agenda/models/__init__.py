from .events import AgendaIndexPage, EventCommune, EventOrganiser, EventPage
from .slots import EventSlot
from .venues import Venue

__all__ = ["AgendaIndexPage", "EventCommune", "EventOrganiser", "EventPage", "EventSlot", "Venue"]
