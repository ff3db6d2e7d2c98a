"""Events entered in the admin: nights, places of slots, changes that must say why, editions, what is called off."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.urls.resolvers import RoutePattern
from django.utils import timezone
from django.utils.text import slugify

from agenda import urls
from agenda.models import (
    AgendaIndexPage,
    EventChange,
    EventCommune,
    EventDocument,
    EventOrganiser,
    EventPage,
    EventSeries,
    EventSlot,
)
from pma_site.core.models import SiteDocument
from tests import builders
from tests.back_office import edit_address, filled_in, is_refused, messages, save, signed_in
from tests.builders import local
from tests.contents import raw
from tests.reading import text

pytestmark = pytest.mark.django_db

EVENING = [(local(2036, 6, 21, 20), local(2036, 6, 21, 23))]
LATER = {"slots-0-start": "2036-06-28 20:00", "slots-0-end": "2036-06-28 23:00"}


@pytest.fixture
def clerk():
    return signed_in(builders.account("Agenda"))


def errors(response):
    return response.context["form"].errors


def publish(client, event, **fields):
    return save(client, event, action="publish", streams=["prices"], **fields)


def document(title="Convocation"):
    from django.core.files.base import ContentFile

    return SiteDocument.objects.create(title=title, file=ContentFile(b"texte", name="convocation.txt"))


class TestNight:
    def test_an_end_of_the_night_typed_on_the_same_day_is_understood(self, clerk):
        event = builders.event(EVENING, live=False)

        response = save(clerk, event, streams=["prices"], follow=True, **{"slots-0-end": "2036-06-21 01:00"})

        assert EventSlot.objects.get().in_words == "samedi 21 juin 2036, de 20 h à 1 h".replace(" h", "\u00a0h")
        assert any("comprise comme celle de la nuit" in told for told in messages(response))

    def test_an_end_that_is_no_night_is_still_a_mistake(self, clerk):
        event = builders.event(EVENING, live=False)

        response = publish(clerk, event, **{"slots-0-end": "2036-06-21 10:00"})

        assert "La fin précède le début." in text(response)

    def test_rows_follow_the_calendar(self, clerk):
        later = (local(2036, 7, 5, 10), None)
        event = builders.event([later, *EVENING], live=False)

        publish(clerk, event)

        assert [slot.first_day.month for slot in event.slots.all()] == [6, 7]


class TestAddress:
    def test_two_events_may_have_one_name(self, clerk):
        builders.event(EVENING, title="Marché", slug="marché")
        index = AgendaIndexPage.objects.get()
        form = reverse("wagtailadmin_pages:add", args=["agenda", "eventpage", index.pk])
        slots = {
            "slots-TOTAL_FORMS": "1",
            "slots-0-id": "",
            "slots-0-ORDER": "1",
            "slots-0-status": "programme",
            **LATER,
        }

        data = filled_in(clerk, form, ["prices"], title="Marché", slug="marché", **slots)
        answer = clerk.post(form, {**data, "action-publish": "1"})
        assert answer.status_code == 302, (errors(answer), answer.context["form"].formsets["slots"].errors)

        assert sorted(EventPage.objects.online().values_list("slug", flat=True)) == ["marché", "marché-2"]

    def test_an_address_that_somebody_typed_is_not_changed(self, clerk):
        builders.event(EVENING, title="Fête", slug="marché")
        event = builders.event(EVENING, title="Marché d’été", live=False)

        assert "slug" in errors(publish(clerk, event, slug="marché"))


class TestReason:
    def test_a_published_date_is_not_moved_without_a_reason(self, clerk):
        event = builders.event(EVENING)

        response = publish(clerk, event, **LATER)

        assert "dites pourquoi" in str(errors(response)["change_reason"])
        assert EventSlot.objects.get().start == EVENING[0][0]

    def test_the_reason_is_told_to_the_public_then_the_field_is_empty_again(self, clerk):
        event = builders.event(EVENING)

        publish(clerk, event, change_reason="Le terrain est inondé.", **LATER)

        assert [change.reason for change in EventChange.objects.all()] == ["Le terrain est inondé."]
        form = clerk.get(edit_address(event))
        assert form.context["form"]["change_reason"].value() == ""
        assert "Le terrain est inondé." in text(form)

    def test_a_draft_asks_nothing_and_keeps_what_was_typed(self, clerk):
        event = builders.event(EVENING)

        response = save(clerk, event, streams=["prices"], change_reason="Peut-être", **LATER)

        assert response.status_code == 302
        assert clerk.get(edit_address(event)).context["form"]["change_reason"].value() == "Peut-être"
        assert not EventChange.objects.exists()

    def test_who_submits_must_say_why_and_the_direction_approves(self):
        event = builders.event(EVENING)
        writer, director = (signed_in(builders.account(role)) for role in ("Rédaction", "Direction de publication"))

        refused = save(writer, event, action="submit", streams=["prices"], **LATER)
        save(writer, event, action="submit", streams=["prices"], change_reason="Salle prise.", **LATER)
        event.refresh_from_db()
        state = event.current_workflow_task_state
        director.post(
            reverse("wagtailadmin_pages:workflow_action", args=[event.pk, "approve", state.pk]), {"comment": ""}
        )

        assert "change_reason" in errors(refused)
        assert [change.reason for change in EventChange.objects.all()] == ["Salle prise."]

    @pytest.mark.parametrize(
        "fields",
        [{"title": "Un autre titre"}, {"conditions": "Gratuit"}, {"status": "complet", "status_note": "Plein."}],
    )
    def test_other_changes_need_none(self, clerk, fields):
        event = builders.event(EVENING, venue=builders.venue())

        assert publish(clerk, event, **fields).status_code == 302

    def test_another_place_needs_one_and_a_first_place_none(self, clerk):
        placed, unplaced = builders.event(EVENING, venue=builders.venue()), builders.event(EVENING)
        square = builders.venue("Place Jean-Jaurès")

        refused = publish(clerk, placed, venue=square.pk)
        added = publish(clerk, unplaced, venue=square.pk)

        assert "change_reason" in errors(refused)
        assert added.status_code == 302

    def test_an_accent_that_was_missing_moves_nobody(self, clerk):
        event = builders.event(EVENING, venue=builders.venue(), venue_detail="salle Helene-Boucher")

        assert publish(clerk, event, venue_detail="Salle Hélène-Boucher").status_code == 302
        assert not EventChange.objects.exists()

    def test_another_commune_needs_one(self, clerk):
        event = builders.event(EVENING)
        event.communes = [EventCommune(commune=builders.commune("Avion"))]
        event.save()

        refused = publish(clerk, event, **{"communes-0-commune": builders.commune("Liévin").pk})

        assert "change_reason" in errors(refused)

    def test_a_planned_publication_writes_its_entry_when_it_comes(self, clerk):
        event = builders.event(EVENING)
        event.save_revision().publish()
        tomorrow = timezone.localtime() + timedelta(days=1)

        publish(clerk, event, change_reason="Décalé.", go_live_at=f"{tomorrow:%Y-%m-%d %H:%M}", **LATER)
        before = EventChange.objects.count()
        with time_machine.travel(tomorrow + timedelta(hours=1), tick=False):
            call_command("publish_scheduled", stdout=StringIO())

        assert before == 0
        assert [change.reason for change in EventChange.objects.all()] == ["Décalé."]


class TestPlaces:
    def tour(self):
        avion, lievin = builders.commune("Avion"), builders.commune("Liévin")
        event = builders.event([], title="Ciné plein air")
        event.slots = [
            EventSlot(start=local(2036, 7, 5, 22), venue=builders.venue("Stade", commune=avion)),
            EventSlot(start=local(2036, 7, 12, 22), venue=builders.venue("Jardin public", commune=lievin)),
        ]
        event.save()
        return event

    def test_several_communes_at_several_times(self, client):
        event = self.tour()

        page = text(client.get(event.url))
        assert "samedi 5 juillet 2036 à 22 h – Stade (Avion)" in page
        assert "samedi 12 juillet 2036 à 22 h – Jardin public (Liévin)" in page
        assert "samedi 5 juillet 2036 à 22 h et une autre date" in text(client.get("/agenda/")).casefold()
        assert "Stade (Avion)" in text(client.get("/agenda/"))
        for commune in (slot.venue.commune for slot in event.slots.all()):
            assert list(EventPage.objects.in_commune(commune)) == [event]

    def test_one_more_date_elsewhere_changes_no_place(self, clerk):
        event = builders.event(EVENING)
        hall, square = (builders.venue(name, commune=builders.commune(name)) for name in ("Avion", "Liévin"))
        EventSlot.objects.update(venue=hall)
        event = EventPage.objects.get(pk=event.pk)
        event.save()
        event.slots = [*event.slots.all(), EventSlot(start=local(2036, 6, 28, 20), venue=square)]
        event.save_revision()

        assert publish(clerk, event).status_code == 302
        assert "Liévin" in EventPage.objects.get(pk=event.pk).place_in_words
        assert not EventChange.objects.exists()

    def test_a_commune_leaves_with_its_slot_and_those_typed_stay(self):
        event = self.tour()
        lens = builders.commune("Lens")
        event.communes.add(EventCommune(commune=lens))
        event.save()
        event.slots = list(event.slots.order_by("start"))[:1]
        event.save()

        names = sorted(link.commune.name for link in EventPage.objects.get().communes.all())
        assert names == ["Avion", "Lens"]

    def test_a_slot_that_moves_is_told(self, clerk):
        event = self.tour()
        hall = builders.venue("Salle des fêtes", commune=builders.commune("Méricourt"))

        refused = publish(clerk, event, **{"slots-0-venue": hall.pk})
        publish(clerk, event, change_reason="Pluie.", **{"slots-0-venue": hall.pk})

        assert "change_reason" in errors(refused)
        change = EventChange.objects.exclude(slot_uid=None).get()
        assert (change.before, change.after, change.reason) == (
            "Stade (Avion)",
            "Salle des fêtes (Méricourt)",
            "Pluie.",
        )

    def test_a_point_on_the_map_has_two_numbers_near_here(self):
        writer = signed_in(builders.account("Agenda"))
        address = "/admin/snippets/agenda/venue/add/"
        data = {"name": "Salle", "commune": builders.commune().pk}

        alone = writer.post(address, {**data, "latitude": "50.43"})
        swapped = writer.post(address, {**data, "latitude": "2.83", "longitude": "50.43"})

        assert "Indiquez les deux nombres" in text(alone)
        assert "latitude" in errors(swapped)


class TestPractical:
    def test_ages_and_prices_are_checked_and_read_well(self, clerk, client):
        event = builders.event(EVENING, live=False)
        lines = [
            {"label": "Entrée", "amount": "5", "amount_max": "12"},
            {"label": "Moins de 12 ans", "free": "on", "on_reservation": "on"},
        ]
        prices = {"prices-count": "2"}
        for rank, line in enumerate(lines):
            prices |= {f"prices-{rank}-{end}": value for end, value in (("type", "price"), ("order", str(rank)))}
            prices |= {f"prices-{rank}-deleted": "", f"prices-{rank}-id": ""}
            prices |= {f"prices-{rank}-value-{name}": value for name, value in line.items()}

        refused = save(clerk, event, action="publish", **prices, age_min="12", age_max="6")
        save(clerk, event, action="publish", **prices, age_min="6", age_max="12")

        assert "age_max" in errors(refused)
        page = text(client.get(event.url))
        assert "Entrée : de 5 à 12 €" in page
        assert "Moins de 12 ans : Gratuit, sur réservation" in page

    def test_documents_are_entered_in_the_form(self, clerk):
        event, file = builders.event(EVENING), document()

        publish(
            clerk,
            event,
            **{
                "documents-TOTAL_FORMS": "1",
                "documents-0-kind": "convocation",
                "documents-0-title": "",
                "documents-0-document": file.pk,
                "documents-0-ORDER": "1",
            },
        )

        assert EventDocument.objects.get(event=event).document == file


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


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slots-0-start", "0001-01-01 00:00"),
        ("slots-0-end", "9999-12-31 23:30"),
        ("registration_deadline", "0001-01-01 00:00"),
        ("registration_deadline", "9999-12-31 23:59"),
    ],
)
def test_a_year_that_no_calendar_has_is_told(clerk, field, value):
    response = publish(clerk, builders.event(EVENING, live=False), **{field: value})

    assert response.status_code == 200
    assert "Vérifiez l’année." in text(response)


def test_an_address_that_leads_elsewhere_is_refused(clerk):
    event = builders.event(EVENING, live=False)
    routes = [str(each.pattern).strip("/") for each in urls.urlpatterns if isinstance(each.pattern, RoutePattern)]
    slugs = [route for route in routes if route == slugify(route)]

    assert slugs
    for slug in slugs:
        assert "est déjà l’adresse d’une page" in str(errors(publish(clerk, event, slug=slug))["slug"])


@pytest.mark.parametrize("title", ["Abonnement", "!!!"])
def test_a_title_that_makes_no_address_still_has_one(clerk, title):
    event = builders.event(EVENING)

    clerk.post(reverse("agenda_renewal", args=[event.pk]), {"title": title, "provisional_date": "2037"})

    assert EventPage.objects.get(title=title).slug == "evenement"


def test_a_new_event_offers_first_what_it_needs(clerk):
    address = reverse("wagtailadmin_pages:add", args=["agenda", "eventpage", builders.AgendaIndexPage.objects.get().pk])

    page = clerk.get(address).content.decode()
    data = filled_in(clerk, address, ["prices"], title="Bourse aux plantes", slug="bourse")
    clerk.post(address, {**data, "action-publish": "1"})

    essential = page.split('id="tab-pratique"')[0]
    for name in ("title", "slots-TOTAL_FORMS", "venue", "provisional_date", "theme", "image"):
        assert f'name="{name}"' in essential
    assert "Pourquoi la date ou le lieu change" not in page
    # A title is enough: nothing but warnings stands in the way.
    assert EventPage.objects.get().live
