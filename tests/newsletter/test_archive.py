"""Former issues: a PDF is given, checked, read, shown in the archive and found by its words."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from newsletter import archiving
from newsletter.models import ArchivedCover, ArchivedIssuePage, IssueIndexPage
from pma_site.core.models import SiteImage, SiteSettings
from pma_site.core.pdf_reading import PdfReadingError
from tests import builders
from tests.back_office import edit_address, filled_in, is_refused, signed_in
from tests.keeping import kept, lent
from tests.pdfs import locked_pdf, pdf
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db

LETTER = pdf([("Le canal retrouve ses berges", 22), "Trois kilomètres rouverts."], ["Les péniches reviennent."])


@pytest.fixture
def director():
    return signed_in(builders.account("Direction de publication"))


def add_address():
    return reverse("wagtailadmin_pages:add", args=["newsletter", "archivedissuepage", IssueIndexPage.objects.get().pk])


def upload(content, name="lettre3.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def enter(client, content=LETTER, action="publish", **fields):
    """Add a former issue through the admin's form; without content, none is chosen."""
    data = filled_in(client, add_address(), **{"title": "Les berges", "number": "3", "month": "01/03/2021", **fields})
    if content is not None:
        data["pdf"] = upload(content)
    return client.post(add_address(), {**data, f"action-{action}": "1"}, follow=True)


def replace(client, page, content=None, action="publish", **fields):
    data = filled_in(client, edit_address(page), **fields)
    for name in [name for name in data if name.startswith("action-")]:
        del data[name]
    if content is not None:
        data["pdf"] = upload(content)
    return client.post(edit_address(page), {**data, f"action-{action}": "1"}, follow=True)


def errors(response):
    return response.context["form"].errors


def content_of(response):
    return b"".join(response.streaming_content)


def publish():
    enter(signed_in(builders.account("Direction de publication")))
    return ArchivedIssuePage.objects.get()


@pytest.fixture(scope="class")
def kept_issue(django_db_setup, django_db_blocker):
    with kept(publish, django_db_blocker) as issue:
        yield issue


@pytest.fixture
def published(kept_issue, db):
    return lent(kept_issue)


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


class TestDraft:
    def test_a_new_pdf_waits_until_it_is_published(self, published, director, client):
        replace(director, published, pdf(["Une autre lettre"]), action="save")

        assert "péniches" in text(client.get(published.url))
        assert content_of(client.get(f"{published.url}pdf/")) == LETTER

    def test_a_new_pdf_takes_the_place_of_the_former(
        self, published, director, client, django_capture_on_commit_callbacks
    ):
        before = SiteImage.objects.get()
        with django_capture_on_commit_callbacks(execute=True):
            replace(director, published, pdf(["Une autre lettre"]))

        assert "péniches" not in text(client.get(published.url))
        assert "Une autre lettre" in text(client.get(published.url))
        assert published.url not in links(client.get("/recherche/", {"q": "péniches"}))
        assert content_of(client.get(f"{published.url}pdf/")) == pdf(["Une autre lettre"])
        assert SiteImage.objects.get() != before

    def test_a_word_changed_keeps_the_pdf(self, published, director, client):
        replace(director, published, title="Les berges du canal")

        assert "péniches" in text(client.get(published.url))
        assert content_of(client.get(f"{published.url}pdf/")) == LETTER

    def test_the_same_pdf_sent_again_is_kept_once(self, published, director):
        replace(director, published, LETTER, title="Les berges du canal")

        after = ArchivedIssuePage.objects.get()
        assert after.title == "Les berges du canal"
        assert after.pdf.name == published.pdf.name


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


class TestRefusalBesideAnother:
    def test_a_wrong_file_leaves_the_page_as_it_was(self, published, director, client):
        response = replace(director, published, b"Bonjour", title="Un autre titre")

        assert errors(response)["pdf"] == ["Ce fichier n’est pas un PDF."]
        assert "Les berges" in text(client.get(published.url))
        assert content_of(client.get(f"{published.url}pdf/")) == LETTER

    def test_a_number_is_taken_once_among_all_letters(self, director, published):
        builders.issue(number=9, title="Le réseau")

        assert errors(enter(director, number="9"))["number"] == [
            "Le numéro 9 est déjà pris : « Le réseau » (numéro de la lettre)."
        ]
        assert errors(enter(director, number="3"))["number"] == [
            "Le numéro 3 est déjà pris : « Les berges » (ancien numéro de la lettre)."
        ]

    def test_an_issue_does_not_take_the_number_of_a_former_one(self, director, published):
        address = reverse("wagtailadmin_pages:add", args=["newsletter", "issuepage", published.get_parent().pk])
        streams = ["cover", "feature", "territory", "committee"]
        data = filled_in(director, address, streams, title="Le réseau", number="3", month="2023-06-01")

        found = errors(director.post(address, {**data, "action-publish": "1"}))

        assert found["number"] == ["Le numéro 3 est déjà pris : « Les berges » (ancien numéro de la lettre)."]


class TestRefusal:
    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (None, "Champ requis."),
            (b"", "vide"),
            (b"Bonjour", "Ce fichier n’est pas un PDF."),
            (LETTER[:100], "Ce PDF est abîmé"),
            (locked_pdf(), "protégé par un mot de passe"),
            (pdf([]), "que d’images"),
        ],
        ids=["none", "empty", "text", "damaged", "locked", "pictures"],
    )
    @pytest.mark.parametrize("action", ["publish", "save"])
    def test_a_wrong_file_is_told_and_nothing_typed_is_lost(self, director, content, message, action):
        response = enter(director, content, action=action, title="Les berges", standfirst="Un chapeau déjà écrit.")

        assert response.status_code == 200
        assert message in " ".join(errors(response)["pdf"])
        fields = {field.get("name"): field.get("value") for field in elements(response, "input")}
        assert (fields["title"], fields["number"], fields["month"]) == ("Les berges", "3", "01/03/2021")
        assert "Un chapeau déjà écrit." in response.content.decode()
        assert not ArchivedIssuePage.objects.exists()

    def test_a_heavy_file_is_refused_unread(self, director, monkeypatch):
        monkeypatch.setattr("newsletter.forms.issues.MAX_PDF_SIZE", 500)

        assert "le maximum est de 40" in errors(enter(director))["pdf"][0]

    def test_another_mistake_asks_for_the_file_again(self, director):
        found = errors(enter(director, month="15/03/2021"))

        assert found["month"] == ["Indiquez le premier jour du mois de parution."]
        assert "Choisissez de nouveau le fichier" in found["pdf"][0]

    @pytest.mark.parametrize("number", ["0", "-1", "", "abc"])
    def test_it_counts_from_one(self, director, number):
        assert "number" in errors(enter(director, number=number))


def test_editing_adds_a_draft_and_other_roles_nothing():
    editing = signed_in(builders.account("Rédaction"))

    enter(editing, action="save")

    assert not ArchivedIssuePage.objects.get().live
    assert is_refused(signed_in(builders.account("Agenda")), add_address())


def test_a_picture_taken_from_the_library_leaves_a_drawn_cover(published, client):
    SiteImage.objects.get().delete()

    assert elements(client.get("/lettres/"), "img") == []
    assert client.get(published.url).status_code == 200
    assert ArchivedIssuePage.objects.get().month == date(2021, 3, 1)
