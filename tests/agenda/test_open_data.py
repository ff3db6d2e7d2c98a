"""The agenda as data and news for everybody: OpenAgenda's names, harmless cells, valid Atom, nothing of drafts."""

import csv
import datetime
import io
import json
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from agenda.models import CalendarEntry, EventCommune, EventOrganiser, EventPage, EventRecord
from tests import builders

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def events(client, query=""):
    response = client.get(f"/agenda/agenda.json{query}")
    assert response["Content-Type"] == "application/json; charset=utf-8"
    data = json.loads(response.getvalue())
    assert data["total"] == len(data["events"])
    return data["events"]


def rows(client, query=""):
    content = client.get(f"/agenda/agenda.csv{query}").getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def news(client, query=""):
    response = client.get(f"/agenda/agenda.atom{query}")
    return ElementTree.fromstring(response.content)  # noqa: S314


def full_event(**fields):
    venue = builders.venue(
        "Salle de l’Espérance",
        commune=builders.commune("Liévin", insee_code="62510"),
        street="4, rue Faidherbe",
        postal_code="62800",
        latitude="50.42271",
        longitude="2.77858",
        wheelchair_access=True,
        hearing_loop=True,
    )
    event = builders.event(
        [
            (builders.local(2030, 6, 21, 13, 30), builders.local(2030, 6, 21, 17)),
            (builders.local(2030, 6, 22, 10), None),
        ],
        **{
            "title": "Rencontres du forum",
            "standfirst": "Trois ateliers.",
            "body": "<p>Le matin, <b>l’eau</b>.</p><ul><li>Le sol</li></ul>",
            "theme": "environnement",
            "audience": "familles",
            "venue": venue,
            "online_url": "https://visio.example/forum",
            "conditions": "Sur réservation",
            "registration_url": "https://inscription.example/forum",
            "registration_phone": "03 21 00 00 00",
            "age_min": 6,
            "status": "complet",
            "status_note": "Liste d’attente ouverte.",
            "image": builders.image(),
            **fields,
        },
    )
    event.organisers = [EventOrganiser(organisation=builders.organisation("Le forum"))]
    event.save()
    return event


