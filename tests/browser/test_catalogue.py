"""The catalogue of components in a real Chromium: every state of every component, in both schemes and on a phone."""

import pytest

from tests.browser import inspections
from tests.browser.admin import sign_in
from tests.browser.looks import looks

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scheme"), looks((320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")))
def test_every_component_is_accessible_in_every_state(width, scheme, page):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    sign_in(page, "Rédaction")
    page.goto("/catalogue/")
    page.get_by_role("heading", level=1, name="Catalogue des composants").wait_for()
    # Wagtail's own bar is no component of the site, and brings an older axe with rules since withdrawn.
    page.locator("wagtail-userbar").evaluate("bar => { bar.remove(); delete window.axe }")

    assert inspections.broken_rules(page) == []
    assert inspections.text(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
