"""« Semaines à venir »: drafts, planned and published events by week, and what each lacks."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agenda.models import EventSlot
from tests import builders
from tests.back_office import edit_address, is_refused, signed_in
from tests.builders import local
from tests.reading import links, text

pytestmark = pytest.mark.django_db

# A Wednesday.
NOW = local(2036, 6, 18, 12)


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clerk():
    return signed_in(builders.account("Agenda"))


def weeks(client, **query):
    return client.get(reverse("agenda_weeks"), query)


def titles(response):
    return {part.title: [row.event.title for row in part.rows] for part in response.context["parts"]}


def test_each_event_is_in_the_weeks_of_its_slots(clerk):
    builders.event([(local(2036, 6, 16, 9), None)], title="Déjà fini")
    builders.event([(local(2036, 6, 16, 9), local(2036, 6, 19))], title="En cours")
    builders.event([(local(2036, 6, 22, 23), None), (local(2036, 6, 23, 0, 30), None)], title="Deux semaines")
    builders.event([(local(2036, 7, 14, 0), None)], title="Trop loin pour quatre")
    builders.event([], title="À fixer", provisional_date="automne", live=False)

    shown = titles(weeks(clerk))

    assert list(shown) == [
        *(f"Semaine du lundi {day}" for day in ("16 juin 2036", "23 juin 2036", "30 juin 2036", "7 juillet 2036")),
        "Dates à fixer",
    ]
    assert set(shown["Semaine du lundi 16 juin 2036"]) == {"En cours", "Deux semaines"}
    assert shown["Semaine du lundi 23 juin 2036"] == ["Deux semaines"]
    assert shown["Dates à fixer"] == ["À fixer"]
    assert "Trop loin pour quatre" in text(weeks(clerk, semaines="8"))


def test_it_says_where_each_stands_and_leads_to_what_it_lacks(clerk):
    lacking = builders.event([(local(2036, 6, 21, 20), None)], title="Sans rien", live=False)
    planned = builders.event([(local(2036, 6, 21, 20), None)], title="Prévu", live=False)
    planned.go_live_at = NOW + timedelta(days=1)
    planned.save_revision().publish()
    online = builders.event(
        [(local(2036, 6, 20, 20), None)], title="En ligne", venue=builders.venue(), image=builders.image()
    )
    online.save_revision().publish()
    online.title = "En ligne, retouché"
    online.save_revision()

    response = weeks(clerk)

    rows = {row.event.pk: row for part in response.context["parts"] for row in part.rows}
    assert rows[lacking.pk].publication == "brouillon"
    assert rows[planned.pk].publication == "brouillon et publication prévue le 19/06/2036 à midi".replace(
        "midi", "12\u00a0h"
    )
    assert rows[online.pk].publication == "en ligne et modifications pas encore publiées"
    assert {f"{edit_address(lacking)}#id_venue", f"{edit_address(lacking)}#id_image"} <= set(links(response))
    assert rows[online.pk].warnings == []
    only = titles(weeks(clerk, manque="on"))
    assert sorted(only["Semaine du lundi 16 juin 2036"]) == ["Prévu", "Sans rien"]


def test_the_same_hall_twice_is_seen_from_here(clerk):
    hall = builders.venue()
    for title in ("Le loto", "Le bal"):
        builders.event([(local(2036, 6, 21, 20), None)], title=title, venue=hall, image=builders.image(), live=False)

    response = weeks(clerk)

    assert [warning.code for row in response.context["parts"][0].rows for warning in row.warnings] == ["clash"] * 2


def test_it_costs_the_same_for_many_events(clerk):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            weeks(clerk, semaines="12")
        return len(queries)

    def fill(count):
        for number in range(count):
            event = builders.event(
                [(NOW + timedelta(days=number % 70 + 1), None), (NOW + timedelta(days=number % 70 + 2), None)],
                venue=builders.venue(f"Salle {number}") if number % 2 else None,
                image=builders.image(),
            )
            slot = EventSlot.objects.filter(event=event).first()
            slot.venue = builders.venue(f"Autre {number}")
            slot.save()

    fill(3)
    cost()
    few = cost()
    fill(12)

    assert cost() == few


@pytest.mark.parametrize("query", [{"semaines": "99"}, {"semaines": "x"}, {"semaines": "\0"}, {"semaines": "٤"}])
def test_an_odd_query_is_no_accident(clerk, query):
    assert weeks(clerk, **query).status_code in (200, 400)


def test_it_opens_to_who_writes_events(clerk):
    assert weeks(signed_in(builders.account("Rédaction"))).status_code == 200
    assert is_refused(signed_in(builders.account("Label")), reverse("agenda_weeks"))
    assert timezone.localtime() == NOW
