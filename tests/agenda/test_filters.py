"""The agenda as readers narrow it down."""

import json
import re
from datetime import UTC

import pytest
import time_machine
from wagtail.models import PageViewRestriction

from agenda.models import EventCommune, EventOrganiser, EventPage, EventSlot
from tests import builders
from tests.builders import local
from tests.keeping import kept, lent
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db

# A Thursday.
NOON = local(2023, 6, 1, 12).astimezone(UTC)
EVENING = [(local(2023, 6, 21, 13, 30), local(2023, 6, 21, 17))]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def listed(client, status=200, **query):
    """The titles of the events that the agenda lists, in order."""
    response = client.get("/agenda/", query, follow=True)
    assert response.status_code == status
    return [event.title for group in response.context["listing"].groups for event in group.events]


def headings(client, **query):
    return [
        f"{group.title}{' (suite)' if group.continued else ''}"
        for group in client.get("/agenda/", query).context["listing"].groups
    ]


def four_events():
    north, south = builders.epci(), builders.epci()
    lens, lievin = builders.commune("Lens", epci=north), builders.commune("Liévin", epci=south)
    events = {
        "lens": builders.event(EVENING, venue=builders.venue(commune=lens), theme="sport", audience="elus"),
        "lievin": builders.event(EVENING, venue=builders.venue(commune=lievin), theme="culture"),
        "both": builders.event(EVENING, venue=builders.venue(commune=lens)),
        "gone": builders.event([(local(2023, 5, 12, 9), None)], theme="sport"),
    }
    events["both"].communes = [EventCommune(commune=lievin), EventCommune(commune=lens)]
    for title, event in events.items():
        event.title = title
        event.save()
    return events


@pytest.fixture(scope="class")
def kept_events(django_db_setup, django_db_blocker):
    with time_machine.travel(NOON, tick=False), kept(four_events, django_db_blocker) as events:
        yield events


@pytest.fixture
def events(kept_events, db):
    return lent(kept_events)


