"""The date of an event as it is drawn and counted: what takes place, and no day between two dates."""

import re

import pytest

from agenda.models import EventPage, EventSlot
from tests import builders
from tests.builders import local
from tests.reading import text

pytestmark = pytest.mark.django_db


def on(*days, called_off=()):
    """An event of the evening of each of some days of December 2036; some are called off since."""
    event = builders.event([(local(2036, 12, day, 18), local(2036, 12, day, 20)) for day in days])
    slots = [
        EventSlot(
            start=slot.start,
            end=slot.end,
            uid=slot.uid,
            status="annule" if slot.first_day.day in called_off else "programme",
            note="Orage." if slot.first_day.day in called_off else "",
        )
        for slot in event.slots.all()
    ]
    event.slots = slots
    event.save()
    return EventPage.objects.get(pk=event.pk)


def drawn(client, event):
    return re.search(r'date-tile__day">([^<]*)<', client.get(event.url).content.decode())[1]


@pytest.mark.parametrize(
    ("days", "called_off", "tile"),
    [
        ([6], [], "6"),
        ([5, 6, 7], [], "5–7"),
        # Two dates are no run.
        ([6, 12], [], "6"),
        ([5, 6, 9], [], "5"),
        # Neither is one that is called off part of it, nor its first day.
        ([5, 6, 7], [7], "5–6"),
        ([5, 6, 7], [6], "5"),
        ([5, 6], [5], "6"),
        ([5, 6], [5, 6], "5–6"),
        # A week and more is told by its next day.
        (range(5, 13), [], "5"),
    ],
)
def test_days_in_a_row_are_one_date(client, days, called_off, tile):
    assert drawn(client, on(*days, called_off=called_off)) == tile


def test_a_date_is_not_told_to_be_the_next_where_it_is_the_only_one(client):
    assert "Prochaine date" in text(client.get(on(6, 12).url))
    assert "Prochaine date" not in text(client.get(on(6, 12, called_off=[12]).url))


def test_the_agenda_promises_no_date_that_is_called_off(client):
    on(6, 12)
    assert "et une autre date" in text(client.get("/agenda/"))

    EventPage.objects.all().delete()
    on(6, 12, called_off=[12])
    listed = text(client.get("/agenda/"))
    assert "6 décembre 2036" in listed
    assert "autre date" not in listed
