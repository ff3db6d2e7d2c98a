"""What the public pages do without, so that whole themes of the RGAA have no object; and what every page has.

The table of docs/accessibilite.md rests on these tests: who adds a map, a video or a second window meets them first.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, TestCase

from tests.test_every_page import EMPTY, FULL, VIEWS, address_of

ROOT = Path(settings.BASE_DIR)
SHEETS = [path for path in (ROOT / "static/css").rglob("*.css") if path.name not in ("email.css", "letter-print.css")]
SCRIPTS = [path for path in (ROOT / "static").rglob("*.js") if "admin" not in path.parts]
FRAMES = {"iframe", "frame", "frameset", "noframes"}
MEDIA = {"video", "audio", "track", "object", "embed", "applet", "canvas", "bgsound"}
MOVING = {"marquee", "blink"}
CLICKABLE_IMAGES = {"map", "area"}


class _Tree(HTMLParser):
    """The elements of a page, each as (name, attributes, names of the elements around it)."""

    VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}

    def __init__(self, html):
        super().__init__()
        self.elements, self.around = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes), tuple(self.around)))
        if tag not in self.VOID:
            self.around.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes), tuple(self.around)))

    def handle_endtag(self, tag):
        if tag in self.around:
            while self.around.pop() != tag:
                pass


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """Every type of public page, with nothing and with everything in it: its response, by its address."""
    client, found = Client(), {}
    with django_db_blocker.unblock(), transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            addresses = [address_of(build()) for build in [*EMPTY.values(), *FULL.values()]]
        for address in [*addresses, *VIEWS, "/n-existe-pas/"]:
            found[address] = client.get(address)
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def elements(pages):
    """Every element of every page, as (address, name, attributes, names of the elements around it)."""
    return [(address, *element) for address, page in pages.items() for element in _Tree(page.content.decode()).elements]


def named(elements, names):
    return [(address, tag, attributes) for address, tag, attributes, _ in elements if tag in names]


def bearing(elements, *names):
    """The elements that bear one of these attributes."""
    return [(address, tag, attributes) for address, tag, attributes, _ in elements if set(names) & set(attributes)]


def test_no_page_holds_a_frame(elements):
    assert named(elements, FRAMES) == []


def test_browsers_are_told_to_load_no_frame_and_no_medium(pages):
    # Whatever is not named in the policy is refused.
    for address, page in pages.items():
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, address
        assert not re.search(r"(frame|child|media|object)-src", policy), address


def test_no_page_holds_a_medium(elements):
    assert named(elements, MEDIA) == []


def test_nothing_moves_or_blinks_by_itself(elements):
    assert named(elements, MOVING) == []
    assert [path.name for path in SHEETS if re.search(r"@keyframes|\banimation\b|infinite", path.read_text())] == []
    # No upload moves either.
    assert "gif" not in settings.WAGTAILIMAGES_EXTENSIONS


def test_no_picture_is_a_button_or_a_map(elements):
    assert named(elements, CLICKABLE_IMAGES) == []
    assert [(address, a) for address, tag, a, _ in elements if tag == "input" and a.get("type") == "image"] == []
    assert bearing(elements, "ismap", "usemap") == []


def test_a_drawing_is_hidden_or_has_a_name_and_leads_nowhere(elements):
    for address, _, attributes in named(elements, {"svg"}):
        hidden = attributes.get("aria-hidden") == "true"
        told = attributes.get("role") == "img" and (attributes.get("aria-label") or attributes.get("aria-labelledby"))
        assert hidden or told, (address, attributes)
    assert [(address, tag) for address, tag, _, around in elements if "svg" in around and tag == "a"] == []


def test_every_picture_has_a_text_and_a_decorative_one_nothing_else(elements):
    for address, _, attributes in named(elements, {"img"}):
        assert "alt" in attributes, (address, attributes)
        if not attributes["alt"]:
            assert not {"title", "aria-label", "aria-labelledby"} & set(attributes), (address, attributes)


def test_a_table_has_a_caption_and_headers_of_one_row_and_one_column(elements):
    tables = named(elements, {"table"})
    assert tables
    assert len(named(elements, {"caption"})) == len(tables)
    assert all(attributes.get("scope") in ("row", "col") for _, _, attributes in named(elements, {"th"}))
    assert bearing(elements, "colspan", "rowspan", "headers") == []
    assert [attributes for _, _, attributes in tables if attributes.get("role") in ("presentation", "none")] == []


def test_everything_is_in_french_and_read_in_one_direction(elements):
    assert {(tag, attributes["lang"]) for _, tag, attributes in bearing(elements, "lang")} == {("html", "fr")}
    assert bearing(elements, "dir") == []


def test_no_key_alone_is_a_shortcut(elements):
    assert bearing(elements, "accesskey") == []


def test_nothing_opens_a_window_or_goes_by_itself(elements):
    assert bearing(elements, "target") == []
    assert [attributes for _, _, attributes in named(elements, {"meta"}) if "http-equiv" in attributes] == []


def test_nothing_shows_up_when_one_only_points_at_it(elements):
    # The title of a link in the head is that of a feed, which no pointer meets.
    assert [found for found in bearing(elements, "title", "popover", "interestfor") if found[1] != "link"] == []


def test_a_form_is_sent_by_its_button(elements):
    forms = named(elements, {"form"})
    buttons = [a for _, tag, a, around in elements if tag == "button" and "form" in around and a["type"] == "submit"]

    assert forms
    assert len(buttons) >= len(forms)


def test_scripts_ask_for_no_gesture_no_movement_and_no_time():
    asked = re.compile(
        r"devicemotion|deviceorientation|touchstart|touchmove|gesturestart|mousedown|pointerdown|dragstart"
        r"|window\.open|\.submit\(|requestSubmit|keypress"
    )

    assert {path.name: asked.findall(path.read_text()) for path in SCRIPTS if asked.search(path.read_text())} == {}


def test_a_page_reads_in_any_orientation():
    assert [path.name for path in SHEETS if re.search(r"\borientation\s*:", path.read_text())] == []


def test_every_page_leads_to_the_search_the_site_map_and_the_statement(elements, pages):
    for address in pages:
        here = [(tag, attributes) for page, tag, attributes, _ in elements if page == address]
        assert ("form", "/recherche/") in {(tag, attributes.get("action")) for tag, attributes in here}, address
        assert {"/plan-du-site/", "/accessibilite/", "#contenu"} <= {a.get("href") for _, a in here}, address


def test_the_parts_of_every_page_follow_one_another(elements, pages):
    for address in pages:
        parts = [
            tag
            for page, tag, _, around in elements
            if page == address and around == ("html", "body") and tag in ("header", "main", "footer")
        ]
        assert parts == ["header", "main", "footer"], address
