"""« Carte des communes » in a letter: drawn on the page and on paper, told in words by e-mail."""

import pytest
from django.core.management import call_command
from page import validate_pdf_bytes

from newsletter.models import IssuePage
from newsletter.rendering import email_html, email_text, lay_out, print_html
from pma_site.core import pdf
from pma_site.core.models import SiteSettings
from tests import builders
from tests.contents import raw
from tests.reading import elements, links, text
from tests.territory import outlines as made

pytestmark = pytest.mark.django_db

BASE = "https://lettre.example"


@pytest.fixture
def communes():
    return made.communes(3, 2)


@pytest.fixture
def issue(communes):
    issue = builders.issue()
    chosen = [communes[0].pk, communes[4].pk]
    issue.territory = raw([("map", {"title": "Où cela se passe", "communes": chosen})])
    issue.save_revision().publish()
    return issue


def letter_of(issue):
    return IssuePage.objects.get(pk=issue.pk).letter(SiteSettings.published_for())


def drawings(html):
    return [svg for svg in elements(html, "svg") if "place-map__drawing" in svg.get("class", "")]


@pytest.mark.parametrize("outlined", [False, True])
def test_each_output_says_where_and_leads_there(client, tmp_path, communes, issue, outlined):
    if outlined:
        call_command("load_outlines", str(made.written(tmp_path, made.features(3, 2))), source="IGN", verbosity=0)
    letter = letter_of(issue)
    web, mail, paper = client.get(issue.url), email_html(letter, BASE), print_html(letter, BASE)

    for html, found in ((web, 1), (mail, 0), (paper, 1)):
        assert len(drawings(html)) == found
        for commune in (communes[0], communes[4]):
            assert commune.name in text(html)
    assert "Carte du territoire : Commune 0 0 et Commune 1 1" in web.content.decode().replace("\u00a0", " ")
    assert f"{BASE}{communes[0].get_absolute_url()}" in links(mail)
    assert "- Commune 0 0" in email_text(letter, BASE)
    assert ("Contours : IGN" in text(web)) == outlined
    assert communes[1].name not in text(web)


@pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed")
def test_it_is_accessible_on_paper(tmp_path, issue):
    call_command("load_outlines", str(made.written(tmp_path, made.features(3, 2))), source="IGN", verbosity=0)

    report = validate_pdf_bytes(lay_out(letter_of(issue), BASE).content, profile="ua1")

    assert [failure.message for failure in report.failures] == []


def test_where_nothing_is_known_there_are_names_only(client):
    nowhere = builders.commune("Nulle part")
    issue = builders.issue()
    issue.territory = raw([("map", {"title": "Où", "communes": [nowhere.pk]})])
    issue.save_revision().publish()

    page = client.get(issue.url)

    assert not drawings(page)
    assert nowhere.get_absolute_url() in links(page)
