"""A new edition of a past event, and what is called off."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agenda.models import EventChange, EventCommune, EventDocument, EventOrganiser, EventPage, EventSeries, EventSlot
from tests import builders
from tests.agenda.entering.forms import EVENING, document
from tests.back_office import is_refused, messages, save, signed_in
from tests.builders import local
from tests.contents import raw
from tests.reading import text

pytestmark = pytest.mark.django_db


class TestRenewal:
    def past_edition(self):
        event = builders.event(
            [(local(2023, 6, 21, 9), None)],
            title="Grand forum 2023",
            venue=builders.venue(),
            status="complet",
            status_note="Plus de place.",
            registration_url="https://inscription.example/2023",
            conditions="Gratuit",
        )
        event.organisers = [EventOrganiser(organisation=builders.organisation("PMA"))]
        event.communes = [EventCommune(commune=builders.commune("Avion"))]
        event.documents = [EventDocument(document=document(), kind="convocation")]
        event.prices = raw([("price", {"label": "Entrée", "amount": "5"})])
        event.save()
        EventChange.objects.create(event=event, kind="etat", before="programmé", after="complet", reason="Plein.")
        return event

    def test_what_lasts_is_kept_and_what_was_dated_is_empty(self, clerk, client):
        event = self.past_edition()
        address = reverse("agenda_renewal", args=[event.pk])
        shown = clerk.get(address)
        asked = {name: field.value() for name, field in ((f.name, f) for f in shown.context["form"])}

        clerk.post(address, asked)

        new = EventPage.objects.get(title="Grand forum 2024")
        assert not new.live
        assert (new.provisional_date, new.when, new.status, new.status_note) == ("2024", "2024", "programme", "")
        assert (new.venue, new.conditions, new.registration_url) == (event.venue, "Gratuit", "")
        assert [str(link) for link in new.organisers.all()] == ["PMA"]
        assert [str(link) for link in new.communes.all()] == ["Avion"]
        assert [price.value.display for price in new.prices] == ["5\u00a0€"]
        assert not (new.slots.exists() or new.documents.exists() or new.changes.exists())
        assert "série « Grand forum »" in text(shown).replace("\u00a0", " ")
        event.refresh_from_db()
        assert event.series == new.series == EventSeries.objects.get(name="Grand forum")
        assert (event.title, event.live, event.slots.count(), event.changes.count()) == ("Grand forum 2023", True, 1, 1)
        assert client.get(new.url).status_code == 404

    def test_without_consent_no_series_is_made(self, clerk):
        event = self.past_edition()

        clerk.post(reverse("agenda_renewal", args=[event.pk]), {"title": "Grand forum 2024"})

        assert not EventSeries.objects.exists()
        assert EventPage.objects.get(title="Grand forum 2024").series is None

    def test_looking_creates_nothing_and_who_may_not_write_is_refused(self, clerk):
        event = self.past_edition()
        address = reverse("agenda_renewal", args=[event.pk])

        clerk.get(address)

        assert is_refused(signed_in(builders.account("Label")), address, {"title": "X"})
        assert EventPage.objects.count() == 1


class TestCallingOff:
    def weekly(self, **fields):
        now = timezone.now().replace(second=0, microsecond=0)
        return builders.event([(now + timedelta(days=days), None) for days in (-7, 7, 14)], **fields)

    def call_off(self, client, event, **fields):
        data = {"status": "annule", "note": "Alerte aux vents violents.", **fields}
        return client.post(reverse("agenda_call_off", args=[event.pk]), data)

    def test_all_that_is_to_come_is_cancelled_with_its_entries(self, clerk, client):
        event = self.weekly()

        self.call_off(clerk, event)

        states = [slot.status for slot in event.slots.order_by("start")]
        assert states == ["programme", "annule", "annule"]
        assert EventPage.objects.get().status == "programme"
        assert [change.reason for change in event.changes.all()] == ["Alerte aux vents violents."] * 2
        assert "annulé : Alerte aux vents violents." in text(client.get(event.url))

    def test_an_event_wholly_to_come_is_cancelled_as_a_whole(self, clerk):
        event = builders.event(EVENING)

        self.call_off(clerk, event, status="reporte")

        assert EventPage.objects.get().status == "reporte"

    def test_the_draft_under_way_stays_a_draft_and_learns_of_it(self, clerk, client):
        event = builders.event(EVENING, title="En ligne")
        save(clerk, event, streams=["prices"], title="Pas encore prêt")

        self.call_off(clerk, event)

        event.refresh_from_db()
        draft = event.get_latest_revision_as_object()
        assert (event.title, event.status) == ("En ligne", "annule")
        assert (draft.title, draft.status, draft.slots.get().status) == ("Pas encore prêt", "annule", "annule")
        assert event.has_unpublished_changes

    def test_what_is_cancelled_keeps_its_explanation(self, clerk):
        event = builders.event([*EVENING, (local(2036, 6, 28, 20), None)])
        EventSlot.objects.filter(start=EVENING[0][0]).update(status="annule", note="Salle inondée.")

        clerk.post(reverse("agenda_call_off", args=[event.pk]), {"status": "complet", "note": "Plus de place."})

        slots = EventSlot.objects.order_by("start").values_list("status", "note")
        assert list(slots) == [("annule", "Salle inondée."), ("complet", "Plus de place.")]

    def test_what_was_cancelled_is_not_told_to_be_put_off(self, clerk):
        event = builders.event(EVENING)
        self.call_off(clerk, event)
        versions = event.revisions.count()

        answer = clerk.post(
            reverse("agenda_call_off", args=[event.pk]), {"status": "reporte", "note": "À l’automne."}, follow=True
        )

        assert "Rien n’a changé" in " ".join(messages(answer))
        assert event.revisions.count() == versions

    def test_the_whole_series_when_asked(self, clerk):
        series = builders.event_series("Les mardis du jardin")
        first, second = (builders.event(EVENING, series=series) for _ in range(2))
        past = builders.event([(local(2020, 1, 1), None)], series=series)

        self.call_off(clerk, first)
        alone = EventPage.objects.filter(status="annule").count()
        self.call_off(clerk, first, whole_series="on")

        assert alone == 1
        assert set(EventPage.objects.filter(status="annule")) == {first, second}
        assert EventPage.objects.get(pk=past.pk).status == "programme"

    def test_it_asks_why(self, clerk):
        event = builders.event(EVENING)

        assert self.call_off(clerk, event, note="").status_code == 400
        assert EventPage.objects.get().status == "programme"

    def test_who_may_not_publish_is_refused(self):
        event = builders.event(EVENING)
        address = reverse("agenda_call_off", args=[event.pk])

        assert is_refused(signed_in(builders.account("Rédaction")), address, {"status": "annule", "note": "X"})
        assert EventPage.objects.get().status == "programme"

    def bulk(self, client, ids, **data):
        query = "&".join(f"id={key}" for key in ids)
        return client.post(f"/admin/bulk/agenda/eventpage/call_off/?{query}", data)

    def test_events_ticked_in_the_list(self, clerk):
        events = [builders.event(EVENING) for _ in range(2)]
        kept = builders.event(EVENING)
        listing = text(clerk.get(reverse("agenda_events"), follow=True))

        asked = self.bulk(clerk, [event.pk for event in events], status="annule", note="")
        self.bulk(clerk, [event.pk for event in events], status="annule", note="Grève.")

        assert "Annuler ou reporter" in listing
        assert "Champ requis." in text(asked) or "obligatoire" in text(asked)
        assert set(EventPage.objects.filter(status="annule")) == set(events)
        assert EventPage.objects.get(pk=kept.pk).status == "programme"
        assert EventChange.objects.count() == 4

    def test_many_are_refused_to_who_may_not_publish_and_the_whole_list_to_all(self, clerk):
        event = builders.event(EVENING)

        self.bulk(signed_in(builders.account("Rédaction")), [event.pk], status="annule", note="X")
        told = messages(clerk.get(self.bulk(clerk, ["all"], status="annule", note="X").url))
        self.bulk(clerk, ["x", "9" * 30], status="annule", note="X")

        assert EventPage.objects.get().status == "programme"
        assert any("cochez les événements un à un" in words for words in told)
