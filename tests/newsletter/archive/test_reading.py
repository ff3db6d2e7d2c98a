"""Former issues, as they are read: in the archive, on their pages, found by their words."""

import re
from datetime import date

import pytest

from newsletter import archiving
from newsletter.models import ArchivedCover, ArchivedIssuePage
from pma_site.core.models import SiteImage, SiteSettings
from pma_site.core.pdf_reading import PdfReadingError
from tests import builders
from tests.newsletter.archive.entering import LETTER, content_of, enter
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db


class TestReading:
    def test_it_is_shown_at_the_address_of_its_number(self, published, client):
        shown = text(client.get("/lettres/3/"))

        assert "La Lettre aux maires n° 3 – mars 2021" in shown
        assert "Les berges" in shown
        for words in ("Le canal retrouve ses berges", "Trois kilomètres rouverts.", "Les péniches reviennent."):
            assert words in shown
        assert "2 pages, 1 ko" in shown

    def test_its_page_is_honest_about_accessibility(self, published, client):
        settings = SiteSettings.objects.get_or_create(site=published.get_site())[0]
        settings.contact_email = "lettre@example.org"
        settings.save()

        page = client.get(published.url)

        assert "l’accessibilité n’a pas été vérifiée" in text(page)
        assert "mailto:lettre@example.org" in links(page)

    def test_its_pdf_is_given_as_it_was(self, published, client):
        page = client.get(published.url)
        response = client.get("/lettres/3/pdf/")

        assert "/lettres/3/pdf/" in links(page)
        assert content_of(response) == LETTER
        assert response["Content-Type"] == "application/pdf"
        assert "lettre-aux-maires-3.pdf" in response["Content-Disposition"]
        assert not response.cookies

    @pytest.mark.parametrize("method", ["head", "options", "post", "put", "delete", "trace"])
    def test_its_pdf_answers_any_method(self, published, client, method):
        response = getattr(client, method)(f"{published.url}pdf/")

        assert response.status_code in (200, 405)
        list(response)

    @pytest.mark.parametrize("address", ["pdf", "pdf/x/", "autre/", "%00/", "pdf/..%2f"])
    def test_it_has_no_other_output(self, published, client, address):
        response = client.get(f"{published.url}{address}", follow=True)

        assert response.status_code == (200 if address == "pdf" else 404)
        list(response)

    def test_its_first_page_is_drawn_in_all_sizes(self, published, client):
        for address in (published.url, "/lettres/"):
            page = client.get(address)
            (shown,) = elements(page, "picture") and elements(page, "img")
            (modern,) = elements(page, "source")
            assert modern["type"] == "image/avif"
            assert "480w" in shown["srcset"]
        assert SiteImage.objects.get().width == 900
        (described,) = elements(client.get(published.url), "img")
        assert "première page" in described["alt"]
        assert SiteImage.objects.get().credit in text(client.get(published.url))

    @pytest.mark.parametrize("query", ["numéro 3", "n°3", "péniche", "kilometres rouverts", "berges canal"])
    def test_it_is_found_by_its_number_and_its_words(self, published, client, query):
        assert published.url in links(client.get("/recherche/", {"q": query}))

    def test_the_archive_mixes_both_kinds_the_latest_first(self, published, client):
        builders.issue(number=4, title="Écrit ici")
        builders.issue(number=2, title="Écrit ici aussi")

        shown = text(client.get("/lettres/"))

        assert shown.index("Écrit ici") < shown.index("Les berges") < shown.index("Écrit ici aussi")
        assert "Archive : PDF (2 pages, 1 ko), accessibilité non vérifiée" in shown
        assert "Écrit ici" in text(client.get("/"))

    def test_it_is_a_neighbour_like_another(self, published, client):
        older, newer = builders.issue(number=1), builders.issue(number=4)
        builders.archived_issue(number=2).unpublish()

        def neighbours(issue):
            return {link["rel"]: link["href"] for link in elements(client.get(issue.url), "a") if "rel" in link}

        assert neighbours(published) == {"prev": older.url, "next": newer.url}
        assert neighbours(older) == {"next": published.url}
        assert neighbours(newer) == {"prev": published.url}

    def test_a_pdf_that_was_lost_is_missing(self, published, client):
        published.pdf.storage.delete(published.pdf.name)

        assert client.get(f"{published.url}pdf/").status_code == 404
        assert client.get(published.url).status_code == 200


class TestFirst:
    def test_nothing_of_it_can_be_reached(self, director, client, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            enter(director, action="save")
        draft = ArchivedIssuePage.objects.get()

        for address in (draft.url, f"{draft.url}pdf/", "/media/archives/", "/media/archives/lettre-aux-maires-3.pdf"):
            assert client.get(address).status_code == 404, address
        # Whoever knows the number does not know the place.
        assert re.search(r"/[0-9a-f]{32}/", draft.pdf.name)
        assert not SiteImage.objects.exists()
        assert "Les berges" not in text(client.get("/lettres/"))
        assert draft.url not in links(client.get("/recherche/", {"q": "péniches"}))

    def test_a_cover_that_cannot_be_drawn_prevents_nothing(
        self, monkeypatch, director, client, django_capture_on_commit_callbacks
    ):
        def fail(content):
            raise PdfReadingError("Ce PDF est abîmé.")

        monkeypatch.setattr(archiving, "read", fail)
        with django_capture_on_commit_callbacks(execute=True):
            enter(director)

        assert "péniches" in text(client.get("/lettres/3/"))
        assert not ArchivedCover.objects.exists()


def test_a_picture_taken_from_the_library_leaves_a_drawn_cover(published, client):
    SiteImage.objects.get().delete()

    assert elements(client.get("/lettres/"), "img") == []
    assert client.get(published.url).status_code == 200
    assert ArchivedIssuePage.objects.get().month == date(2021, 3, 1)
