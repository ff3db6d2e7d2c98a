"""What the catalogue speaks in: an event as it holds it, what a reader asks for, a line of what is found."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from .periods import Window

FACETS = ("theme", "public", "commune", "epci", "organisateur")
INSTANT = timedelta(microseconds=1)


class Slot(NamedTuple):
    """A slot of an event that is online: two instants in UTC (`closes` exclusive), its key, its days in Paris.

    Days are numbers (date.toordinal); `held` is whether it takes place.
    """

    start: datetime
    closes: datetime
    pk: int
    first: int
    last: int
    held: bool = True

    @classmethod
    def between(cls, start, closes, pk, held=True):
        """The slot from one instant to another."""
        last = max(start, closes - INSTANT)
        first_day, last_day = (timezone.localtime(moment).toordinal() for moment in (start, last))
        return cls(start, closes, pk, first_day, last_day, held)


@dataclass(frozen=True, slots=True)
class Entry:
    """An event that is online: its slots in order, and what it can be filtered by, as pairs (facet, value)."""

    pk: int
    slots: tuple[Slot, ...]
    facets: frozenset

    @property
    def ends(self):
        """The instant at which its last slot is over; None without one."""
        return max((slot.closes for slot in self.slots), default=None)


@dataclass(frozen=True)
class Asked:
    """What a reader asks for: a stretch of time, a value a facet, and, as bits, the events with the words typed."""

    window: Window
    now: datetime
    choices: dict = field(default_factory=dict)
    words: int | None = None

    def without(self, name):
        """The same, less one of its filters: a facet, or « q » for the words."""
        choices = {facet: value for facet, value in self.choices.items() if facet != name}
        return Asked(self.window, self.now, choices, None if name == "q" else self.words)

    def during(self, window):
        """The same in another stretch of time."""
        return Asked(window, self.now, self.choices, self.words)


class Found(NamedTuple):
    """An event of a list, the slot that it stands under (None without a date), and how many others to come take place.

    An event that is over stands under the slot that ended last.
    """

    event: int
    slot: Slot | None
    others: int
