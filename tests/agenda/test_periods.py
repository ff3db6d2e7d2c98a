"""Past and not past: exact complements, whatever the event and the moment."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from agenda.models import EventPage, EventSlot
from tests import builders
from tests.builders import local
from tests.reading import links

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
MICROSECOND, SECOND = timedelta(microseconds=1), timedelta(seconds=1)
# Around a night, a new year and both clock changes; the hour that comes twice, and the one that does not exist.
CORNERS = [
    datetime(2023, 6, 21, 23, 45, tzinfo=PARIS),
    datetime(2023, 6, 22, tzinfo=PARIS),
    datetime(2023, 12, 31, 20, tzinfo=PARIS),
    datetime(2024, 1, 1, tzinfo=PARIS),
    datetime(2023, 3, 26, tzinfo=PARIS),
    datetime(2023, 3, 26, 2, 30, tzinfo=PARIS),
    datetime(2023, 3, 26, 23, 30, tzinfo=PARIS),
    datetime(2023, 10, 29, 1, 30, tzinfo=PARIS),
    datetime(2023, 10, 29, 2, 30, tzinfo=PARIS),
    datetime(2023, 10, 29, 2, 30, fold=1, tzinfo=PARIS),
]
LENGTHS = [timedelta(0), timedelta(minutes=90), timedelta(hours=6), timedelta(days=1), timedelta(days=3), timedelta(40)]


@st.composite
def slots(draw):
    """A slot in a corner of the calendar: without end, of no length, past midnight, of whole days, of many days."""
    start = draw(st.sampled_from(CORNERS)) + timedelta(minutes=30 * draw(st.integers(-4, 4)))
    length = draw(st.none() | st.sampled_from(LENGTHS))
    end = None if length is None else start.astimezone(UTC) + length
    return EventSlot(start=start.astimezone(UTC), end=end, all_day=draw(st.booleans()))


def boundaries(events):
    """Every instant at which something begins or ends, and those just before and just after."""
    found = set()
    for event in events:
        for slot in event.slots.all():
            midnight = slot.start.astimezone(PARIS).replace(hour=0, minute=0, second=0, microsecond=0)
            for instant in (slot.start, slot.closing, midnight):
                around = (timedelta(0), SECOND, -SECOND, MICROSECOND, -MICROSECOND)
                found |= {instant.astimezone(UTC) + delta for delta in around}
    return sorted(found)


def over(event, instant):
    """Whether it is past, said from the times of its slots alone."""
    return bool(event.slots.all()) and all(slot.closing <= instant for slot in event.slots.all())


def said(events):
    """The keys of the events of each period, as the querysets tell them now."""
    return [set(queryset.values_list("pk", flat=True)) for queryset in (events.past(), events.not_past())]


@settings(max_examples=12, deadline=None, database=None, phases=[Phase.explicit, Phase.generate])
@given(shapes=st.lists(st.lists(slots(), max_size=3), min_size=1, max_size=3), data=st.data())
def test_every_event_is_in_one_period_and_one_only(shapes, data):
    with transaction.atomic():
        # No list is ever empty: one that is leads to the others.
        for year in (2000, 2036):
            builders.event([(local(year, 1, 1), None)])
        events = [builders.event([]) for _ in shapes]
        for event, shape in zip(events, shapes, strict=True):
            event.slots = shape
            event.save()
        keys = [event.pk for event in events]
        instants = boundaries(events) or [CORNERS[0].astimezone(UTC)]
        for instant in data.draw(st.lists(st.sampled_from(instants), min_size=1, max_size=20, unique=True)):
            with time_machine.travel(instant, tick=False):
                past, not_past = said(EventPage.objects.filter(pk__in=keys))
                assert {event.pk for event in events if event.is_past} == past
            assert past == {event.pk for event in events if over(event, instant)}
            assert (past | not_past, past & not_past) == ({event.pk for event in events}, set())
        # What readers get: slower, so at some of these instants only.
        for instant in data.draw(st.lists(st.sampled_from(instants), min_size=1, max_size=3)):
            with time_machine.travel(instant, tick=False):
                coming, gone = (links(Client().get(f"/agenda/{query}")) for query in ("", "?periode=passes"))
            for event in events:
                assert (coming.count(event.url), gone.count(event.url)) == ((0, 1) if over(event, instant) else (1, 0))
        transaction.set_rollback(True)


def test_a_list_is_right_as_time_goes_by_and_comes_back():
    """The process keeps what it knows of past events: from one visit to the next it moves on."""
    hours = [local(2023, 6, 21, hour).astimezone(UTC) for hour in (9, 11, 14, 18)]
    builders.event([(local(2036, 1, 1), None)])
    events = [builders.event([(start, end)]) for start, end in pairwise(hours)]
    for instant in (*hours, hours[0], hours[2], hours[1], hours[3]):
        with time_machine.travel(instant, tick=False):
            found = links(Client().get("/agenda/"))
        assert [event.url in found for event in events] == [not over(event, instant) for event in events]


def test_an_event_is_past_from_the_instant_it_ends(client):
    event = builders.event([(local(2023, 6, 21, 9), local(2023, 6, 21, 10))])
    builders.event([(local(2036, 1, 1), None)])

    with time_machine.travel(local(2023, 6, 21, 9, 59, 59).astimezone(UTC), tick=False):
        assert event.url in links(client.get("/agenda/"))
        assert "Cet événement est passé" not in client.get(event.url).content.decode()
    with time_machine.travel(local(2023, 6, 21, 10).astimezone(UTC), tick=False):
        assert event.url not in links(client.get("/agenda/"))
        assert "Cet événement est passé" in client.get(event.url).content.decode()


def test_the_home_page_follows(client):
    event = builders.event([(local(2023, 6, 21, 9), None)], title="Une journée d’étude")
    later = builders.event([(local(2023, 9, 29, 9), None)], title="Une autre journée")

    with time_machine.travel(local(2023, 6, 21, 10).astimezone(UTC), tick=False):
        found = links(client.get("/"))

    assert event.url not in found
    assert later.url in found
