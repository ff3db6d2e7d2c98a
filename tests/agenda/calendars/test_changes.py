"""How calendars follow what changes, and what is gone."""

import datetime

import pytest
import time_machine
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from agenda.models import AgendaIndexPage, CalendarEntry, EventCommune, EventOrganiser, EventPage
from tests import builders
from tests.agenda.calendars.reading import EVERYTHING, only_slot, read, slots

pytestmark = pytest.mark.django_db


def own_calendar(event):
    return f"/agenda/{event.slug}/agenda.ics"


def again(event):
    return EventPage.objects.get(pk=event.pk)


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