class TestFilters:
    def test_by_period(self, client, events):
        assert set(listed(client)) == {"lens", "lievin", "both"}
        assert set(listed(client, periode="a-venir")) == {"lens", "lievin", "both"}
        assert listed(client, periode="passes") == ["gone"]

    def test_by_theme_and_audience(self, client, events):
        assert listed(client, theme="sport") == ["lens"]
        assert listed(client, theme="sport", periode="passes") == ["gone"]
        assert set(listed(client, theme="")) == {"lens", "lievin", "both"}
        assert listed(client, public="elus") == ["lens"]
        assert listed(client, public="elus", theme="culture") == []

    def test_by_commune_of_the_venue_or_named_and_by_what_it_belongs_to(self, client, events):
        lievin = events["lievin"].venue.commune

        assert set(listed(client, commune=lievin.insee_code)) == {"lievin", "both"}
        assert set(listed(client, epci=lievin.epci.siren)) == {"lievin", "both"}
        assert listed(client, epci=lievin.epci.siren, theme="culture") == ["lievin"]

    def test_by_organiser_and_not_by_partner(self, client, events):
        runs, supports = builders.organisation(), builders.organisation()
        events["lens"].organisers = [
            EventOrganiser(organisation=runs),
            EventOrganiser(organisation=supports, role="partenaire"),
        ]
        events["lens"].save()

        assert listed(client, organisateur=runs.pk) == ["lens"]
        assert listed(client, organisateur=supports.pk) == []

    @pytest.mark.parametrize(
        "words", ["transition écologique", "TRANSITIONS ecologiques", "lièvin transition", "la transition"]
    )
    def test_by_words_in_any_inflection(self, client, events, words):
        events["lievin"].title = "Les transitions écologiques"
        events["lievin"].save()

        assert listed(client, q=words) == ["Les transitions écologiques"]
        assert listed(client, q=f"{words} xylophone") == []

    def test_an_event_is_listed_once(self, client, events):
        lens = events["lens"].venue.commune.insee_code
        events["both"].slots = [EventSlot(start=local(2023, 6, day, 9)) for day in (5, 12, 19)]
        events["both"].save()

        assert sorted(listed(client, commune=lens)) == ["both", "lens"]
        assert sorted(listed(client, du="2023-06-01", au="2023-06-30")) == ["both", "lens", "lievin"]

    def test_what_is_offered_tells_how_much_it_leads_to(self, client, events):
        lens = events["lens"].venue.commune
        page = client.get("/agenda/", {"theme": "sport"})

        offered = {option["value"] for option in elements(page, "option")}
        assert "Lens (1)" in text(page)
        assert lens.insee_code in offered
        # Nothing of this theme is there.
        assert events["lievin"].venue.commune.insee_code not in offered
        assert "1 événement" in text(page)
        assert "Culture et patrimoine (1)" in text(page)

    def test_a_commune_without_events_may_be_asked_for(self, client, events):
        elsewhere = builders.commune("Avion")

        page = client.get("/agenda/", {"commune": elsewhere.insee_code})

        assert page.status_code == 200
        assert "Avion (0)" in text(page)

    def test_filters_in_force_can_be_taken_away_one_by_one(self, client, events):
        page = client.get("/agenda/", {"theme": "sport", "q": "lens"})

        assert "Retirer le filtre Thème : Sport et nature" in text(page)
        assert {"/agenda/?q=lens", "/agenda/?theme=sport", "/agenda/"} <= set(links(page))

    def test_an_address_has_nothing_empty(self, client, events):
        page = client.get("/agenda/?q=&periode=a-venir&du=&au=&commune=&theme=sport&public=&organisateur=&inconnu=1")

        assert (page.status_code, page.url) == (302, "/agenda/?theme=sport")

    def test_nothing_found_leads_on(self, client, events):
        page = client.get("/agenda/", {"theme": "sport", "periode": "ce-week-end"})

        assert "Aucun événement ne correspond" in text(page)
        assert "Le prochain : lens, mercredi 21 juin 2023, de 13 h 30 à 17 h." in text(page)
        assert events["gone"].url in links(page)
        assert "Toutes les dates à venir (1 événement)" in text(page)
        page = client.get("/agenda/", {"theme": "sport", "public": "familles"})
        assert "Sans Familles (1 événement)" in text(page)

    @pytest.mark.parametrize(
        "query",
        [
            {"theme": "inconnu"},
            {"periode": "demain"},
            {"commune": "99999"},
            {"commune": "Lens"},
            {"commune": "\0"},
            {"theme": "\0"},
            {"q": "\0"},
            {"q": "x" * 101},
            {"commune": "9" * 5000},
            {"epci": "9" * 12},
            {"organisateur": "1.5"},
            {"organisateur": "9" * 15},
            {"theme": "sport", "periode": "' OR 1=1 --"},
            {"du": "2023-13-45"},
            {"du": "0001-01-01"},
            {"au": "9999-12-31"},
            {"du": "2023-06-10", "au": "2023-06-01"},
            {"mois": "2023-13"},
            {"mois": "2033-13"},
            {"mois": "2034-01"},
            {"mois": "2012-12"},
            {"annee": "abc"},
            {"annee": "99999"},
        ],
        ids=lambda query: ascii(query)[:40],
    )
    def test_a_value_that_is_not_offered_is_refused_in_words_and_the_list_stays(self, client, events, query):
        response = client.get("/agenda/", query)

        assert response.status_code == 400
        assert "Votre saisie est à corriger" in text(response)
        assert [name for name in elements(response, "details") if "open" in name]
        assert response.context["listing"].groups

    @pytest.mark.parametrize("page", ["abc", "-1", "999999", "0", "9" * 5000, "1.5", "", "é", "\0", "٣", "1 OR 1"])
    def test_any_page_number_gives_a_page(self, client, events, page):
        assert client.get("/agenda/", {"page": page}).status_code == 200


def test_a_long_list_has_pages_that_keep_the_filters_and_the_day(client):
    for _ in range(21):
        builders.event(EVENING, theme="sport")

    first = client.get("/agenda/", {"theme": "sport"})
    following = next(link for link in links(first) if "page=2" in link)

    assert "theme=sport" in following
    assert headings(client, theme="sport") == ["Mercredi 21 juin 2023"]
    assert headings(client, theme="sport", page=2) == ["Mercredi 21 juin 2023 (suite)"]
    seen = [*listed(client, theme="sport"), *listed(client, theme="sport", page=2)]
    assert len(seen) == 21


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


