"""What calendars get: identities for ever, each change told once, what is gone told without a word of it."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from agenda.models import AgendaIndexPage, CalendarEntry, EventCommune, EventOrganiser, EventPage
from tests import builders

pytestmark = pytest.mark.django_db

EVERYTHING = "/agenda/agenda.ics"
TOMORROW = datetime.timedelta(days=1)


def read(client, address=EVERYTHING, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response


def slots(client, address=EVERYTHING):
    """The slots of a calendar, as the library of the language reads them."""
    return Calendar.from_ical(read(client, address).content).walk("VEVENT")


def only_slot(client, address=EVERYTHING):
    (slot,) = slots(client, address)
    return slot


def own_calendar(event):
    return f"/agenda/{event.slug}/agenda.ics"


def again(event):
    return EventPage.objects.get(pk=event.pk)


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
        assert slot["URL"] == event.full_url
        assert slot["UID"] == f"{event.slots.get().uid}@localhost"
        told = slot["DESCRIPTION"].split("\n\n")
        assert told[0] == "Trois ateliers."
        assert told[1].split("\n") == [
            "Accès\xa0: Parking derrière la mairie.",
            "Conditions\xa0: Gratuit sur réservation",
            "Inscription\xa0: https://inscription.example/forum?a=1,2;3, forum@pma.example,"
            " avant le 18\xa0juin 2030 à 12\xa0h",
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


class TestChanges:
    def test_a_slot_keeps_its_identity_and_its_changes_are_counted(self, client):
        event = builders.event([(builders.local(2030, 7, 4, 10), builders.local(2030, 7, 4, 12))])
        first = only_slot(client)
        before = read(client).content

        event = again(event)
        event.slots = [event.slots.get()]
        event.slots.first().start = builders.local(2030, 9, 12, 10)
        event.slots.first().end = builders.local(2030, 9, 12, 12)
        event.change_reason = "La salle est en travaux."
        with time_machine.travel(timezone.now() + datetime.timedelta(hours=1), tick=False):
            event.save()
            now = timezone.now().replace(microsecond=0)

        moved = only_slot(client)
        assert moved["UID"] == first["UID"]
        assert (first["SEQUENCE"], moved["SEQUENCE"]) == (0, 1)
        assert moved["DTSTAMP"].dt == moved["LAST-MODIFIED"].dt == now
        assert (
            "Initialement prévu le jeudi 4\xa0juillet 2030, de 10\xa0h à 12\xa0h (La salle est en travaux)."
            in moved["DESCRIPTION"]
        )
        assert read(client).content != before

    def test_what_calendars_do_not_show_counts_for_nothing(self, client):
        event = builders.event()
        before = read(client).content

        event = again(event)
        event.body, event.search_description, event.capacity = "<p>Autre chose.</p>", "Autre", 12
        event.save()
        event.save_revision().publish()
        event.title = "Un brouillon"
        event.save_revision()

        assert read(client).content == before

    def test_a_renamed_venue_tells_its_events_alone(self, client):
        venue = builders.venue()
        here, elsewhere = builders.event(venue=venue), builders.event(venue=builders.venue("Ailleurs"))

        venue.name = "Stade Bollaert"
        venue.save()
        venue.save()

        assert only_slot(client, own_calendar(here))["LOCATION"].startswith("Stade Bollaert")
        assert only_slot(client, own_calendar(here))["SEQUENCE"] == 1
        assert only_slot(client, own_calendar(elsewhere))["SEQUENCE"] == 0

    def test_a_renamed_commune_and_organisation_are_told(self, client):
        place, body = builders.commune("Lens"), builders.organisation("Le forum")
        event = builders.event()
        event.communes = [EventCommune(commune=place)]
        event.organisers = [EventOrganiser(organisation=body)]
        event.save()

        place.name, body.name = "Lens-Centre", "Le grand forum"
        place.save()
        body.save()

        slot = only_slot(client)
        assert (slot["LOCATION"], slot["SEQUENCE"]) == ("Lens-Centre", 3)
        assert "Organisé par Le grand forum" in slot["DESCRIPTION"]

    def test_a_moved_agenda_gives_new_addresses(self, client, django_capture_on_commit_callbacks):
        event = builders.event()
        index = AgendaIndexPage.objects.get()

        index.slug = "sorties"
        with django_capture_on_commit_callbacks(execute=True):
            index.save()

        assert only_slot(client)["URL"] == again(event).full_url
        assert "/sorties/" in only_slot(client)["URL"]

    def test_the_calendar_of_an_event_follows_its_name(self, client):
        event = builders.event(slug="grand-forum")
        Redirect.objects.create(old_path="/agenda/forum", redirect_page=event)

        response = client.get("/agenda/forum/agenda.ics")

        assert (response.status_code, response["Location"]) == (301, "/agenda/grand-forum/agenda.ics")


def unpublish(event):
    again(event).unpublish()


def restrict(event):
    PageViewRestriction.objects.create(page=event, restriction_type="login")


def restrict_all(event):
    PageViewRestriction.objects.create(page=AgendaIndexPage.objects.get(), restriction_type="password", password="x")


def delete(event):
    again(event).delete()


def remove_slot(event):
    event = again(event)
    event.slots = []
    event.save()


class TestGone:
    @pytest.mark.parametrize("take_away", [unpublish, restrict, restrict_all, delete, remove_slot])
    def test_what_is_taken_away_stays_60_days_without_a_word(self, client, take_away):
        place = builders.commune("Liévin")
        title = "Un secret bien gardé"
        start = timezone.now() + datetime.timedelta(days=90)
        event = builders.event([(start, None)], title=title, venue=builders.venue(commune=place), theme="culture")
        uid = only_slot(client)["UID"]

        take_away(event)

        gone = only_slot(client)
        assert (gone["UID"], gone["SEQUENCE"], gone["STATUS"]) == (uid, 1, "CANCELLED")
        assert gone["SUMMARY"] == "Événement retiré de l’agenda"
        assert set(gone) == {"UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "SUMMARY", "STATUS"}
        # Found by what it showed when it was online, and by nothing else.
        assert len(slots(client, f"{EVERYTHING}?commune={place.insee_code}&theme=culture")) == 1
        assert slots(client, f"{EVERYTHING}?theme=sport") == []
        if take_away is not delete:
            own = read(client, own_calendar(event)).content.decode()
            assert "BEGIN:VEVENT" in own
            assert ("secret" in own) == (take_away is remove_slot)
        with time_machine.travel(timezone.now() + datetime.timedelta(days=59, hours=23)):
            assert len(slots(client)) == 1
        with time_machine.travel(timezone.now() + datetime.timedelta(days=60, hours=1)):
            assert slots(client) == []
            assert client.get(own_calendar(event)).status_code == (200 if take_away is remove_slot else 404)

    def test_what_comes_back_goes_on_counting(self, client):
        event = builders.event()
        again(event).unpublish()
        again(event).save_revision().publish()

        slot = only_slot(client)

        assert (slot["SUMMARY"], slot["STATUS"], slot["SEQUENCE"]) == ("Rencontre", "CONFIRMED", 2)

    def test_a_restriction_that_is_lifted(self, client):
        event = builders.event()
        restrict(event)
        PageViewRestriction.objects.all().delete()

        assert only_slot(client)["STATUS"] == "CONFIRMED"

    def test_cancelled_stays_60_days(self, client):
        event = builders.event([(timezone.now() + datetime.timedelta(days=200), None)])
        event = again(event)
        event.status, event.status_note = "annule", "Faute d’orateur."
        event.save()

        with time_machine.travel(timezone.now() + datetime.timedelta(days=59)):
            assert only_slot(client)["STATUS"] == "CANCELLED"
        with time_machine.travel(timezone.now() + datetime.timedelta(days=61)):
            assert slots(client) == []
            assert only_slot(client, own_calendar(event))["STATUS"] == "CANCELLED"

    def test_past_ones_stay_60_days_and_are_never_called_back(self, client):
        now = timezone.now()
        recent = builders.event([(now - datetime.timedelta(days=59), None)])
        old = builders.event([(now - datetime.timedelta(days=61), None)])

        assert only_slot(client)["UID"].startswith(str(recent.slots.get().uid))
        assert len(slots(client, own_calendar(old))) == 1
        again(old).unpublish()
        assert only_slot(client)["STATUS"] == "CONFIRMED"

    def test_a_draft_was_never_there(self, client):
        event = builders.event(live=False, title="Brouillon")

        assert slots(client) == []
        assert not CalendarEntry.objects.exists()
        assert client.get(own_calendar(event)).status_code == 404

    @pytest.mark.parametrize("slug", ["inconnu", "%00", "a%00b", "%FF%FE", "é" * 300, "..", "a%2Fb", "été"])
    def test_no_such_event(self, client, slug):
        assert client.get(f"/agenda/{slug}/agenda.ics").status_code == 404

    def test_an_event_without_a_date_has_an_empty_calendar(self, client):
        event = builders.event([], provisional_date="juin 2030")

        assert slots(client) == slots(client, own_calendar(event)) == []


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
