"""Past, under way, to come: exact complements, whatever the event and the moment."""

from datetime import UTC, timedelta

import pytest
import time_machine

from agenda.models import EventPage, EventSlot
from tests import builders
from tests.builders import local
from tests.reading import links

pytestmark = pytest.mark.django_db

# Pairs of a start and an end; True after them for a whole day. Around a night, a new year and both clock changes.
SHAPES = {
    "afternoon": [(local(2023, 6, 21, 13, 30), local(2023, 6, 21, 17))],
    "until midnight": [(local(2023, 6, 21, 20), local(2023, 6, 22))],
    "past midnight": [(local(2023, 6, 21, 20), local(2023, 6, 22, 1))],
    "no end": [(local(2023, 6, 21, 14), None)],
    "no end, late": [(local(2023, 6, 21, 23, 45), None)],
    "one moment": [(local(2023, 6, 21, 14), local(2023, 6, 21, 14))],
    "one moment at midnight": [(local(2023, 6, 21), local(2023, 6, 21))],
    "all day": [(local(2023, 6, 21), None, True)],
    "all day, two days": [(local(2023, 6, 20), local(2023, 6, 21), True)],
    "two weekends": [(local(2023, 6, 17, 9), None), (local(2023, 6, 24, 9), local(2023, 6, 24, 18))],
    "new year's eve": [(local(2023, 12, 31, 20), local(2024, 1, 1, 2))],
    "last day of the year": [(local(2023, 12, 31), None, True)],
    "clocks forward": [(local(2023, 3, 26, 1, 30), local(2023, 3, 26, 3, 30))],
    "clocks forward, no end": [(local(2023, 3, 26, 23, 30), None)],
    "clocks back": [(local(2023, 10, 29, 1, 30), local(2023, 10, 29, 3, 30))],
    "clocks back, no end": [(local(2023, 10, 28, 23, 30), None)],
    "unknown": [],
}
LAST_DAYS = {
    **dict.fromkeys(list(SHAPES)[:9], (2023, 6, 21)),
    "past midnight": (2023, 6, 22),
    "two weekends": (2023, 6, 24),
    "new year's eve": (2024, 1, 1),
    "last day of the year": (2023, 12, 31),
    **dict.fromkeys(["clocks forward", "clocks forward, no end"], (2023, 3, 26)),
    "clocks back": (2023, 10, 29),
    "clocks back, no end": (2023, 10, 28),
}
MIDNIGHTS = [
    local(2023, 3, 26),
    local(2023, 3, 27),
    local(2023, 6, 17),
    local(2023, 6, 20),
    local(2023, 6, 21),
    local(2023, 6, 22),
    local(2023, 6, 23),
    local(2023, 6, 25),
    local(2023, 10, 29),
    local(2023, 10, 30),
    local(2024, 1, 1),
    local(2024, 1, 2),
]
INSTANTS = [
    *[
        midnight + delta
        for midnight in MIDNIGHTS
        for delta in (-timedelta(seconds=1), timedelta(0), timedelta(hours=14))
    ],
    # The same local hour twice, and the hour that does not exist.
    local(2023, 3, 26, 1, 59),
    local(2023, 3, 26, 3),
    local(2023, 10, 29, 2, 30),
    local(2023, 10, 29, 2, 30).replace(fold=1),
    # Still the day before in UTC.
    local(2023, 6, 22, 0, 30),
    local(2023, 6, 22, 1, 59),
]


@pytest.fixture(scope="module")
def events(django_db_setup, django_db_blocker, test_database):
    """An event of every shape, by its name; nothing here changes them."""
    with django_db_blocker.unblock():
        pages = {}
        for number, (name, slots) in enumerate(SHAPES.items()):
            page = builders.event([], title=name, slug=f"forme-{number}")
            page.slots = [EventSlot(start=start, end=end, all_day=bool(whole)) for start, end, *whole in slots]
            page.save()
            pages[name] = page
        yield pages
        test_database.renew("empty")


@pytest.mark.parametrize("instant", INSTANTS, ids=str)
def test_every_event_is_in_one_period_and_one_only(events, instant):
    with time_machine.travel(instant.astimezone(UTC), tick=False):
        everything = EventPage.objects.filter(title__in=SHAPES)
        past, not_past, current, upcoming = (
            set(queryset.values_list("title", flat=True))
            for queryset in (everything.past(), everything.not_past(), everything.current(), everything.upcoming())
        )
        said_past = {event.title for event in everything if event.is_past}

    over = {name for name, day in LAST_DAYS.items() if local(*day) + timedelta(days=1) <= instant}
    assert past | not_past == set(SHAPES)
    assert not past & not_past
    assert current | upcoming == not_past
    assert not current & upcoming
    assert past == said_past == over
    assert "unknown" in upcoming


@pytest.mark.parametrize(
    "instant", [local(2023, 6, 21, 23, 59), local(2023, 6, 22), local(2023, 6, 22, 0, 30)], ids=str
)
def test_the_agenda_lists_every_event_once(events, instant, client):
    with time_machine.travel(instant.astimezone(UTC), tick=False):
        coming, past = links(client.get("/agenda/")), links(client.get("/agenda/?periode=passes"))

    for name, event in events.items():
        assert (event.url in coming) + (event.url in past) == 1, name


def test_an_event_that_ends_today_is_not_past(client):
    event = builders.event([(local(2023, 6, 21, 9), local(2023, 6, 21, 10))])

    with time_machine.travel(local(2023, 6, 21, 23, 30).astimezone(UTC), tick=False):
        assert event.url in links(client.get("/agenda/"))
        assert "Cet événement est passé" not in client.get(event.url).content.decode()
    with time_machine.travel(local(2023, 6, 22, 0, 0, 1).astimezone(UTC), tick=False):
        assert event.url not in links(client.get("/agenda/"))
        assert "Cet événement est passé" in client.get(event.url).content.decode()


def test_the_home_page_follows(client):
    event = builders.event([(local(2023, 6, 21, 9), None)], title="Une journée d’étude")
    later = builders.event([(local(2023, 9, 29, 9), None)], title="Une autre journée")

    with time_machine.travel(local(2023, 6, 22, 0, 0, 1).astimezone(UTC), tick=False):
        found = links(client.get("/"))

    assert event.url not in found
    assert later.url in found
