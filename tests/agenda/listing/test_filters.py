"""The agenda as readers narrow it down."""

import pytest

from agenda.models import EventOrganiser, EventSlot
from tests import builders
from tests.agenda.listing.looking import EVENING, headings, listed
from tests.builders import local
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db


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
        assert "Sans le filtre Familles (1 événement)" in text(page)

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
