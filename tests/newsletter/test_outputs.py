"""One content, three outputs: the page, the PDF made when it is published, the e-mail."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from page import validate_pdf_bytes

from newsletter import rendering
from newsletter.dispatching import declare_sent
from newsletter.models import IssuePdf
from pma_site.core import pdf, pdf_pages
from tests import builders, contents
from tests.back_office import is_refused, signed_in
from tests.keeping import kept, lent
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db

needs_libraries = pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed")
BASE = "http://testserver"


@pytest.fixture(scope="class")
def kept_issue(django_db_setup, django_db_blocker):
    with kept(lambda: contents.full_issue(2), django_db_blocker) as issue:
        yield issue


@pytest.fixture
def issue(kept_issue, db):
    """An issue that uses every block, online, not yet published by an editor."""
    return lent(kept_issue)


def publish(issue, capture):
    with capture(execute=True):
        issue.save_revision().publish()


def content_of(response):
    return b"".join(response.streaming_content)


@needs_libraries
@pytest.mark.printed
class TestPdf:
    def test_publishing_makes_it(self, issue, client, django_capture_on_commit_callbacks):
        publish(issue, django_capture_on_commit_callbacks)

        response = client.get(f"{issue.url}pdf/")
        content = content_of(response)

        assert response["Content-Type"] == "application/pdf"
        assert f"lettre-aux-maires-{issue.number}.pdf" in response["Content-Disposition"]
        report = validate_pdf_bytes(content, profile="ua1")
        assert [failure.message for failure in report.failures] == []
        record = IssuePdf.objects.get()
        assert (record.pages, record.size) == (report.document.page_count, len(content))
        assert f"{issue.url}pdf/" in links(client.get(issue.url))
        assert f"({record.pages} pages" in text(client.get(issue.url))

    def test_it_is_accessible_with_decorative_pictures(self, client, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            image = builders.image()
        issue = builders.issue(cover_image=image)
        decorative = {"image": image.pk, "alt_text": "", "decorative": True}
        issue.cover = contents.raw([("figure", {"image": decorative, "caption": "Une légende"})])
        publish(issue, django_capture_on_commit_callbacks)

        content = content_of(client.get(f"{issue.url}pdf/"))

        assert [failure.message for failure in validate_pdf_bytes(content, profile="ua1").failures] == []
        assert b"/Subtype /Image" in content or b"/Subtype/Image" in content

    def test_publishing_again_makes_it_anew(self, client, django_capture_on_commit_callbacks):
        issue = builders.issue(title="La une d’avant")
        publish(issue, django_capture_on_commit_callbacks)
        before = content_of(client.get(f"{issue.url}pdf/"))
        issue.title = "La une d’après"

        publish(issue, django_capture_on_commit_callbacks)

        assert content_of(client.get(f"{issue.url}pdf/")) != before
        assert IssuePdf.objects.count() == 1

    def test_a_draft_leaves_it_alone(self, client, django_capture_on_commit_callbacks):
        issue = builders.issue()
        publish(issue, django_capture_on_commit_callbacks)
        before = IssuePdf.objects.get().sha256
        issue.title = "Un brouillon"

        with django_capture_on_commit_callbacks(execute=True):
            issue.save_revision()

        assert IssuePdf.objects.get().sha256 == before

    def test_what_prevents_it_does_not_prevent_publishing(
        self, client, monkeypatch, django_capture_on_commit_callbacks
    ):
        def fail(*args):
            raise pdf.PdfError("La mise en page a échoué.")

        monkeypatch.setattr("newsletter.publication.lay_out", fail)
        issue = builders.issue(title="La une")

        publish(issue, django_capture_on_commit_callbacks)

        assert "La une" in text(client.get(issue.url))
        assert client.get(f"{issue.url}pdf/").status_code == 503


def run(command):
    said = StringIO()
    call_command(command, stdout=said, stderr=said)
    return said.getvalue()


@needs_libraries
@pytest.mark.printed
class TestPdfOnDemand:
    def test_a_command_makes_what_is_missing_and_no_other(self, client):
        missing, draft = builders.issue(number=7), builders.issue(number=8, live=False)

        said = run("make_missing_pdfs")

        assert "n°\u00a07\u00a0: fabriqué." in said
        assert "PDF fabriqués\u00a0: 1\u00a0; en échec\u00a0: 0." in said
        assert content_of(client.get(f"{missing.url}pdf/")).startswith(b"%PDF")
        assert not IssuePdf.objects.filter(issue=draft).exists()
        assert "PDF fabriqués\u00a0: 0" in run("make_missing_pdfs")

    def test_a_command_that_fails_says_which_and_why(self, monkeypatch):
        def fail(*args):
            raise pdf.PdfError("La mise en page a échoué.")

        monkeypatch.setattr("newsletter.publication.lay_out", fail)
        builders.issue(number=7)

        with pytest.raises(CommandError, match="restent à fabriquer"):
            run("make_missing_pdfs")

    def test_the_direction_makes_it_again(self, client):
        issue = builders.issue(number=7)
        director = signed_in(builders.account("Direction de publication"))
        checks = reverse("newsletter_readiness", args=[issue.pk])
        again = reverse("newsletter_remake_pdf", args=[issue.pk])

        assert "Il manque : les lecteurs" in text(director.get(checks))
        assert "Le PDF est refait : 1 page," in text(director.post(again, follow=True))
        assert "Fabriqué le" in text(director.get(checks))
        assert content_of(client.get(f"{issue.url}pdf/")).startswith(b"%PDF")

    def test_nobody_else_does(self):
        issue = builders.issue(number=7)
        again = reverse("newsletter_remake_pdf", args=[issue.pk])

        assert is_refused(signed_in(builders.account("Rédaction")), again, {})
        assert signed_in(builders.account("Direction de publication")).get(again).status_code == 405
        assert not IssuePdf.objects.exists()

    def test_that_of_a_sent_issue_shows_what_was_sent(self, client):
        issue = builders.issue(number=7, director=builders.person("Zoé Petit"))
        declare_sent(issue, day="2023-06-21", channel="courriel", user=builders.account())
        issue.director.last_name = "Grand"
        issue.director.save()

        run("make_missing_pdfs")

        words = pdf_pages.words(content_of(client.get(f"{issue.url}pdf/")))
        assert "Zoé Petit" in words
        assert "Grand" not in words


def test_without_it_the_reader_is_told(client):
    issue = builders.issue(number=9)

    response = client.get(f"{issue.url}pdf/")

    assert response.status_code == 503
    assert "Le PDF n’est pas encore prêt" in text(response)
    assert issue.url in links(response)
    assert f"{issue.url}pdf/" not in links(client.get(issue.url))


def test_an_unpublished_issue_has_no_output(client):
    issue = builders.issue()
    IssuePdf.objects.create(issue=issue, file="lettres/x.pdf", sha256="0" * 64, pages=4, size=10)
    issue.unpublish()

    for output in ("", "pdf/", "courriel/"):
        assert client.get(f"{issue.url}{output}").status_code == 404


@pytest.mark.parametrize("output", ["pdf", "autre/", "pdf/x/", "courriel/pdf/", "%00/"])
def test_there_is_no_other_output(client, output):
    response = client.get(f"{builders.issue().url}{output}", follow=True)

    assert response.status_code == (503 if output == "pdf" else 404)


class TestEmail:
    def test_who_receives_it_has_a_link_to_leave_and_who_reads_it_online_has_none(self, issue, client):
        letter, leave = issue.letter_for_readers(), "https://lettre.example.org/quitter/jeton/"

        assert leave in links(rendering.email_html(letter, BASE, leave_url=leave))
        assert leave in rendering.email_text(letter, BASE, leave_url=leave)
        assert "Ne plus recevoir" not in text(client.get(f"{issue.url}courriel/"))

    def test_it_has_what_the_page_has(self, issue, client):
        mail = text(client.get(f"{issue.url}courriel/"))

        for words in ("Showroom", "Les axes", "vice-présidente", "Candidats", "+ 4 100", "35 €", "Appel", "Ours"):
            assert words in mail

    def test_its_addresses_are_whole(self, issue, client):
        mail = client.get(f"{issue.url}courriel/")

        for address in links(mail):
            assert re.match(r"https?://|mailto:", address), address
        assert f"{BASE}{issue.url}" in links(mail)
        pictures = elements(mail, "img")
        assert pictures
        for picture in pictures:
            assert picture["src"].startswith(f"{BASE}/media/")
            assert not picture["src"].endswith(".avif")

    def test_every_picture_is_there_and_described(self, issue, client):
        for picture in elements(client.get(f"{issue.url}courriel/"), "img"):
            assert picture["alt"]
            assert picture["width"]
            assert content_of(client.get(picture["src"].removeprefix(BASE)))

    def test_it_is_light_and_asks_nothing_of_others(self, issue, client):
        response = client.get(f"{issue.url}courriel/")

        assert len(response.content) <= 90_000
        for tag in ("script", "iframe", "form", "object", "embed", "source", "svg", "input", "video"):
            assert elements(response, tag) == []
        assert [link for link in elements(response, "link") if link.get("rel") == "stylesheet"] == []
        assert "@import" not in response.content.decode()
        assert "url(" not in response.content.decode()
        assert not [
            attribute
            for tag in ("a", "img", "td", "body", "p")
            for attributes in elements(response, tag)
            for attribute in attributes
            if attribute.startswith("on")
        ]

    def test_it_is_french_and_has_a_title(self, client):
        response = client.get(f"{builders.issue(number=9).url}courriel/")

        assert elements(response, "html")[0]["lang"] == "fr"
        (title,) = re.findall("<title>(.*?)</title>", response.content.decode().replace("&nbsp;", "\u00a0"))
        assert title.startswith("La Lettre aux maires n°\u00a09 – ")

    def test_what_editors_type_is_no_code(self, client):
        issue = builders.issue(title="<script>alert(1)</script>", standfirst="{{ page.pk }} & <b>gras</b>")

        for address in (issue.url, f"{issue.url}courriel/"):
            shown = client.get(address)
            assert "<script>alert(1)</script>" in text(shown)
            assert "{{ page.pk }} & <b>gras</b>" in text(shown)


def test_the_page_of_an_issue_names_its_parts_in_order(issue, client):
    page = client.get(issue.url)

    anchors = [link for link in links(page) if link in ("#la-une", "#le-dossier", "#le-territoire", "#ours")]
    assert anchors == ["#la-une", "#le-dossier", "#le-territoire", "#ours"]
    targets = {attributes.get("id") for tag in ("section", "div") for attributes in elements(page, tag)}
    assert {anchor[1:] for anchor in anchors} <= targets


def test_headings_never_skip_a_level(issue, client):
    for address in (issue.url, f"{issue.url}courriel/"):
        levels = [int(level) for level in re.findall(r"<h([1-6])", client.get(address).content.decode())]
        assert levels[0] <= 2
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_visiting_an_output_sets_no_cookie(issue):
    for output in ("", "courriel/", "pdf/"):
        response = Client().get(f"{issue.url}{output}")
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
