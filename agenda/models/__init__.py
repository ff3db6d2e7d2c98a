from .agenda import AgendaIndexPage
from .changes import EventChange, PublicState, event_written
from .events import EventPage
from .imports import EventImport, EventImportRow, EventSource, SourcedEvent
from .ledger import CalendarEntry, EventRecord
from .links import EventCommune, EventDocument, EventOrganiser, EventSeries
from .proposals import MOST_IMAGES, Proposal, ProposalDraft, ProposalImage, drawn_code
from .published import AgendaMark, published
from .slots import EventSlot
from .venues import Venue

__all__ = [
    "AgendaIndexPage",
    "CalendarEntry",
    "AgendaMark",
    "EventChange",
    "EventCommune",
    "EventDocument",
    "EventImport",
    "EventImportRow",
    "EventOrganiser",
    "EventPage",
    "EventRecord",
    "EventSeries",
    "EventSlot",
    "EventSource",
    "MOST_IMAGES",
    "Proposal",
    "ProposalDraft",
    "ProposalImage",
    "PublicState",
    "SourcedEvent",
    "Venue",
    "drawn_code",
    "event_written",
    "published",
]
