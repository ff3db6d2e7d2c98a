"""What search engines are told of an event."""

from datetime import UTC, timedelta
from decimal import Decimal

import pytest
import time_machine

from agenda.models import EventCommune, EventOrganiser, EventSeries, EventSlot
from tests import builders, contents
from tests.agenda.search_engines import SCHEMA, described
from tests.builders import local
from tests.contents import raw
from tests.reading import text

pytestmark = pytest.mark.django_db
EVENING = [(local(2036, 7, 4, 20), local(2036, 7, 4, 22, 30))]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(local(2036, 6, 1, 12).astimezone(UTC), tick=False):
        yield


def test_an_evening_with_everything(client, django_capture_on_commit_callbacks):
    commune = builders.commune("Lens")
    venue = builders.venue(
        "Louvre-Lens",
        commune=commune,
        street="99 rue Paul-Bert",
        postal_code="62300",
        longitude=Decimal("2.80309"),
        latitude=Decimal("50.43085"),
    )
    with django_capture_on_commit_callbacks(execute=True):
        image = builders.image()
    event = builders.event(
        EVENING,
        title="Nuit des musées",
        standfirst="Une nuit au musée.",
        venue=venue,
        image=image,
        audience="familles",
        age_min=6,
        age_max=12,
        capacity=300,
        registration_url="https://billets.example/",
        registration_deadline=local(2036, 7, 1),
        series=EventSeries.objects.create(name="Nuits"),
    )
    event.prices = raw(
        [("price", {"label": "Plein", "amount": "7.5"}), ("price", {"label": "Moins de 18 ans", "amount": "0"})]
    )
    event.organisers = [EventOrganiser(organisation=builders.organisation("Louvre", website="https://louvre.example/"))]
    event.save()

    data = described(client, event)

    assert data["startDate"] == "2036-07-04T20:00:00+02:00"
    assert data["endDate"] == "2036-07-04T22:30:00+02:00"
    assert data["eventStatus"] == f"{SCHEMA}EventScheduled"
    assert data["eventAttendanceMode"] == f"{SCHEMA}OfflineEventAttendanceMode"
    assert data["location"]["name"] == "Louvre-Lens"
    assert data["location"]["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "99 rue Paul-Bert",
        "postalCode": "62300",
        "addressLocality": "Lens",
        "addressCountry": "FR",
    }
    assert data["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 50.43085, "longitude": 2.80309}
    assert data["image"][0].startswith("http://testserver/")
    assert data["organizer"] == [{"@type": "Organization", "name": "Louvre", "url": "https://louvre.example/"}]
    assert [(offer["name"], offer["price"]) for offer in data["offers"]] == [
        ("Plein", "7.50"),
        ("Moins de 18 ans", "0.00"),
    ]
    assert data["offers"][0]["availability"] == f"{SCHEMA}InStock"
    assert data["offers"][0]["validThrough"] == "2036-07-01T00:00:00+02:00"
    assert data["offers"][0]["url"] == "https://billets.example/"
    assert data["isAccessibleForFree"] is False
    assert data["typicalAgeRange"] == "6-12"
    assert data["superEvent"] == {"@type": "EventSeries", "name": "Nuits"}


def test_what_is_not_known_is_not_said(client):
    data = described(client, builders.event([(local(2036, 12, 4, 9), None)]))

    assert data["startDate"] == "2036-12-04T09:00:00+01:00"
    assert not {"endDate", "location", "offers", "isAccessibleForFree", "typicalAgeRange", "image"} & set(data)


def test_without_a_date_there_is_none(client):
    assert described(client, builders.event([], provisional_date="juin 2037")) is None


def test_whole_days_have_no_hours(client):
    event = builders.event([])
    event.slots = [EventSlot(start=local(2036, 7, 4), end=local(2036, 7, 5), all_day=True)]
    event.save()

    data = described(client, event)

    assert (data["startDate"], data["endDate"]) == ("2036-07-04", "2036-07-05")


@pytest.mark.parametrize(
    ("status", "expected"),
    [("annule", "EventCancelled"), ("reporte", "EventPostponed"), ("complet", "EventScheduled")],
)
def test_the_status(client, status, expected):
    event = builders.event(EVENING, status=status, status_note="Une raison.", conditions="Gratuit sur réservation")

    data = described(client, event)

    assert data["eventStatus"] == f"{SCHEMA}{expected}"
    assert data["isAccessibleForFree"] is True
    assert data["offers"][0]["price"] == "0.00"
    assert data["offers"][0]["availability"] == f"{SCHEMA}{'SoldOut' if status == 'complet' else 'InStock'}"


def moved(event, days):
    slot = event.slots.get()
    slot.start += timedelta(days=days)
    slot.end += timedelta(days=days)
    event.slots = [slot]
    event.change_reason = "La salle est prise."
    event.save()


def test_a_date_that_moved_is_rescheduled_from_each_former_one(client):
    event = builders.event(EVENING)
    moved(event, 7)

    data = described(client, event)
    assert data["eventStatus"] == f"{SCHEMA}EventRescheduled"
    assert data["startDate"] == "2036-07-11T20:00:00+02:00"
    assert data["previousStartDate"] == "2036-07-04T20:00:00+02:00"

    moved(event, 7)
    assert described(client, event)["previousStartDate"] == ["2036-07-04T20:00:00+02:00", "2036-07-11T20:00:00+02:00"]


def test_a_cancelled_event_was_moved_before_and_is_cancelled(client):
    event = builders.event(EVENING)
    moved(event, 7)
    event.status, event.status_note = "annule", "L’orage."
    event.save()

    assert described(client, event)["eventStatus"] == f"{SCHEMA}EventCancelled"


def test_postponed_to_a_day_that_nobody_knows_keeps_its_former_one(client):
    event = builders.event(EVENING)
    event.slots = []
    event.status, event.status_note, event.change_reason = "reporte", "Une autre date sera annoncée.", "L’orage."
    event.save()

    data = described(client, event)

    assert data["eventStatus"] == f"{SCHEMA}EventPostponed"
    assert data["startDate"] == "2036-07-04T20:00:00+02:00"


def test_moved_online(client):
    event = builders.event(EVENING, venue=builders.venue())
    event.venue, event.online_url, event.change_reason = None, "https://visio.example/abc", "La salle est fermée."
    event.save()

    data = described(client, event)

    assert data["eventStatus"] == f"{SCHEMA}EventMovedOnline"
    assert data["eventAttendanceMode"] == f"{SCHEMA}OnlineEventAttendanceMode"
    assert data["location"]["@type"] == "VirtualLocation"


def test_here_and_online(client):
    event = builders.event(EVENING, venue=builders.venue(), online_url="https://visio.example/abc")

    data = described(client, event)

    assert data["eventAttendanceMode"] == f"{SCHEMA}MixedEventAttendanceMode"
    assert [place["@type"] for place in data["location"]] == ["Place", "VirtualLocation"]


def test_several_communes_are_several_places(client):
    event = builders.event(EVENING)
    event.communes = [EventCommune(commune=builders.commune(name)) for name in ("Lens", "Avion")]
    event.save()

    assert [place["name"] for place in described(client, event)["location"]] == ["Lens", "Avion"]


def test_several_dates_are_parts_each_with_its_status(client):
    event = builders.event([], venue=builders.venue())
    event.slots = [
        EventSlot(start=local(2036, 5, 24, 10), end=local(2036, 5, 24, 12)),
        EventSlot(start=local(2036, 7, 5, 10), end=local(2036, 7, 5, 12)),
        EventSlot(start=local(2036, 7, 12, 10), end=local(2036, 7, 12, 12), status="annule", note="Relâche."),
    ]
    event.save()

    data = described(client, event)

    assert (data["startDate"][:10], data["endDate"][:10]) == ("2036-05-24", "2036-07-05")
    assert [(part["startDate"][:10], part["eventStatus"]) for part in data["subEvent"]] == [
        ("2036-07-05", f"{SCHEMA}EventScheduled"),
        ("2036-07-12", f"{SCHEMA}EventCancelled"),
    ]
    assert data["subEvent"][0]["location"]["@id"] == data["location"]["@id"]


def test_hostile_words_stay_words(client):
    title = "</script><script>alert(1)</script> & \u2028 “fin”"
    event = builders.event(EVENING, title=title, standfirst="<!-- \u2029 ]]>", venue=builders.venue("<b>Salle</b>"))

    data = described(client, event)

    assert data["name"] == title
    assert data["location"]["name"] == "<b>Salle</b>"


def test_everything_at_once_is_well_formed(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        event = contents.full_event(30)

    assert len(described(client, event)["subEvent"]) == 10


def test_tariffs_that_are_free_or_a_range(client):
    event = builders.event(EVENING, venue=builders.venue())
    lines = [{"label": "Adultes", "amount": Decimal(5), "amount_max": Decimal(12), "on_reservation": True}]
    lines.append({"label": "Enfants", "free": True, "on_reservation": True})
    event.prices = [("price", line) for line in lines]
    event.save()

    adults, children = (found := described(client, event))["offers"]

    assert (adults["price"], adults["priceSpecification"]["minPrice"]) == ("5.00", "5.00")
    assert adults["priceSpecification"]["maxPrice"] == "12.00"
    assert (children["price"], "priceSpecification" in children) == ("0.00", False)
    assert found["isAccessibleForFree"] is False
    assert "Gratuit ou jusqu’à 12 €, sur réservation" in text(client.get("/agenda/"))

    event.prices = [("price", lines[1])]
    event.save()
    assert described(client, event)["isAccessibleForFree"] is True
