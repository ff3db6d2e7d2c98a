"""The catalogue in memory against the plain reading of its rules, for any events, windows and moments."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda import catalogue
from agenda.catalogue import Catalogue
from agenda.entries import Asked, Entry, Slot
from agenda.periods import COMING, EVERYTHING, PAST, Window

START = datetime(2023, 3, 24, 20, tzinfo=UTC)
MOMENTS = st.integers(0, 60).map(lambda steps: START + timedelta(hours=3 * steps))
DAYS = st.integers(0, 9).map(lambda days: date(2023, 3, 23) + timedelta(days=days))
LENGTHS = st.sampled_from([timedelta(0), timedelta(hours=2), timedelta(hours=30), timedelta(days=33)])


@st.composite
def entries(draw):
    """An event with up to three slots, a theme and communes."""
    times = draw(st.lists(st.tuples(MOMENTS, LENGTHS), max_size=3, unique=True))
    slots = [Slot.between(start, start + length, number) for number, (start, length) in enumerate(times)]
    communes = draw(st.sets(st.sampled_from("ABC")))
    facets = {("theme", draw(st.sampled_from(["sport", "culture"]))), *(("commune", name) for name in communes)}
    return draw(st.integers(1, 12)), Entry(0, tuple(sorted(slots)), frozenset(facets))


@st.composite
def questions(draw):
    """What a reader may ask for at some moment."""
    first, last = sorted(draw(st.tuples(DAYS, DAYS)))
    now = draw(MOMENTS)
    today = now.date()
    windows = [COMING, PAST, EVERYTHING, Window(over=True, year=2023), Window(first, last)]
    windows += [
        Window(today, max(today, last), open=True),
        Window(today + timedelta(days=2), date(2023, 4, 9), open=True),
    ]
    choices = draw(st.sampled_from([{}, {"theme": "sport"}, {"commune": "A"}, {"theme": "culture", "commune": "B"}]))
    return Asked(draw(st.sampled_from(windows)), now, choices)


def matches(entry, asked):
    """Whether an event is to be listed, said slot by slot."""
    window, now = asked.window, asked.now
    if not set(asked.choices.items()) <= entry.facets:
        return False
    over = bool(entry.slots) and all(slot.closes <= now for slot in entry.slots)
    if window.over:
        return over
    if not window.first:
        return not (window.open and over)
    days = range(window.first.toordinal(), window.last.toordinal() + 1)
    return any(
        slot.first <= days[-1] and slot.last >= days[0] and not (window.open and slot.closes <= now)
        for slot in entry.slots
    )


def ask_all(known, asked):
    return known.some(asked, 0, 100)


@settings(max_examples=100, deadline=None, database=None)
@given(st.lists(entries(), max_size=12), st.lists(st.tuples(st.booleans(), entries()), max_size=4), questions())
@pytest.mark.parametrize("few", [0, 1000])
def test_it_says_what_its_events_say(few, first, later, asked):
    events = {key: Entry(key, entry.slots, entry.facets) for key, entry in first}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "FEW", few)
        known = Catalogue(events.values())
        # It has been asked before, at another moment.
        ask_all(known, Asked(PAST, START + timedelta(days=3)))
        for gone, (key, entry) in later:
            if gone:
                known.drop(key)
                events.pop(key, None)
            else:
                events[key] = Entry(key, entry.slots, entry.facets)
                known.put(events[key])
        found = ask_all(known, asked)
        again = ask_all(Catalogue(events.values()), asked)
        parts = [line for start in range(0, 14, 3) for line in known.some(asked, start, start + 3)]
        counts = known.counts("commune", asked)

    expected = {key for key, entry in events.items() if matches(entry, asked)}
    assert sorted(line.event for line in found) == sorted(expected) == sorted(known.keys(asked))
    assert found == again == parts
    if not asked.window.over:
        dated = [line.slot for line in found if line.slot]
        under_way = [slot.start <= asked.now < slot.closes for slot in dated]
        assert under_way == sorted(under_way, reverse=True)
        rest = [slot.start for slot, now in zip(dated, under_way, strict=True) if not now]
        assert rest == sorted(rest)
    for value in "ABC":
        one = Asked(asked.window, asked.now, {**asked.choices, "commune": value})
        assert counts.get(value, 0) == sum(matches(entry, one) for entry in events.values())
