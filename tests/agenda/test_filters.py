"""The agenda as readers narrow it down."""

from datetime import UTC

import pytest
import time_machine

from agenda.models import EventCommune
from tests import builders
from tests.builders import local
from tests.reading import links, text

pytestmark = pytest.mark.django_db

EVENING = [(local(2023, 6, 21, 13, 30), local(2023, 6, 21, 17))]


class TestFilters:
    @pytest.fixture(autouse=True)
    def today(self):
        with time_machine.travel(local(2023, 6, 1, 12).astimezone(UTC), tick=False):
            yield

    def found(self, client, events, **query):
        response = client.get("/agenda/", query)
        assert response.status_code == 200
        return {name for name, event in events.items() if event.url in links(response)}

    @pytest.fixture
    def events(self):
        lens, lievin = builders.commune("Lens"), builders.commune("Liévin")
        events = {
            "lens": builders.event(EVENING, venue=builders.venue(commune=lens), theme="sport"),
            "lievin": builders.event(EVENING, venue=builders.venue(commune=lievin), theme="culture"),
            "both": builders.event(EVENING, venue=builders.venue(commune=lens)),
            "gone": builders.event([(local(2023, 5, 12, 9), None)], theme="sport"),
        }
        events["both"].communes = [EventCommune(commune=lievin), EventCommune(commune=lens)]
        events["both"].save()
        return events

    def test_by_period(self, client, events):
        assert self.found(client, events) == {"lens", "lievin", "both"}
        assert self.found(client, events, periode="a-venir") == {"lens", "lievin", "both"}
        assert self.found(client, events, periode="passes") == {"gone"}

    def test_by_theme(self, client, events):
        assert self.found(client, events, theme="sport") == {"lens"}
        assert self.found(client, events, theme="sport", periode="passes") == {"gone"}
        assert self.found(client, events, theme="") == {"lens", "lievin", "both"}

    def test_by_commune_of_the_venue_or_named(self, client, events):
        lievin = events["lievin"].venue.commune.insee_code

        assert self.found(client, events, commune=lievin) == {"lievin", "both"}

    def test_an_event_is_listed_once(self, client, events):
        lens = events["lens"].venue.commune.insee_code
        found = links(client.get("/agenda/", {"commune": lens}))

        assert found.count(events["both"].url) == 1

    def test_nothing_found_leads_on(self, client, events):
        response = client.get("/agenda/", {"theme": "jeunesse"})

        assert "Aucun événement ne correspond" in text(response)
        assert "/agenda/?periode=passes" in links(response)

    @pytest.mark.parametrize(
        "query",
        [
            {"theme": "inconnu"},
            {"periode": "demain"},
            {"commune": "99999"},
            {"commune": "Lens"},
            {"commune": "\0"},
            {"theme": "\0"},
            {"commune": "9" * 5000},
            {"theme": "sport", "periode": "' OR 1=1 --"},
        ],
        ids=str,
    )
    def test_a_value_that_is_not_offered_is_refused_in_words(self, client, events, query):
        response = client.get("/agenda/", query)

        assert response.status_code == 400
        assert "<html lang=" in response.content.decode()
        assert any(words in text(response) for words in ("choix valide", "ne fait pas partie", "Le caractère nul"))

    @pytest.mark.parametrize("page", ["abc", "-1", "999999", "0", "9" * 5000, "1.5", "", "é", "\0", "٣", "1 OR 1"])
    def test_any_page_number_gives_a_page(self, client, events, page):
        assert client.get("/agenda/", {"page": page}).status_code == 200

    def test_a_long_list_has_pages_that_keep_the_filters(self, client):
        for _ in range(21):
            builders.event(EVENING, theme="sport")

        first = client.get("/agenda/", {"theme": "sport", "periode": "a-venir"})
        following = next(link for link in links(first) if "page=2" in link)

        assert "theme=sport" in following
        assert len([link for link in links(client.get(f"/agenda/{following}")) if "/agenda/rencontre" in link]) == 1

    def test_an_unpublished_event_is_nowhere(self, client, events):
        events["lens"].unpublish()

        assert "lens" not in self.found(client, events)
        assert client.get(events["lens"].url).status_code == 404
        assert events["lens"].url not in links(client.get(events["lens"].venue.commune.get_absolute_url()))
