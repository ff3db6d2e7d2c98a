from .agenda import AgendaIndexPage
from .events import EventPage
from .links import EventCommune, EventOrganiser
from .slots import EventSlot
from .venues import Venue

__all__ = ["AgendaIndexPage", "EventCommune", "EventOrganiser", "EventPage", "EventSlot", "Venue"]
