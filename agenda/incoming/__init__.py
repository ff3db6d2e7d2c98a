"""Events as other programs write them down: calendars (ICS), OpenAgenda, tables. What is read knows no model."""

from .events import ReadEvent, Reading, ReadPlace, ReadSlot, UnreadableError
from .files import MAX_EVENTS, MAX_SIZE, read
from .tables import FIELDS, guess_columns

__all__ = [
    "FIELDS",
    "MAX_EVENTS",
    "MAX_SIZE",
    "ReadEvent",
    "ReadPlace",
    "ReadSlot",
    "Reading",
    "UnreadableError",
    "guess_columns",
    "read",
]