class TestWhatIsOnline:
    """The agenda shows at once what was published, and nothing of what is no longer."""

    def test_an_unpublished_event_is_nowhere(self, client, events):
        assert "lens" in listed(client)
        events["lens"].unpublish()

        assert "lens" not in listed(client)
        assert client.get(events["lens"].url).status_code == 404
        assert events["lens"].url not in links(client.get(events["lens"].venue.commune.get_absolute_url()))

    def test_whatever_changes_is_seen_by_the_next_visitor(self, client, events):
        lens = events["lens"].venue.commune
        assert "lens" in listed(client, commune=lens.insee_code)

        events["lens"].slots = [EventSlot(start=local(2023, 5, 1, 9))]
        events["lens"].save()
        assert listed(client, theme="sport") == []
        assert listed(client, theme="sport", periode="passes") == ["gone", "lens"]
        events["gone"].delete()
        assert listed(client, periode="passes") == ["lens"]
        events["both"].venue.commune = builders.commune("Avion")
        events["both"].venue.save()
        events["both"].communes = []
        events["both"].save()
        assert listed(client, commune=lens.insee_code) == []
        # A commune that nobody knew.
        assert "Avion (1)" in text(client.get("/agenda/"))
        assert listed(client, q="lens-sur-deule") == []
        lens.name = "Lens-sur-Deûle"
        lens.save()
        assert listed(client, q="lens-sur-deule", periode="passes") == ["lens"]
        assert "Lens-sur-Deûle (0)" in text(client.get("/agenda/", {"commune": lens.insee_code}))
        new = builders.event(EVENING, title="nouveau")
        assert "nouveau" in listed(client)
        PageViewRestriction.objects.create(page=new, restriction_type="login")
        assert "nouveau" not in listed(client)

    def test_a_draft_of_an_event_online_changes_nothing(self, client, events):
        draft = EventPage.objects.get(pk=events["lens"].pk)
        draft.theme = "culture"
        draft.save_revision()

        assert listed(client, theme="sport") == ["lens"]

    def test_the_querysets_give_what_the_page_lists(self, client, events):
        code = events["lievin"].venue.commune.insee_code
        for filters in ({"commune": code}, {"theme": "sport", "periode": "passes"}, {"q": "both"}, {"mois": "2023-06"}):
            page = client.get("/agenda/", filters)
            form = page.context["listing"].form
            found = EventPage.objects.online().matching(form.cleaned_data)
            assert sorted(event.title for event in found) == sorted(listed(client, **filters))
        commune = {"commune": code}
        assert {event.title for event in EventPage.objects.filtered(commune)} == {"lievin", "both"}


class TestWhereItLeads:
    def test_to_its_feeds_of_the_same_filters_and_to_proposals(self, client, events):
        page = client.get("/agenda/", {"theme": "sport", "periode": "ce-mois"})

        assert {"/agenda/abonnement/?theme=sport", "/proposer-un-evenement/"} <= set(links(page))
        feeds = {link["type"]: link["href"] for link in elements(page, "link") if link["rel"] == "alternate"}
        assert feeds == {
            "text/calendar": "/agenda/agenda.ics?theme=sport",
            "application/atom+xml": "/agenda/agenda.atom?theme=sport",
        }
        for address in feeds.values():
            assert client.get(address).status_code == 200

    def test_nothing_where_a_page_above_asks_for_a_login(self, client, events):
        """The agenda is moved below such a page: not even what is counted may tell of it."""
        closed = builders.standard_page()
        PageViewRestriction.objects.create(page=closed, restriction_type="login")
        assert "Sport et nature (2)" in text(client.get("/agenda/abonnement/"))

        EventPage.objects.first().get_parent().move(closed, pos="last-child")

        assert "Sport et nature (" not in text(client.get("/agenda/abonnement/"))


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
