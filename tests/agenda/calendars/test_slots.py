"""A date in an iCalendar file: what, when, where."""

import datetime
import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.utils import timezone

from tests import builders
from tests.agenda.calendars.reading import TOMORROW, only_slot, read, slots
from tests.reading import text

pytestmark = pytest.mark.django_db


def test_the_calendar_of_one_event_speaks_of_that_event(client):
    event = builders.event([(timezone.now() + TOMORROW, None)], title='Atelier "vélo"')

    page = client.get(event.url).content.decode()
    assert 'og:title" content="Atelier «\u00a0vélo\u00a0» – Agenda"' in page
    assert "text=Atelier+%C2%AB%C2%A0v%C3%A9lo%C2%A0%C2%BB" in page

    lines = client.get(f"{event.url}agenda.ics").content.decode().replace("\r\n ", "").split("\r\n")

    assert "NAME:Atelier «\u00a0vélo\u00a0»" in lines
    assert "DESCRIPTION:Les dates de cet événement\\, tenues à jour : changements\\, annulations\\, places." in lines


class TestOneSlot:
    def test_it_says_what_when_where_and_how_to_come(self, client):
        venue = builders.venue(
            "Salle de l’Espérance",
            commune=builders.commune("Liévin"),
            street="4, rue Faidherbe",
            postal_code="62800",
            latitude="50.42271",
            longitude="2.77858",
            access="Parking derrière la mairie.",
        )
        event = builders.event(
            [(builders.local(2030, 6, 21, 13, 30), builders.local(2030, 6, 21, 17))],
            title="Rencontres du forum : l’eau, le sol ; l’air",
            standfirst="Trois ateliers.",
            theme="environnement",
            venue=venue,
            venue_detail="1er étage",
            conditions="Gratuit sur réservation",
            registration_url="https://inscription.example/forum?a=1,2;3",
            registration_email="forum@pma.example",
            registration_deadline=builders.local(2030, 6, 18, 12),
        )

        slot = only_slot(client)

        assert slot["SUMMARY"] == "Rencontres du forum\xa0: l’eau, le sol\xa0; l’air"
        assert slot["DTSTART"].dt == builders.local(2030, 6, 21, 13, 30)
        assert slot["DTSTART"].params["TZID"] == "Europe/Paris"
        assert slot["DTEND"].dt == builders.local(2030, 6, 21, 17)
        assert slot["LOCATION"] == "Salle de l’Espérance, 1er étage, 4, rue Faidherbe, 62800 Liévin"
        assert slot["GEO"].to_ical() == "50.42271;2.77858"
        assert slot["STATUS"] == "CONFIRMED"
        assert slot["CATEGORIES"].to_ical().decode() == "Écotransition et environnement"
        assert slot["URL"] == event.full_url == f"{settings.WAGTAILADMIN_BASE_URL}{event.url}"
        assert slot["UID"] == f"{event.slots.get().uid}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}"
        told = slot["DESCRIPTION"].split("\n\n")
        assert told[0] == "Trois ateliers."
        assert told[1].split("\n") == [
            "Accès\xa0: Parking derrière la mairie.",
            "Conditions\xa0: Gratuit sur réservation",
            "Inscription\xa0: https://inscription.example/forum?a=1,2;3, forum@pma.example,"
            " jusqu’au 18\xa0juin 2030 à 12\xa0h",
        ]
        assert told[2] == f"Tous les détails\xa0: {event.full_url}"
        # Written for programs alone, as no program shows it otherwise.
        assert "ORGANIZER" not in slot

    def test_whole_days_end_on_the_day_after(self, client):
        event = builders.event([(builders.local(2030, 7, 13, 9), builders.local(2030, 7, 14, 18))])
        event.slots = [event.slots.get()]
        event.slots.first().all_day = True
        event.save()

        slot = only_slot(client)

        assert (slot["DTSTART"].dt, slot["DTEND"].dt) == (datetime.date(2030, 7, 13), datetime.date(2030, 7, 15))

    def test_what_ends_at_midnight_ends_with_the_day_before_as_on_the_page(self, client):
        event = builders.event(registration_deadline=builders.local(2030, 6, 12))

        assert "Inscription\xa0: jusqu’au 11\xa0juin 2030 à minuit" in only_slot(client)["DESCRIPTION"]
        assert "Jusqu’au 11 juin 2030 à minuit" in text(client.get(event.url))

    @pytest.mark.parametrize("end", [None, builders.local(2030, 7, 13, 9)])
    def test_an_end_that_nobody_knows_is_not_invented(self, client, end):
        builders.event([(builders.local(2030, 7, 13, 9), end)])

        assert "DTEND" not in only_slot(client)

    def test_the_hour_that_clocks_show_twice_is_told_apart(self, client):
        first = datetime.datetime(2030, 10, 27, 0, 30, tzinfo=datetime.UTC)
        hour = datetime.timedelta(hours=1)
        builders.event([(first, first + hour), (first + hour, first + 2 * hour)])

        # Readers do not agree on which of the two an hour of Paris means.
        assert b"DTSTART;TZID" not in read(client).content
        spans = [(slot["DTSTART"].dt, slot["DTEND"].dt) for slot in slots(client)]

        assert [[moment.astimezone(datetime.UTC) for moment in span] for span in spans] == [
            [first, first + hour],
            [first + hour, first + 2 * hour],
        ]

    @pytest.mark.parametrize(
        ("status", "title", "word"),
        [
            ("annule", "Annulé\xa0: Rencontre", "CANCELLED"),
            ("reporte", "Reporté\xa0: Rencontre", "TENTATIVE"),
            ("complet", "Complet\xa0: Rencontre", "CONFIRMED"),
        ],
    )
    def test_a_state_stands_before_the_title(self, client, status, title, word):
        builders.event(status=status, status_note="Le terrain est inondé.")

        slot = only_slot(client)

        assert (slot["SUMMARY"], slot["STATUS"]) == (title, word)
        assert slot["DESCRIPTION"].startswith(f"{title.split(' ')[0][:-1].strip()}\xa0: Le terrain est inondé.")

    def test_one_slot_may_be_called_off_alone(self, client):
        start = timezone.now() + TOMORROW
        event = builders.event([(start, None), (start + TOMORROW, None)])
        event.slots = list(event.slots.order_by("start"))
        event.slots.all()[0].status, event.slots.all()[0].note = "annule", "Orage."
        event.save()

        assert [slot["STATUS"] for slot in slots(client)] == ["CANCELLED", "CONFIRMED"]

    def test_no_text_can_break_out_of_its_line(self, client):
        hostile = "A\r\nEND:VEVENT\u2028BEGIN:VALARM\u2029\x85\x0b\x0c\x01\u202e;,\\n fin"
        builders.event(title=hostile, standfirst=hostile)

        content = read(client).content

        assert content.count(b"END:VEVENT") == 3
        assert content.count(b"\r\nEND:VEVENT\r\n") == 1
        assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", content.decode())
        assert only_slot(client)["SUMMARY"].replace("\xa0", " ") == "A END:VEVENT BEGIN:VALARM ;,\\n fin"
