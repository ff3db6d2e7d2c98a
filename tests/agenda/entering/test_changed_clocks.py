"""Hours as they are typed, those of the two nights when the clocks are changed among them."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from agenda.models import EventPage, EventSlot
from tests import builders
from tests.agenda.entering.forms import EVENING, publish
from tests.builders import local
from tests.reading import text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("hour", ["18h30", "à 18 h 30", "18\u00a0h\u00a030", "18:30"])
def test_an_hour_is_read_as_it_is_written(clerk, hour):
    event = builders.event(EVENING, live=False)

    publish(clerk, event, **{"slots-0-start": f"5/12/2036 {hour}", "slots-0-end": ""})

    assert EventSlot.objects.get().start == local(2036, 12, 5, 18, 30)


def test_an_hour_that_cannot_be_read_gets_an_example(clerk):
    response = publish(clerk, builders.event(EVENING, live=False), **{"slots-0-start": "vendredi soir"})

    assert "Indiquez un jour et une heure, comme 05/12/2026 18:30." in text(response)
    assert 'value="vendredi soir"' in response.content.decode()


def test_an_hour_that_comes_twice_is_the_first(clerk):
    event = builders.event([(local(2036, 10, 25, 22), None)], live=False)

    publish(clerk, event, **{"slots-0-end": "2036-10-26 02:30"})

    assert EventPage.objects.get().live
    assert EventSlot.objects.get().end == datetime(2036, 10, 26, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("hour", [0, 1])
def test_an_event_of_such_an_hour_is_saved_again(clerk, hour):
    event = builders.event([(datetime(2036, 10, 26, hour, 30, tzinfo=UTC), None)], live=False)

    publish(clerk, event)

    assert EventPage.objects.get().live
    assert f"{timezone.localtime(EventSlot.objects.get().start):%d %H:%M}" == "26 02:30"


@pytest.mark.parametrize("field", ["slots-0-end", "registration_deadline", "go_live_at"])
def test_an_hour_that_no_clock_shows_is_told(clerk, field):
    event = builders.event([(local(2036, 3, 29, 22), None)], live=False)

    response = publish(clerk, event, **{field: "2036-03-30 02:30"})

    assert response.status_code == 200
    assert "Cette nuit-là, les horloges passent de 2 h à 3 h : cette heure n’existe pas." in text(response)
    assert 'value="2036-03-30 02:30"' in response.content.decode()


@pytest.mark.parametrize(("day", "after"), [((3, 29), (3, 30)), ((10, 25), (10, 26))])
def test_the_end_of_a_night_is_what_the_clocks_then_show(clerk, day, after):
    event = builders.event(EVENING, live=False)

    publish(
        clerk,
        event,
        **{"slots-0-start": f"2036-{day[0]:02}-{day[1]} 20:00", "slots-0-end": f"2036-{day[0]:02}-{day[1]} 04:00"},
    )

    assert EventSlot.objects.get().end == local(2036, *after, 4)
