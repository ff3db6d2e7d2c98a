"""The catalogue of components: whole, made of the real templates, and for the team alone."""

from pathlib import Path

import pytest
from django.conf import settings

from tests import builders
from tests.reading import elements, text

pytestmark = pytest.mark.django_db

TEMPLATES = Path(settings.BASE_DIR) / "templates"
COMPONENTS = [
    *(path.stem for path in (TEMPLATES / "components").glob("*.html")),
    *(f"blocks-{path.stem}" for path in (TEMPLATES / "core" / "blocks").glob("*.html")),
]


def test_a_visitor_is_asked_to_log_in(client):
    response = client.get("/catalogue/")

    assert response.status_code == 302
    assert response.url.startswith("/admin/acces/")


@pytest.mark.usefixtures("demo")
class TestForTheTeam:
    def read(self, client):
        client.force_login(builders.account("Rédaction"))
        response = client.get("/catalogue/")
        assert response.status_code == 200
        return response

    def test_it_shows_every_component(self, client):
        shown = [
            heading["id"].removeprefix("composant-")
            for heading in elements(self.read(client), "h2")
            if "id" in heading and heading["id"].startswith("composant-")
        ]

        assert sorted(shown) == sorted(COMPONENTS)

    def test_it_shows_their_states(self, client):
        words = text(self.read(client))

        for state in (
            "Annulé : Le terrain est inondé.",
            "Lauréat",
            "Ce nom est trop long",
            "Rien ne correspond.",
            "réalisées",
        ):
            assert state in words

    def test_it_is_kept_out_of_caches_and_search_engines(self, client):
        response = self.read(client)

        assert "no-store" in response["Cache-Control"]
        assert {"name": "robots", "content": "noindex"} in elements(response, "meta")
