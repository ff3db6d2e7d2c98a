"""Calendars of a filter, and what they cost."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from tests import builders
from tests.agenda.calendars.reading import EVERYTHING, TOMORROW, only_slot, read

pytestmark = pytest.mark.django_db


class TestFilters:
    def test_a_subscription_follows_a_filter(self, client):
        lievin = builders.commune("Liévin")
        builders.event(title="Ici", venue=builders.venue(commune=lievin), theme="culture")
        builders.event(title="Ailleurs", venue=builders.venue("B", commune=builders.commune("Avion")), theme="culture")
        address = f"{EVERYTHING}?commune={lievin.insee_code}&theme=culture&utm_source=lettre"

        calendar = Calendar.from_ical(read(client, address).content)

        assert [slot["SUMMARY"] for slot in calendar.walk("VEVENT")] == ["Ici"]
        assert calendar["X-WR-CALNAME"].startswith("Agenda du Pôle Métropolitain de l’Artois – ")
        assert {"Liévin", "Culture et patrimoine"} <= set(calendar["X-WR-CALNAME"].split(" – "))

    @pytest.mark.parametrize("query", ["commune=00000", "theme=rien", "commune=%00", "periode=jamais", "commune[]=%FF"])
    @pytest.mark.parametrize("kind", ["ics", "atom", "json", "csv"])
    def test_a_value_that_is_not_offered_is_refused_in_words(self, client, query, kind):
        response = client.get(f"/agenda/agenda.{kind}?{query}")

        if "[]" in query:
            assert response.status_code == 200
            return
        assert response.status_code == 400
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert "que l’agenda ne connaît pas" in response.content.decode()

    @pytest.mark.parametrize("kind", ["ics", "atom", "json", "csv"])
    def test_a_feed_is_only_read(self, client, kind):
        assert client.post(f"/agenda/agenda.{kind}").status_code == 405
        assert client.head(f"/agenda/agenda.{kind}").status_code == 200

    def test_past_events_may_be_asked_for(self, client):
        builders.event(title="Hier", slots=[(timezone.now() - TOMORROW, None)])
        builders.event(title="Demain")

        assert only_slot(client, f"{EVERYTHING}?periode=passes")["SUMMARY"] == "Hier"


class TestNothingNew:
    @pytest.mark.parametrize("kind", ["ics", "atom", "json", "csv"])
    @pytest.mark.parametrize("query", ["", "?theme=autre"])
    def test_the_same_bytes_come_out_and_are_not_sent_twice(self, client, kind, query):
        event = builders.event(theme="autre")
        address = f"/agenda/agenda.{kind}{query}"
        with time_machine.travel(timezone.now() + datetime.timedelta(seconds=10)):
            first = client.get(address)
        with time_machine.travel(timezone.now() + datetime.timedelta(hours=3)):
            second = client.get(address)
            by_etag = client.get(address, headers={"If-None-Match": first["ETag"]})
            by_date = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})

        assert first.getvalue() == second.getvalue()
        assert first["ETag"] == second["ETag"]
        assert (by_etag.status_code, by_date.status_code) == (304, 304)
        assert not first["ETag"].startswith("W/")
        assert "max-age" in first["Cache-Control"]

        with time_machine.travel(timezone.now() + datetime.timedelta(hours=4)):
            event.title = "Autre titre"
            event.save()
            assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200
            assert client.get(address, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 200

    def test_time_alone_makes_a_calendar_new(self, client):
        builders.event([(timezone.now() + TOMORROW, None)])
        first = client.get(EVERYTHING)

        with time_machine.travel(timezone.now() + datetime.timedelta(days=62)):
            assert client.get(EVERYTHING, headers={"If-None-Match": first["ETag"]}).status_code == 200
            assert client.get(EVERYTHING, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 200

    def test_to_leave_a_filter_makes_it_new(self, client):
        builders.event(theme="culture")
        event = builders.event(theme="culture")
        first = client.get(f"{EVERYTHING}?theme=culture")

        event.theme = "sport"
        event.save()

        held = {"If-None-Match": first["ETag"]}
        assert client.get(f"{EVERYTHING}?theme=culture", headers=held).status_code == 200


@pytest.mark.parametrize("address", [EVERYTHING, "/agenda/agenda.json", "/agenda/agenda.atom", "/agenda/agenda.csv"])
@pytest.mark.parametrize("query", ["", "?theme=autre"])
def test_more_events_cost_no_more_queries(client, address, query):
    def cost(**headers):
        # What changed is read once, whoever asks first.
        client.get(address + query).getvalue()
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address + query, headers=headers)
            response.getvalue()
        return len(captured), response

    builders.event()
    few, _ = cost()
    for _ in range(5):
        builders.event()
    many, response = cost()
    unchanged, _ = cost(**{"If-None-Match": response["ETag"]})

    assert few == many <= 10
    assert unchanged <= 5
