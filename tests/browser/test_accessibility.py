"""Every type of page, with much and with nothing in it, at three widths: for a reader who sees little, uses
a keyboard, a phone, wide spacing or large text, or has no style sheet or no script.

A page is opened once and looked at in all these ways (`findings`); each test is about one of them. Beside a second
database, a page that a browser gets byte for byte as it got it beside the first, where nothing was found, is not looked
at again: it would look the same.
"""

import hashlib
import http
import itertools
import os
import re
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from pma_site.core.shared_cache import forget_everything
from pma_site.home import views
from tests.browser import inspections
from tests.browser.conftest import guarded_tab
from tests.browser.looks import looks
from tests.browser.pages import CONTENTS, FAULT, STATUSES
from tests.builders import counting

# How each of the contents is looked at: every type of page at each width, with much and with nothing in it, and in
# each scheme. 320 px is also a window of 1280 px at 400 % (RGAA 10.11). At the first of its widths a page is walked
# through by keyboard, which takes long; at the others each control has the focus once.
LOOKS = {
    "demo": {1280: "light", 320: "dark"},
    "full": {320: "light", 1280: "dark", 768: "forced"},
    "empty": {768: "light", 320: "forced", 1280: "dark"},
}
LOOKS = {contents: dict(looks(*ways.items())) for contents, ways in LOOKS.items()}
# The contents whose pages are opened once more without script.
COMPARED = {"demo", "full"}

# A form's key and seal, what an uploaded file's name begins with, the time that only machines read.
ANEW = re.compile(
    r'(?<=name="csrfmiddlewaretoken" value=")\w+|(?<=name="shown_at" value=")[^"]+'
    r'|(?<=/media/images/)[0-9a-f]{12}-|(?<="dateModified":")[^"]+'
)
HOURS = 4


@pytest.fixture(scope="module", params=CONTENTS)
def findings(request, browser, live_server, test_database, django_db_setup, django_db_blocker):
    """What is wrong with the pages of one of the contents, by what was looked at: sentences, each with its pages."""
    complaints, found = [], defaultdict(lambda: defaultdict(list))
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        test_database.renew("demo" if request.param == "demo" else "empty")
        forget_everything()
        patch.setattr(counting, "numbers", itertools.count(1))
        patch.setattr(views, "navigation_for", failing_at(FAULT, views.navigation_for))
        with (
            guarded_tab(browser, live_server.url, complaints) as page,
            guarded_tab(browser, live_server.url, [], java_script_enabled=False) as scriptless,
        ):
            for address in at_one_time(CONTENTS[request.param]()):
                same = once_looked_at(open_page(page, address, complaints), live_server.url, request.param)
                if same and same.exists():
                    continue
                before = sum(map(len, found.values()))
                if request.param in COMPARED:
                    page.set_viewport_size(scriptless.viewport_size)
                    scriptless.goto(address)
                    note(found["script"], address, inspections.lost_without_script(page, scriptless))
                inspect(page, address, LOOKS[request.param], found)
                if same and sum(map(len, found.values())) == before:
                    same.touch()
        test_database.renew("empty")
    found["browser"] = dict.fromkeys(complaints, [])
    return found


def at_one_time(addresses):
    """What builds pages, with a clock that two runs within hours have in common: their dates are then the same."""
    now = timezone.localtime()
    begun = now.replace(hour=now.hour // HOURS * HOURS, minute=0, second=0, microsecond=0)
    for second in itertools.count():
        with time_machine.travel(begun + timedelta(seconds=second)):
            address = next(addresses, None)
        if address is None:
            return
        yield address


def failing_at(address, sound):
    """The view helper `sound`, but with a fault of the site at one address."""

    def navigation_for(request):
        if request.get_full_path() == address:
            raise RuntimeError
        return sound(request)

    return navigation_for


def once_looked_at(response, site, contents):
    """The file that stands for a page without a fault, as a browser got it beside any database of one run."""
    if not (folder := os.environ.get("PMA_TESTS_LOOKED_AT")):
        return None
    # What is drawn anew for each visit or each file, tells the second, or is the port of this very test.
    said = ANEW.sub("", response.text().replace(site, ""))
    return Path(folder) / hashlib.sha256(f"{contents} {response.url.removeprefix(site)}\n{said}".encode()).hexdigest()


def open_page(page, address, complaints):
    status = STATUSES.get(address, 200)
    response = page.goto(address)
    assert response.status == status, address
    page.evaluate("document.fonts.ready")
    if status != 200:
        # Chromium complains of a page that tells of an error: once, and of that it may.
        phrase = http.HTTPStatus(status).phrase
        complaints.remove(f"Failed to load resource: the server responded with a status of {status} ({phrase})")
    return response


def inspect(page, address, ways, found):
    """Look at an open page in every way, the last of which takes its style sheets away."""
    for turn, (width, scheme) in enumerate(ways.items()):
        place = f"{address} ({width} px, {scheme})"
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(
            color_scheme="dark" if scheme == "dark" else "light",
            forced_colors="active" if scheme == "forced" else "none",
            # A change of colour that takes time would be caught half way.
            reduced_motion="reduce",
        )
        if turn:
            # A walk left the focus at the top of the page, where it shows what is hidden else.
            page.evaluate("document.activeElement.blur()")
        note(found["axe"], place, inspections.broken_rules(page))
        note(found["keyboard"], place, inspections.focus(page) if turn else inspections.walk(page))
        for how in ("plain", "spaced", "doubled") if width == 1280 else ("plain", "spaced"):
            note(found["text"], f"{place}, {how}", inspections.text(page, how))
    # The page of a fault stands alone: nothing of the site can be counted on.
    parts = ["main"] if address == FAULT else ["header", "main", "footer"]
    note(found["order"], address, inspections.order(page, parts))


def note(problems, place, sentences):
    for sentence in sentences:
        problems[sentence].append(place)


def listed(problems):
    """Problems as lines to read, each with the first places where it is."""
    return "".join(f"\n{problem}\n    {len(at)} × {'; '.join(at[:4])}" for problem, at in problems.items())


def test_no_page_breaks_a_rule_of_axe(findings):
    assert not findings["axe"], listed(findings["axe"])


def test_a_keyboard_goes_through_every_page_and_its_reader_sees_where(findings):
    assert not findings["keyboard"], listed(findings["keyboard"])


def test_no_text_is_cut_and_no_page_scrolls_sideways(findings):
    assert not findings["text"], listed(findings["text"])


def test_every_page_is_in_order_without_style_sheets(findings):
    assert not findings["order"], listed(findings["order"])


def test_the_browser_has_nothing_to_complain_of(findings):
    assert not findings["browser"], listed(findings["browser"])


def test_every_page_is_complete_without_script(findings):
    assert not findings["script"], listed(findings["script"])
