"""The events that are online, held in memory so that any filter, count or month is answered without reading them all.

Each event has a number. For each theme, commune, day… a whole number keeps, as one bit an event, which ones have it:
filters are then an « and », counts the number of bits, both as quick for 10 000 events as for 100.
The rules of time are those of the models: a slot is over at `closes`, an event once all its slots are.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import islice

from django.utils import timezone

from pma_site.core.bits import Membership, bits_of, numbers_in

from .entries import FACETS, Asked, Entry, Found
from .periods import midnight

YEAR = "annee"
# A slot of more days than this is looked at each time, rather than noted down for each of its days.
LONG = 31
# Up to this many events are put in order one by one; where there are more, the order of all is followed.
FEW = 400
DAWN = datetime.min.replace(tzinfo=UTC)


class Catalogue:
    """The events that are online."""

    def __init__(self, entries: Iterable[Entry] = ()):
        self._bits = {}
        self._entries = []
        self._having = {facet: {} for facet in (*FACETS, YEAR)}
        self._days = {}
        self._long = {}
        self._all = self._dateless = 0
        # Pairs of an instant and the key of an event, in order.
        self._starts, self._ends = [], []
        # The events that were over at a moment; both move on together.
        self._over, self._moment = 0, DAWN
        for entry in entries:
            self._enter(entry)
            self._starts += [(slot.start, entry.pk) for slot in entry.slots]
            self._ends += [(entry.ends, entry.pk)] if entry.slots else []
        self._starts.sort()
        self._ends.sort()

    def __len__(self):
        return self._all.bit_count()

    def put(self, entry: Entry) -> None:
        """Take up an event, in the place of what was known of it."""
        self.drop(entry.pk)
        self._enter(entry)
        for slot in entry.slots:
            insort(self._starts, (slot.start, entry.pk))
        if entry.slots:
            insort(self._ends, (entry.ends, entry.pk))
            if entry.ends <= self._moment:
                self._over |= 1 << self._bits[entry.pk]

    def drop(self, event: int) -> None:
        """Forget an event, if it is known."""
        number = self._bits.get(event)
        entry = self._entries[number] if number is not None else None
        if entry is None:
            return
        keep = ~(1 << number)
        self._entries[number] = None
        self._all &= keep
        self._dateless &= keep
        self._over &= keep
        self._long.pop(number, None)
        for facet, value in [*entry.facets, *_years(entry)]:
            self._having[facet][value] &= keep
        for day in _short_days(entry):
            self._days[day] &= keep
        for slot in entry.slots:
            del self._starts[bisect_left(self._starts, (slot.start, event))]
        if entry.slots:
            del self._ends[bisect_left(self._ends, (entry.ends, event))]

    def matching(self, asked: Asked) -> int:
        """The events that match, as bits."""
        bits = self._during(asked.window, asked.now)
        for facet, value in asked.choices.items():
            bits &= self._having[facet].get(value, 0)
        if asked.words is not None:
            bits &= asked.words
        return bits

    def bits_of(self, events: Iterable[int]) -> int:
        """The events with these keys, as bits; those that are not online are left out."""
        return bits_of(self._bits[event] for event in events if event in self._bits)

    def keys(self, asked: Asked) -> list[int]:
        """The keys of the events that match, in no order."""
        return [self._entries[number].pk for number in numbers_in(self.matching(asked))]

    def counts(self, facet: str, asked: Asked) -> dict:
        """How many events each value of a facet would leave, the other filters kept; none where it is nothing."""
        bits = self.matching(asked.without(facet))
        counted = ((value, (having & bits).bit_count()) for value, having in self._having[facet].items())
        return {value: count for value, count in counted if count}

    def days(self, asked: Asked) -> dict[date, int]:
        """How many events each day of the window has."""
        bits = self.matching(asked)
        window = asked.window
        numbers = range(window.first.toordinal(), window.last.toordinal() + 1)
        return {date.fromordinal(day): (self._on_days(day, day) & bits).bit_count() for day in numbers}

    def some(self, asked: Asked, start: int, stop: int) -> list[Found]:
        """A part of the events that match, in the order in which readers see them."""
        bits = self.matching(asked)
        if asked.window.over:
            return list(islice(self._latest_first(bits, asked), start, stop))
        dated = islice(self._soonest_first(bits & ~self._dateless, asked), start, stop)
        found = [self._standing(event, asked) for event in dated]
        if len(found) < stop - start and (loose := bits & self._dateless):
            already = (bits & ~self._dateless).bit_count()
            keys = sorted(self._entries[number].pk for number in numbers_in(loose))
            found += [Found(key, None, 0) for key in keys[max(start - already, 0) : stop - already]]
        return found

    def _enter(self, entry):
        number = self._bits.setdefault(entry.pk, len(self._entries))
        if number == len(self._entries):
            self._entries.append(None)
        self._entries[number] = entry
        bit = 1 << number
        self._all |= bit
        if not entry.slots:
            self._dateless |= bit
        for facet, value in [*entry.facets, *_years(entry)]:
            values = self._having[facet]
            values[value] = values.get(value, 0) | bit
        for day in _short_days(entry):
            self._days[day] = self._days.get(day, 0) | bit
        if long := [slot for slot in entry.slots if slot.last - slot.first >= LONG]:
            self._long[number] = long

    def _during(self, window, now):
        """The events of a stretch of time."""
        if window.over:
            over = self._over_at(now)
            return over & self._having[YEAR].get(window.year, 0) if window.year else over
        if not window.first:
            return self._all & ~self._over_at(now) if window.open else self._all
        first, last = window.first.toordinal(), window.last.toordinal()
        if not window.open or midnight(window.first) >= now:
            return self._on_days(first, last)
        # Of today, only those of which a slot is not over.
        today = timezone.localtime(now).toordinal()
        bits = self._on_days(today + 1, last)
        left = self._on_days(today, today) & ~bits
        return bits | bits_of(number for number in numbers_in(left) if self._stands(self._entries[number], window, now))

    def _on_days(self, first, last):
        """The events of which a slot touches one of these days, whose numbers are given."""
        bits = 0
        if last - first < len(self._days):
            for day in range(first, last + 1):
                bits |= self._days.get(day, 0)
        else:
            for day, having in self._days.items():
                if first <= day <= last:
                    bits |= having
        long = (
            number
            for number, slots in self._long.items()
            if any(slot.first <= last and slot.last >= first for slot in slots)
        )
        return bits | bits_of(long)

    def _over_at(self, now):
        """The events that are over, brought forward from the last time it was asked."""
        if now < self._moment:
            self._over, self._moment = 0, DAWN
        ended = self._ends[_after(self._ends, self._moment) : _after(self._ends, now)]
        self._over |= bits_of(self._bits[event] for _, event in ended)
        self._moment = now
        return self._over

    def _latest_first(self, bits, asked):
        """Those that are over: the keys of the events that match, the last to end first."""
        if bits.bit_count() <= FEW:
            some = [self._entries[number] for number in numbers_in(bits)]
            for _, event in sorted(((entry.ends, entry.pk) for entry in some), reverse=True):
                yield self._ended(event)
            return
        last = asked.now
        if asked.window.year:
            last = min(last, midnight(date(asked.window.year + 1, 1, 1)))
        wanted = Membership(bits)
        for place in range(_after(self._ends, last) - 1, -1, -1):
            event = self._ends[place][1]
            if self._bits[event] in wanted:
                yield self._ended(event)

    def _ended(self, event):
        entry = self._entries[self._bits[event]]
        return Found(event, max(entry.slots, key=lambda slot: slot.closes), 0)

    def _soonest_first(self, bits, asked):
        """The keys of the events that match: under way first, then by the slot that they stand under."""
        window, now = asked.window, asked.now
        since = window.since if window.first else DAWN
        since = max(since, now) if window.open else since
        if bits.bit_count() <= FEW:
            yield from self._one_by_one(numbers_in(bits), window, now)
            return
        # Those under way, and those that had begun when the window does, are on one of two days.
        ahead = set()
        for day in {timezone.localtime(moment).toordinal() for moment in (now, since) if moment > DAWN}:
            for number in numbers_in(self._on_days(day, day) & bits):
                slot = self._stands(self._entries[number], window, now)
                if slot and (slot.start < since or slot.start <= now < slot.closes):
                    ahead.add(number)
        yield from self._one_by_one(ahead, window, now)
        wanted = Membership(bits)
        for number in ahead:
            wanted.remove(number)
        until = window.until if window.last else None
        for place in range(bisect_left(self._starts, (since, 0)), len(self._starts)):
            start, event = self._starts[place]
            if until and start >= until:
                return
            number = self._bits[event]
            if number in wanted:
                slot = self._stands(self._entries[number], window, now)
                # A moment without length, now, is over at once.
                if slot and slot.start == start:
                    wanted.remove(number)
                    yield event

    def _one_by_one(self, numbers, window, now):
        """The keys of some events, whose numbers are given, in the order of a list."""
        order = []
        for number in numbers:
            entry = self._entries[number]
            if slot := self._stands(entry, window, now):
                order.append((not slot.start <= now < slot.closes, slot.start, entry.pk))
        return (key for _, _, key in sorted(order))

    @staticmethod
    def _stands(entry, window, now):
        """The slot under which an event stands in a list: the first of the window that is not over, or its first."""
        since, until = (window.since, window.until) if window.first else (None, None)
        first = None
        for slot in entry.slots:
            if until and slot.start >= until:
                break
            if since and slot.closes <= since and slot.start < since:
                continue
            if slot.closes > now:
                return slot
            first = first or slot
        return None if window.open else first

    def _standing(self, event, asked):
        entry = self._entries[self._bits[event]]
        slot = self._stands(entry, asked.window, asked.now)
        others = (other for other in entry.slots if other.held and other is not slot)
        return Found(event, slot, sum(other.closes > asked.now for other in others))


def _after(pairs, instant):
    """The place in pairs in order, each of an instant and a key, of the first one after an instant."""
    return bisect_right(pairs, (instant, float("inf")))


def _years(entry):
    """The year of its last day, under which an event is kept once it is over."""
    return [(YEAR, date.fromordinal(max(slot.last for slot in entry.slots)).year)] if entry.slots else []


def _short_days(entry):
    """The days of an event, those of its long slots left out, each once."""
    short = (slot for slot in entry.slots if slot.last - slot.first < LONG)
    return {day for slot in short for day in range(slot.first, slot.last + 1)}
