"""Events as their organisers enter them and as readers find them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from agenda.models import AgendaIndexPage, EventCommune, EventOrganiser, EventPage, EventSlot, Venue
from tests import builders
from tests.back_office import filled_in, save, signed_in
from tests.builders import local
from tests.contents import raw
from tests.reading import links, text

pytestmark = pytest.mark.django_db

EVENING = [(local(2023, 6, 21, 13, 30), local(2023, 6, 21, 17))]


@pytest.fixture
def manager():
    return signed_in(builders.account("Agenda"))


def errors(response):
    """What the page form of the admin reproaches, by field."""
    return {**response.context["form"].errors, **dict(_formset_errors(response.context["form"]))}


def _formset_errors(form):
    for formset in form.formsets.values():
        for entry in formset.forms:
            yield from entry.errors.items()
            yield from (("slots", error) for error in entry.non_field_errors())


class TestPage:
    def test_it_shows_what_one_needs_to_come(self, client):
        lens = builders.commune("Lens")
        event = builders.event(
            EVENING,
            title="Club des élus",
            venue=builders.venue("Salle de l’Espérance", commune=lens, street="1 rue du Parc", postal_code="62300"),
            venue_detail="entrée B",
            conditions="Sur réservation",
            registration_email="inscription@example.org",
            registration_deadline=local(2023, 6, 1, 0, 30),
            online_url="https://www.example.org/direct",
        )
        event.prices = raw([("price", {"label": "Pass trois jours", "amount": "65"})])
        event.organisers = [
            EventOrganiser(organisation=builders.organisation("Pôle Métropolitain")),
            EventOrganiser(organisation=builders.organisation("Les Cousalis"), role="partenaire"),
        ]
        event.save()

        page = client.get(event.url)

        shown = text(page)
        for words in (
            "Mercredi 21 juin 2023, de 13 h 30 à 17 h",
            "Salle de l’Espérance (Lens)",
            "entrée B",
            "1 rue du Parc, 62300 Lens",
            "Sur réservation",
            "Pass trois jours : 65 €",
            "Les inscriptions sont closes (date limite : 1er juin 2023 à 0 h 30)",
            "Organisé par Pôle Métropolitain",
            "En partenariat avec Les Cousalis",
        ):
            assert words in shown
        assert {"https://www.example.org/direct", "mailto:inscription@example.org", lens.get_absolute_url()} <= set(
            links(page)
        )

    def test_a_venue_outside_the_territory_has_its_town(self, client):
        event = builders.event(venue=builders.venue("Le Nouveau Siècle", outside_place="Lille"))

        assert "Le Nouveau Siècle (Lille)" in text(client.get(event.url))
        assert "Le Nouveau Siècle (Lille)" in text(client.get("/agenda/"))

    def test_an_event_without_a_place_never_says_none(self, client):
        event = builders.event()

        assert event.place_in_words == ""
        for address in (event.url, "/agenda/"):
            assert "None" not in client.get(address).content.decode()

    def test_an_event_in_several_communes_names_them(self, client):
        event = builders.event()
        event.communes = [EventCommune(commune=builders.commune(name)) for name in ("Lens", "Liévin", "Avion")]
        event.save()

        assert "Lens, Liévin et Avion" in text(client.get("/agenda/"))

    def test_an_online_event_says_so(self, client):
        builders.event(online_url="https://www.example.org/")

        assert "en ligne" in text(client.get("/agenda/"))

    def test_a_provisional_date_is_shown_until_a_slot_is_set(self, client):
        event = builders.event([], title="Grand forum", provisional_date="juin 2026")

        assert "juin 2026" in text(client.get(event.url))
        assert "Juin 2026" in text(client.get("/agenda/"))

        event.slots = [EventSlot(start=local(2036, 6, 4, 9))]
        event.save()
        assert "Mercredi 4 juin 2036 à 9 h" in text(client.get("/agenda/"))
        assert "Annoncé auparavant : juin 2026." in text(client.get(event.url))

    def test_no_date_at_all_is_said(self, client):
        builders.event([])

        assert "Date à confirmer" in text(client.get("/agenda/"))

    @pytest.mark.parametrize(
        ("status", "words"),
        [("annule", "Annulé"), ("reporte", "Reporté"), ("complet", "Complet"), ("deplace", "Déplacé")],
    )
    def test_a_change_of_status_is_explained_everywhere(self, client, status, words):
        event = builders.event(status=status, status_note="Le terrain est inondé.")

        for address in (event.url, "/agenda/", "/"):
            assert f"{words} : Le terrain est inondé." in text(client.get(address))

    def test_one_cancelled_slot_is_explained(self, client):
        event = builders.event([])
        event.slots = [
            EventSlot(start=local(2036, 7, 5, 10)),
            EventSlot(start=local(2036, 7, 12, 10), status="annule", note="Relâche du 12."),
        ]
        event.save()

        assert "12 juillet 2036 à 10 h – annulé : Relâche du 12." in text(client.get(event.url))


class TestForm:
    def create(self, manager, **fields):
        address = reverse("wagtailadmin_pages:add", args=["agenda", "eventpage", AgendaIndexPage.objects.get().pk])
        data = filled_in(manager, address, ["prices"], title="Grand forum", slug="grand-forum", **fields)
        return manager.post(address, {**data, "action-publish": "1"}, follow=True)

    def slot(self, start, end="", **fields):
        return {
            "slots-TOTAL_FORMS": "1",
            "slots-0-start": start,
            "slots-0-end": end,
            "slots-0-status": "programme",
            "slots-0-ORDER": "1",
            **{f"slots-0-{name}": value for name, value in fields.items()},
        }

    def test_an_event_is_entered_and_published(self, manager, client):
        self.create(manager, **self.slot("2036-06-21 13:30", "2036-06-21 17:00"))

        assert "Samedi 21 juin 2036, de 13 h 30 à 17 h" in text(client.get("/agenda/"))

    def test_an_end_before_the_start_is_refused(self, manager):
        response = self.create(manager, **self.slot("2036-06-21 17:00", "2036-06-21 13:30"))

        assert errors(response)["end"] == ["La fin précède le début."]
        assert not EventPage.objects.exists()

    def test_a_slot_needs_a_start(self, manager):
        assert "start" in errors(self.create(manager, **self.slot("", "2036-06-21 13:30")))

    def test_a_status_asks_for_an_explanation(self, manager):
        response = self.create(manager, status="annule")

        assert errors(response)["status_note"] == ["Expliquez ce changement d’état en une phrase."]

    def test_the_status_of_a_slot_asks_for_an_explanation(self, manager):
        response = self.create(manager, **self.slot("2036-06-21 13:30", status="annule"))

        assert errors(response)["note"] == ["Expliquez l’état de ce créneau en une phrase."]

    def test_a_slot_keeps_its_identity_when_its_date_changes(self, manager):
        event = builders.event(EVENING)
        uid = event.slots.get().uid

        save(
            manager,
            event,
            action="publish",
            streams=["prices"],
            change_reason="Le terrain est inondé.",
            **{"slots-0-start": "2036-07-01 09:00", "slots-0-end": "2036-07-01 10:00"},
        )

        slot = EventSlot.objects.get()
        assert timezone.localtime(slot.start).year == 2036
        assert slot.uid == uid

    def test_a_copied_event_has_slots_of_its_own(self, manager):
        event = builders.event(EVENING)
        event.save_revision()
        index = event.get_parent()

        manager.post(
            reverse("wagtailadmin_pages:copy", args=[event.pk]),
            {"new_title": "Copie", "new_slug": "copie", "new_parent_page": index.pk},
        )
        copied = EventPage.objects.get(slug="copie")
        save(manager, copied, action="publish", streams=["prices"])

        assert EventPage.objects.get(slug="copie").live
        assert EventSlot.objects.get(event=event).uid == event.slots.get().uid
        assert len(set(EventSlot.objects.values_list("uid", flat=True))) == 2


class TestIdentity:
    def test_it_says_nothing_of_the_date(self):
        first, second = (builders.event(EVENING).slots.get() for _ in range(2))

        assert first.uid != second.uid
        assert first.uid.version == 4

    def test_it_survives_a_save_of_the_whole_event(self):
        event = builders.event(EVENING)
        slot = event.slots.get()
        slot.start += timedelta(days=7)
        slot.end += timedelta(days=7)
        event.slots = [slot]
        event.save_revision().publish()

        assert EventSlot.objects.get().uid == slot.uid


class TestDatabase:
    """What the database itself refuses, whatever writes to it."""

    def refused(self, write):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()

    def test_a_status_without_explanation(self):
        builders.event()
        self.refused(lambda: EventPage.objects.update(status="annule"))

    def test_a_slot_status_without_explanation(self):
        builders.event()
        self.refused(lambda: EventSlot.objects.update(status="complet"))

    def test_an_end_before_the_start(self):
        builders.event(EVENING)
        self.refused(lambda: EventSlot.objects.update(end=local(2023, 6, 21, 13)))

    def test_a_last_day_before_the_first(self):
        builders.event(EVENING)
        self.refused(lambda: EventPage.objects.update(last_day="2023-06-20"))

    @pytest.mark.parametrize("both", [True, False])
    def test_a_venue_in_two_places_or_in_none(self, both):
        commune = builders.commune() if both else None
        self.refused(lambda: Venue.objects.create(name="Salle", commune=commune, outside_place="Lille" if both else ""))

    def test_a_venue_says_why_it_is_refused(self):
        with pytest.raises(ValidationError, match="ville hors territoire"):
            Venue(name="Salle").full_clean()
