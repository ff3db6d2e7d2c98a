"""Events entered in the admin: nights, addresses, places of slots, practical details."""

import pytest
from django.urls import reverse
from django.urls.resolvers import RoutePattern
from django.utils.text import slugify

from agenda import urls
from agenda.models import AgendaIndexPage, EventChange, EventCommune, EventDocument, EventPage, EventSlot
from tests import builders
from tests.agenda.entering.forms import EVENING, LATER, document, errors, publish
from tests.back_office import filled_in, messages, save, signed_in
from tests.builders import local
from tests.reading import links, text

pytestmark = pytest.mark.django_db


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


class TestTwins:
    """A slot that is there twice would be read twice."""

    TWIN = "Ce créneau est déjà dans la liste"

    def add(self, clerk, event, first=(), **fields):
        """Publish an event with one more slot: that of the evening, with `fields` changed; `first` changes that one."""
        start, end = (f"{moment:%Y-%m-%d %H:%M}" for moment in EVENING[0])
        added = {"start": start, "end": end, "id": "", "ORDER": "2", "status": "programme", **fields}
        rows = {f"slots-1-{name}": value for name, value in added.items()}
        return publish(clerk, event, **{"slots-TOTAL_FORMS": "2", **rows, **dict(first)})

    def test_the_second_one_is_refused_at_its_row(self, clerk):
        event = builders.event(EVENING, live=False)

        response = self.add(clerk, event)

        rows = response.context["form"].formsets["slots"].errors
        assert self.TWIN not in str(rows[0])
        assert self.TWIN in str(rows[1]["start"])
        assert text(response).count(self.TWIN) == 1
        assert EventSlot.objects.count() == 1

    def test_a_whole_day_is_one_at_any_hour(self, clerk):
        whole = {"slots-0-all_day": "on"}

        response = self.add(clerk, builders.event(EVENING, live=False), whole, start="2036-06-21 08:00", all_day="on")

        assert self.TWIN in text(response)

    @pytest.mark.parametrize(
        "fields",
        [{"end": "2036-06-21 23:30"}, {"end": ""}, {"all_day": "on"}, {"venue": True}, {"DELETE": "on"}],
    )
    def test_another_hour_or_place_is_another_slot(self, clerk, fields):
        event = builders.event(EVENING, live=False)
        if "venue" in fields:
            fields = {"venue": builders.venue().pk}

        assert self.add(clerk, event, **fields).status_code == 302
        assert EventSlot.objects.count() == (1 if "DELETE" in fields else 2)


class TestAddress:
    def test_two_events_may_have_one_name(self, clerk):
        builders.event(EVENING, title="Marché", slug="marche")
        index = AgendaIndexPage.objects.get()
        form = reverse("wagtailadmin_pages:add", args=["agenda", "eventpage", index.pk])
        slots = {
            "slots-TOTAL_FORMS": "1",
            "slots-0-id": "",
            "slots-0-ORDER": "1",
            "slots-0-status": "programme",
            **LATER,
        }

        data = filled_in(clerk, form, ["prices"], title="Marché", slug="marche", **slots)
        answer = clerk.post(form, {**data, "action-publish": "1"})
        assert answer.status_code == 302, (errors(answer), answer.context["form"].formsets["slots"].errors)

        assert sorted(EventPage.objects.online().values_list("slug", flat=True)) == ["marche", "marche-2"]

    def test_an_address_that_somebody_typed_is_not_changed(self, clerk):
        builders.event(EVENING, title="Fête", slug="marche")
        event = builders.event(EVENING, title="Marché d’été", live=False)

        assert "slug" in errors(publish(clerk, event, slug="marche"))


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

    def test_what_is_no_telephone_number_is_told(self, clerk, client):
        event = builders.event(EVENING, live=False)

        refused = publish(clerk, event, registration_phone="blabla")
        publish(clerk, event, registration_phone="03 21 00 00 00")

        assert errors(refused) == {"registration_phone": ["Un numéro comme 03 21 00 00 00."]}
        assert "tel:0321000000" in links(client.get(event.url))

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
    address = reverse("wagtailadmin_pages:add", args=["agenda", "eventpage", AgendaIndexPage.objects.get().pk])

    page = clerk.get(address).content.decode()
    data = filled_in(clerk, address, ["prices"], title="Bourse aux plantes", slug="bourse")
    clerk.post(address, {**data, "action-publish": "1"})

    essential = page.split('id="tab-pratique"')[0]
    for name in ("title", "slots-TOTAL_FORMS", "venue", "provisional_date", "theme", "image"):
        assert f'name="{name}"' in essential
    assert "Pourquoi la date ou le lieu change" not in page
    # A title is enough: nothing but warnings stands in the way.
    assert EventPage.objects.get().live
