"""The letter as an e-mail where everything is dark: no pale strip around a box, a nameplate that stays green."""

import pytest

from tests.browser.test_contrast import contrast

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db(transaction=True)]

GROUNDS = """() => [...document.querySelectorAll('div, table, td, p')]
    .map((element) => getComputedStyle(element).backgroundColor)
    .filter((colour) => colour !== 'rgba(0, 0, 0, 0)')
    .map((colour) => colour.match(/\\d+/g).map(Number))"""


@pytest.mark.parametrize("width", [640, 360])
def test_nothing_of_it_stays_pale(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark")
    page.goto("/lettres/9/courriel/")

    grounds = {tuple(colour[:3]) for colour in page.evaluate(GROUNDS)}

    assert (20, 80, 58) in grounds
    assert [ground for ground in grounds if contrast(ground, (255, 255, 255)) < 7] == []