def test_an_event_has_the_fields_of_openagenda(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        event = full_event()

    (record,) = events(client)

    assert record["uid"] == event.pk
    assert record["title"] == {"fr": "Rencontres du forum"}
    assert record["description"] == {"fr": "Trois ateliers."}
    assert record["longDescription"] == {"fr": "Le matin, l’eau.\n\n– Le sol"}
    assert record["conditions"] == {"fr": "Sur réservation"}
    assert record["keywords"] == {"fr": ["Écotransition et environnement", "Familles"]}
    assert [timing["begin"] for timing in record["timings"]] == [
        "2030-06-21T13:30:00+02:00",
        "2030-06-22T10:00:00+02:00",
    ]
    assert [timing["end"] for timing in record["timings"]] == ["2030-06-21T17:00:00+02:00", None]
    assert record["location"]["name"] == "Salle de l’Espérance"
    assert record["location"]["address"] == "4, rue Faidherbe, 62800 Liévin"
    assert (record["location"]["city"], record["location"]["insee"]) == ("Liévin", "62510")
    assert (record["location"]["latitude"], record["location"]["longitude"]) == (50.42271, 2.77858)
    assert record["accessibility"] == {"hi": True, "ii": False, "vi": False, "mi": True, "pi": False}
    assert (record["status"], record["statusNote"]) == (5, "Liste d’attente ouverte.")
    assert (record["attendanceMode"], record["onlineAccessLink"]) == (3, "https://visio.example/forum")
    assert record["registration"] == [
        {"type": "link", "value": "https://inscription.example/forum"},
        {"type": "phone", "value": "03 21 00 00 00"},
    ]
    assert record["age"] == {"min": 6, "max": None}
    assert record["organizers"] == ["Le forum"]
    assert record["canonicalUrl"] == event.full_url
    assert record["image"]["filename"].startswith(f"{settings.WAGTAILADMIN_BASE_URL}/media/")
    assert datetime.datetime.fromisoformat(record["updatedAt"]) <= timezone.now()


@pytest.mark.parametrize(
    ("status", "online", "number"),
    [("programme", "", 1), ("reporte", "", 4), ("complet", "", 5), ("annule", "", 6), ("deplace", "", 2)]
    + [("deplace", "https://visio.example/", 3)],
)
def test_states_have_the_numbers_of_openagenda(client, status, online, number):
    builders.event(status=status, status_note="Note", online_url=online)

    assert events(client)[0]["status"] == number


def test_a_date_that_changed_is_told_and_an_event_without_place_or_date_is_whole(client):
    moved = builders.event()
    moved.slots = [moved.slots.get()]
    moved.slots.first().start += datetime.timedelta(hours=1)
    moved.save()
    builders.event([], provisional_date="juin 2030", title="Sans rien")

    changed, bare = events(client)

    assert changed["status"] == 2
    assert (bare["timings"], bare["location"], bare["dateRange"]) == ([], None, {"fr": "juin 2030"})
    assert "None" not in ",".join(rows(client)[1].values())
    assert rows(client)[1]["location.name"] == ""


def test_a_spreadsheet_runs_nothing(client):
    builders.event(title="=HYPERLINK(A1)", conditions="+33 1\r\n@SOMME(A1)\u2028;fin")

    (row,) = rows(client)

    assert row["title.fr"] == "'=HYPERLINK(A1)"
    assert row["conditions.fr"].startswith("'+33 1")
    assert "\u2028" not in row["conditions.fr"]


def test_data_follow_the_filters_and_what_is_not_online_is_not_there(client):
    place = builders.commune("Liévin")
    several = builders.event(title="Ici aussi")
    several.communes = [EventCommune(commune=place)]
    several.save()
    builders.event(title="Ici", venue=builders.venue(commune=place))
    builders.event(title="Ailleurs", venue=builders.venue("B", commune=builders.commune("Avion")))
    builders.event(title="Brouillon", live=False)
    unpublished = builders.event(title="Dépubliée", venue=builders.venue("C", commune=place))
    EventPage.objects.get(pk=unpublished.pk).unpublish()

    query = f"?commune={place.insee_code}"
    assert {event["title"]["fr"] for event in events(client, query)} == {"Ici", "Ici aussi"}
    assert {row["title.fr"] for row in rows(client, query)} == {"Ici", "Ici aussi"}
    assert {entry.findtext(f"{ATOM}title") for entry in news(client, query).iter(f"{ATOM}entry")} == {
        "Ici",
        "Ici aussi",
    }
    assert len(events(client)) == 3


def test_news_are_the_last_changes_of_what_is_to_come(client):
    builders.event([(timezone.now() - datetime.timedelta(days=2), None)], title="Passé")
    first = builders.event(title="Premier", standfirst="<b>R&D</b> \x01")
    builders.event(title="Second", status="annule", status_note="Faute d’orateur.")
    first.standfirst = "<b>R&D</b> & co"
    first.save()

    feed = news(client)
    entries = list(feed.iter(f"{ATOM}entry"))

    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Premier", "Annulé : Second"]
    assert "&lt;b&gt;R&amp;D&lt;/b&gt; &amp; co" in entries[0].findtext(f"{ATOM}summary")
    assert "Faute d’orateur." in entries[1].findtext(f"{ATOM}summary")
    identities = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert identities[0] == f"urn:uuid:{first.translation_key}"
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == "http://testserver/agenda/agenda.atom"
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")


def test_an_empty_agenda_is_still_a_feed(client):
    assert news(client).findtext(f"{ATOM}updated") == "2021-01-01T00:00:00+00:00"
    assert events(client) == rows(client) == []


def test_everything_can_be_rebuilt_and_compared(capsys):
    event = builders.event()
    call_command("rebuild_calendar", "--check")
    assert "disent la même chose" in capsys.readouterr().out

    EventPage.objects.filter(pk=event.pk).update(theme="culture")
    with pytest.raises(CommandError, match="1 créneau et 1 fiche"):
        call_command("rebuild_calendar", "--check")
    call_command("rebuild_calendar")
    assert "1 créneau et 1 fiche remis à jour." in capsys.readouterr().out
    assert CalendarEntry.objects.get().sequence == 1
    call_command("rebuild_calendar", "--check")

    # As an erasure writes: what readers hold is out of date as well.
    EventRecord.objects.update(data="{}")
    call_command("rebuild_calendar")
    assert EventRecord.objects.get().data.startswith('{"uid":')


class TestSubscribing:
    def test_it_gives_the_address_of_a_choice_and_the_links_of_programs(self):
        place = builders.commune("Liévin")
        response = Client().get(f"/agenda/abonnement/?commune={place.insee_code}&theme=")

        words = response.content.decode()
        address = f"http://testserver/agenda/agenda.ics?commune={place.insee_code}"
        assert f'value="{address}"' in words
        assert f'href="webcal://testserver/agenda/agenda.ics?commune={place.insee_code}"' in words
        assert "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Ftestserver%2Fagenda%2Fagenda.ics" in words
        assert "https://outlook.office.com/calendar/0/addfromweb?url=http%3A%2F%2Ftestserver" in words
        assert not response.cookies

    def test_a_wrong_choice_is_explained(self):
        response = Client().get("/agenda/abonnement/?commune=00000")

        assert response.status_code == 400
        assert "Cette commune ne fait pas partie du territoire." in response.content.decode()
        assert 'value="http://testserver/agenda/agenda.ics"' in response.content.decode()


def test_a_series_that_is_deleted_is_no_keyword_any_more(client):
    series = builders.event_series("Les mardis du jardin")
    builders.event(series=series)
    assert "Les mardis du jardin" in events(client)[0]["keywords"]["fr"]

    series.delete()

    assert "Les mardis du jardin" not in events(client)[0]["keywords"]["fr"]
