"""Issue no. 9, the real one, in its three outputs: four pages exactly, accessible, and all say the same."""

import re

import pypdfium2
import pytest
from django.conf import settings
from django.urls import reverse
from page import validate_pdf_bytes

from newsletter import mailing, rendering
from newsletter.models import IssuePage
from pma_site.core import pdf
from pma_site.core.models import SiteSettings
from tests import builders
from tests.back_office import signed_in
from tests.reading import elements, text

pytestmark = [
    pytest.mark.usefixtures("demo"),
    pytest.mark.django_db,
    pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed"),
]


@pytest.fixture
def issue():
    return IssuePage.objects.get(number=9)


def test_it_is_ready_and_its_outputs_agree(issue):
    director = signed_in(builders.account("Direction de publication"))

    words = text(director.get(reverse("newsletter_readiness", args=[issue.pk]), {"tout": "1"})).replace("\u00a0", " ")

    assert "Bloquant" not in words
    assert "les trois sorties disent la même chose" in words
    filled = [int(percent) for percent in re.findall(r"Page \d – [^%]*?(\d+) %", words)]
    assert len(filled) == 4
    assert all(60 < percent <= 100 for percent in filled)


def test_its_paper_has_four_accessible_pages_with_jpeg_pictures(issue):
    paper = rendering.lay_out(issue.letter(SiteSettings.published_for()), settings.WAGTAILADMIN_BASE_URL)

    report = validate_pdf_bytes(paper.content, profile="ua1")

    assert [failure.message for failure in report.failures] == []
    assert paper.pages == 4
    # An AVIF would be stored unpacked, at four times the weight.
    assert b"/DCTDecode" in paper.content
    assert len(paper.content) < 800_000


def test_the_message_of_a_reader_is_light(issue, settings):
    """Both its parts and all its headers: mail programs cut what is longer, and the way to leave with it."""
    settings.WAGTAILADMIN_BASE_URL = "https://lettre.pole-metropolitain-artois.example"
    reader = builders.subscriber("premiere.adjointe@mairie-de-la-commune.example")

    message = mailing.message_for(
        mailing.compose(issue), reader, message_id="<1@lettre.example>", unsubscribe_to="x@y.fr"
    )

    assert len(message.message().as_bytes()) <= 90_000


def test_the_paper_that_readers_get_says_what_is_said_now(issue, client):
    """It was made as the issue went online: all that it names was there by then, who publishes it too."""
    paper = rendering.lay_out(issue.letter(SiteSettings.published_for()), settings.WAGTAILADMIN_BASE_URL)

    given = words_of(client.get(f"{issue.url}pdf/").getvalue())

    assert "30/32 rue Casimir Beugnet 62300 Lens" in given
    assert given == words_of(paper.content)


def words_of(content):
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]
    return " ".join(" ".join(pages).split())


def test_its_email_is_light_and_shows_jpegs(issue, client):
    shown = client.get(f"{issue.url}courriel/")

    assert len(shown.content) <= 90_000
    pictures = elements(shown, "img")
    assert len(pictures) >= 6
    # The mark lets webmails, which are other sites, show them (core.headers).
    assert all(re.search(r"\.jpe?g\?courriel$", picture["src"]) for picture in pictures)
    assert all(picture["alt"] and picture["width"] and picture["height"] for picture in pictures)
