"""The guide says what the admin shows, leads where something is, and answers for every role."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from PIL import Image

from pma_site.guide import chapters
from tests import builders
from tests.back_office import signed_in
from tests.guide.labels import known, plain
from tests.reading import links, text

ROOT = Path(settings.BASE_DIR)
FILES = [chapters.COVER, *sorted(chapters.FOLDER.glob("*.md"))]
TEXTS = {file.stem: file.read_text(encoding="utf-8") for file in FILES}
ROLES = ["Rédaction", "Direction de publication", "Agenda", "Label", "Comités du label", "Réseau"]
ROLES += ["Feuille de route", "Diffusion"]
BOLD = re.compile(r"\*\*(.+?)\*\*")
PICTURE = re.compile(r"!\[(.*?)\]\((.+?)\)")
# Which labels are made of ours and of a name: « Ajouter : appel ».
MADE = {plain(words) for words in ("Clore l’année", "Rouvrir l’année", "gras")}
# Wagtail puts the name of our task into them; `make guide` presses them.
MADE |= {plain(words) for words in ("Demander\u00a0: Bon à tirer", "Approuver et publier")}
MADE_OF_A_NAME = re.compile(r"^(?:ajouter|choisir) : ")


class _Pictures(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        if tag == "img":
            self.found.append(dict(attributes))


def _is_shown(label):
    words = MADE_OF_A_NAME.sub("", plain(label))
    return words in known() or words in MADE


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_what_the_guide_calls_a_button_or_a_menu_is_one(name):
    labels = [part for bold in BOLD.findall(TEXTS[name]) for part in bold.split("›")]

    assert [label for label in labels if not _is_shown(label)] == []


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_page_of_the_guide_has_one_title_and_pictures_that_speak(name):
    found = PICTURE.findall(TEXTS[name])

    assert len(re.findall(r"^# ", TEXTS[name], re.MULTILINE)) == 1
    assert [words for words, _ in found if len(words) < 10] == []
    for _, place in found:
        with Image.open(chapters.FOLDER / place) as picture:
            assert picture.width <= 1600
        assert (chapters.FOLDER / place).stat().st_size < 80_000


def test_every_page_and_every_picture_is_reached():
    named = {place for text_ in TEXTS.values() for _, place in PICTURE.findall(text_)}
    kept = {f"images/{file.name}" for file in (chapters.FOLDER / "images").iterdir()}

    assert {page.slug for page in chapters.cover().chapters} == set(TEXTS) - {chapters.COVER.stem}
    assert named == kept


def test_the_cover_calls_each_page_by_its_title():
    called = dict(re.findall(r"^- \[(.+?)\]\(guide/([a-z-]+)\.md\)$", TEXTS["guide-redaction"], re.MULTILINE))
    titles = {page.title.replace("\u00a0", " "): page.slug for page in chapters.cover().chapters}

    assert {title.replace("\u00a0", " "): slug for title, slug in called.items()} == titles


@pytest.mark.django_db
class TestInTheAdmin:
    @pytest.mark.parametrize("role", ROLES)
    def test_each_role_finds_the_help_and_its_own_part_first(self, role):
        client = signed_in(builders.account(role))

        assert "/admin/aide/" in client.get("/admin/").content.decode()
        said = text(client.get("/admin/aide/"))
        assert said.index("Pour vous") < said.index(role, said.index("Pour vous")) < said.index("Tout le guide")

    def test_every_page_shows_its_pictures_and_leads_on(self):
        client = signed_in(builders.account("Rédaction"))
        addresses = {page.url for page in chapters.cover().chapters}
        for page in chapters.cover().chapters:
            response = client.get(page.url)
            reading = _Pictures()
            reading.feed(page.html)
            inside = {link.partition("#")[0] for link in links(response) if link.startswith("/admin/aide/")}

            assert response.status_code == 200
            assert page.title in text(response)
            assert inside - {"/admin/aide/"} <= addresses
            for picture in reading.found:
                assert finders.find(picture["src"].removeprefix(settings.STATIC_URL)), picture["src"]
                assert picture["alt"] and picture["width"] and picture["height"]

    @pytest.mark.parametrize(
        ("asked", "first"),
        [("maire", "remplacer-un-maire"), ("telephone perdu", "que-faire-si"), ("rectificatifs", "rectificatif")],
    )
    def test_search_finds_the_heading_that_holds_the_words(self, asked, first):
        response = signed_in(builders.account("Rédaction")).get("/admin/aide/", {"q": asked})
        found = [link for link in links(response) if link.startswith("/admin/aide/")]

        assert any(first in link for link in found[:6]), found[:6]

    @pytest.mark.parametrize("asked", ["xylophone", "<script>alert(1)</script>", "\0", " ", "é" * 5000])
    def test_search_answers_whatever_is_asked(self, asked):
        response = signed_in(builders.account("Rédaction")).get("/admin/aide/", {"q": asked})

        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()
        assert "é" * 101 not in response.content.decode()

    def test_a_page_that_is_not_there_is_missing_and_strangers_read_none(self, client):
        assert signed_in(builders.account("Agenda")).get("/admin/aide/rien/").status_code == 404
        assert client.get("/admin/aide/").status_code == 302
