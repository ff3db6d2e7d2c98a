"""Under which day an event stands, how days and months lead to one another, and where each date is."""

import json
import re

import pytest

from agenda.models import EventSlot
from tests import builders
from tests.agenda.listing.looking import headings, listed
from tests.builders import local
from tests.reading import links, text

pytestmark = pytest.mark.django_db


class TestDays:
    """What a list says of days; today is Thursday 1 June 2023."""

    def event(self, title, *slots):
        return builders.event(list(slots), title=title)

    def test_events_stand_under_the_day_of_their_next_slot(self, client):
        self.event("un jour", (local(2023, 6, 10, 9), None))
        self.event("sans date")
        self.event("demain", (local(2023, 6, 2, 9), None))
        self.event("série", *[(local(2023, month, 3, 18), None) for month in range(1, 13)])
        self.event("ce soir", (local(2023, 6, 1, 20), None))
        self.event("en cours", (local(2023, 5, 1), local(2023, 6, 30)))

        page = client.get("/agenda/")

        assert headings(client) == [
            "En ce moment",
            "Aujourd’hui, jeudi 1er juin",
            "Demain, vendredi 2 juin",
            "Samedi 3 juin 2023",
            "Samedi 10 juin 2023",
            "Date à confirmer",
        ]
        assert listed(client) == ["en cours", "ce soir", "demain", "série", "un jour", "sans date"]
        assert "Samedi 3 juin 2023 à 18 h et 6 autres dates" in text(page)

    def test_a_slot_that_is_called_off_says_so(self, client):
        event = builders.event([])
        event.slots = [
            EventSlot(start=local(2023, 6, 5, 10), status="annule", note="Relâche."),
            EventSlot(start=local(2023, 6, 12, 10)),
        ]
        event.save()

        assert "Annulé : Relâche." in text(client.get("/agenda/"))

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"periode": "aujourd-hui"}, {"ce soir", "long"}),
            ({"periode": "ce-week-end"}, {"dimanche", "long"}),
            ({"periode": "cette-semaine"}, {"ce soir", "dimanche", "long"}),
            ({"periode": "ce-mois"}, {"ce soir", "dimanche", "long", "le 30"}),
            ({"du": "2023-06-01", "au": "2023-06-01"}, {"ce matin", "ce soir", "long"}),
            ({"du": "2023-06-04"}, {"dimanche", "long", "le 30", "juillet"}),
            ({"au": "2023-06-04"}, {"ce soir", "dimanche", "long"}),
            ({"au": "2023-05-31"}, {"hier", "long"}),
            ({"du": "2023-05-31", "au": "2023-05-31"}, {"hier", "long"}),
            ({"mois": "2023-06"}, {"ce matin", "ce soir", "dimanche", "long", "le 30"}),
            ({"mois": "2023-07"}, {"juillet"}),
            ({"annee": "2023"}, {"hier", "ce matin"}),
            ({"annee": "2022"}, set()),
        ],
        # The order of a set is not the same in every process.
        ids=lambda value: "&".join(value.values() if isinstance(value, dict) else sorted(value)),
    )
    def test_stretches_of_time(self, client, query, found):
        self.event("hier", (local(2023, 5, 31, 9), None))
        self.event("ce matin", (local(2023, 6, 1, 9), local(2023, 6, 1, 10)))
        # Of which today's is over.
        self.event("dimanche", (local(2023, 6, 1, 8), None), (local(2023, 6, 4, 9), None)) if "mois" in query else None
        self.event("ce soir", (local(2023, 6, 1, 20), None))
        self.event("dimanche", (local(2023, 6, 4, 9), None)) if "mois" not in query else None
        self.event("long", (local(2023, 4, 1), local(2023, 6, 29)))
        self.event("le 30", (local(2023, 6, 30, 23), None))
        self.event("juillet", (local(2023, 7, 1), None))

        assert set(listed(client, **query)) == found

    def test_a_month_is_a_table_that_leads_to_each_day(self, client):
        self.event("deux jours", (local(2023, 6, 5, 9), local(2023, 6, 6, 18)))
        self.event("un soir", (local(2023, 6, 5, 20), local(2023, 6, 6)))
        builders.event([(local(2023, 6, 5, 20), None)], theme="sport")

        page = client.get("/agenda/", {"mois": "2023-06"})

        assert "lundi 5 : 3 événements" in text(page)
        assert "mardi 6 : 1 événement" in text(page)
        assert "1, aujourd’hui" in text(page)
        assert {"/agenda/?du=2023-06-05&au=2023-06-05", "/agenda/?mois=2023-05", "/agenda/?mois=2023-07"} <= set(
            links(page)
        )
        filtered = client.get("/agenda/", {"mois": "2023-06", "theme": "sport"})
        assert "lundi 5 : 1 événement" in text(filtered)
        assert {"/agenda/?theme=sport&du=2023-06-05&au=2023-06-05", "/agenda/?theme=sport&mois=2023-07"} <= set(
            links(filtered)
        )

    def test_months_end_ten_years_away(self, client):
        assert "/agenda/?mois=2034-01" not in links(client.get("/agenda/", {"mois": "2033-12"}))
        assert "/agenda/?mois=2012-12" not in links(client.get("/agenda/", {"mois": "2013-01"}))

    def test_archives_are_kept_by_the_year_of_the_last_day(self, client):
        self.event("réveillon", (local(2021, 12, 31, 20), local(2022, 1, 1, 3)))
        self.event("jusqu’à minuit", (local(2021, 12, 31, 20), local(2022, 1, 1)))
        self.event("mai", (local(2022, 5, 1), None))

        page = client.get("/agenda/", {"periode": "passes"})

        assert {"/agenda/?annee=2022", "/agenda/?annee=2021"} <= set(links(page))
        assert listed(client, annee=2022) == ["mai", "réveillon"]
        assert headings(client, annee=2022) == ["Mai 2022", "Janvier 2022"]
        assert listed(client, annee=2021) == ["jusqu’à minuit"]


