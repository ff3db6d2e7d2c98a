from .events import AgendaIndexPage, EventPage
from .links import EventCommune, EventOrganiser
from .slots import EventSlot
from .venues import Venue

__all__ = ["AgendaIndexPage", "EventCommune", "EventOrganiser", "EventPage", "EventSlot", "Venue"]
