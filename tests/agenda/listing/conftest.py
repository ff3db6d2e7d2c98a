"""A Thursday of June 2023, and four events around it."""

import pytest
import time_machine

from agenda.models import EventCommune
from tests import builders
from tests.agenda.listing.looking import EVENING, NOON
from tests.builders import local
from tests.keeping import kept, lent


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def four_events():
    north, south = builders.epci(), builders.epci()
    lens, lievin = builders.commune("Lens", epci=north), builders.commune("Liévin", epci=south)
    events = {
        "lens": builders.event(EVENING, venue=builders.venue(commune=lens), theme="sport", audience="elus"),
        "lievin": builders.event(EVENING, venue=builders.venue(commune=lievin), theme="culture"),
        "both": builders.event(EVENING, venue=builders.venue(commune=lens)),
        "gone": builders.event([(local(2023, 5, 12, 9), None)], theme="sport"),
    }
    events["both"].communes = [EventCommune(commune=lievin), EventCommune(commune=lens)]
    for title, event in events.items():
        event.title = title
        event.save()
    return events


@pytest.fixture(scope="class")
def kept_events(django_db_setup, django_db_blocker):
    with time_machine.travel(NOON, tick=False), kept(four_events, django_db_blocker) as events:
        yield events


@pytest.fixture
def events(kept_events, db):
    return lent(kept_events)