def test_the_two_lines_of_a_date_are_not_bound_by_a_space_that_takes_a_third(client):
    builders.event([(local(2024, 5, 12, 9), None)])

    assert '">12</span><span class="date-tile__month">mai 2024' in client.get("/agenda/").content.decode()


def test_a_date_in_a_place_of_its_own_is_shown_there(client):
    lens, lievin = builders.commune("Lens"), builders.commune("Liévin")
    hall = builders.venue("Salle", commune=lens, access="Parking.", latitude="50.43", longitude="2.83")
    event = builders.event([], title="Caravane", venue=hall, venue_detail="1er étage")
    square = builders.venue("Place", commune=lievin, street="2 rue du Marché", access="Bus 1.", latitude="50.42")
    event.slots = [EventSlot(start=local(2023, 6, 5, 10), venue=square), EventSlot(start=local(2023, 6, 12, 10))]
    event.save()

    def told():
        page, calendar = client.get(event.url).content.decode(), client.get(f"{event.url}agenda.ics").content.decode()
        described = json.loads(re.search(r'application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
        lines = calendar.replace("\r\n ", "").split("\r\n")
        timings = json.loads(b"".join(client.get("/agenda/agenda.json")))["events"][0]["timings"]
        return described, lines, timings

    described, lines, timings = told()
    assert "Lundi 5 juin 2023 à 10 h et une autre date Place (Liévin)" in text(client.get("/agenda/"))
    own, shared = described["subEvent"]
    assert (own["location"]["name"], shared["location"]) == ("Place", {"@id": described["location"]["@id"]})
    assert [line for line in lines if line.startswith(("LOCATION", "GEO"))] == [
        "LOCATION:Place\\, 2 rue du Marché\\, Liévin",
        "LOCATION:Salle\\, 1er étage\\, Lens",
        "GEO:50.43000;2.83000",
    ]
    assert [line.split("Accès\xa0: ")[1][:4] for line in lines if "Accès" in line] == ["Bus ", "Park"]
    assert [timing.get("location", {}).get("name") for timing in timings] == ["Place", None]

    # Its place is renamed by somebody who has never heard of the event.
    square.name = "Grand-Place"
    square.save()
    described, lines, timings = told()
    assert "Grand-Place (Liévin)" in text(client.get("/agenda/"))
    assert listed(client, q="grand-place") == ["Caravane"]
    assert any(line.startswith("LOCATION:Grand-Place") for line in lines)
    assert timings[0]["location"]["name"] == described["subEvent"][0]["location"]["name"] == "Grand-Place"

    event.slots = [EventSlot(start=local(2023, 6, 5, 10), venue=square)]
    event.save()
    page = text(client.get(event.url))
    assert "Où Grand-Place (Liévin) 2 rue du Marché" in page
    assert "1er étage" not in page.split("Ce qui a changé")[0]
