"""The agenda as readers search it: by keyboard, without script, on a narrow telephone."""

import pytest
from playwright.sync_api import expect

from tests import builders
from tests.builders import local

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def events():
    lens, lievin = builders.commune("Lens"), builders.commune("Liévin")
    return [
        builders.event(
            [(local(2036, 6, 21, 9), None)], title="Gravel", theme="sport", venue=builders.venue(commune=lens)
        ),
        builders.event([(local(2036, 7, 5, 9), None)], title="Concert", venue=builders.venue(commune=lievin)),
    ]


def test_filters_by_keyboard_without_script_at_320_px(scriptless, events):
    scriptless.set_viewport_size({"width": 320, "height": 640})
    scriptless.goto("/agenda/")
    expect(scriptless.get_by_label("Thème")).to_be_hidden()

    scriptless.locator("summary", has_text="Filtrer l’agenda").focus()
    scriptless.keyboard.press("Enter")
    scriptless.get_by_label("Mots").focus()
    scriptless.keyboard.type("gravel")
    for name in ("Période", "Du", "Au", "Commune"):
        while not scriptless.get_by_label(name, exact=True).evaluate("field => field === document.activeElement"):
            scriptless.keyboard.press("Tab")
    scriptless.keyboard.type("Lens")
    scriptless.get_by_role("button", name="Filtrer").press("Enter")
    scriptless.wait_for_url("**/agenda/?q=gravel&commune=*")

    expect(scriptless.get_by_role("link", name="Gravel", exact=True)).to_be_visible()
    expect(scriptless.get_by_role("link", name="Concert")).to_have_count(0)
    assert scriptless.evaluate("document.documentElement.scrollWidth") == 320
    scriptless.get_by_role("link", name="Retirer le filtre Commune : Lens").press("Enter")
    scriptless.wait_for_url("**/agenda/?q=gravel")
    scriptless.get_by_role("link", name="Retirer le filtre Mots : « gravel »").press("Enter")
    scriptless.wait_for_url("**/agenda/")
    expect(scriptless.get_by_role("link", name="Concert")).to_be_visible()


def test_the_month_by_keyboard_without_script_at_320_px(scriptless, events):
    scriptless.set_viewport_size({"width": 320, "height": 640})
    scriptless.goto("/agenda/?mois=2036-06&theme=sport")

    month = scriptless.get_by_role("table", name="Juin 2036")
    expect(month.get_by_role("columnheader", name="lun.")).to_be_visible()
    assert scriptless.evaluate("document.documentElement.scrollWidth") == 320
    month.get_by_role("link", name="samedi 21 : 1 événement").press("Enter")
    scriptless.wait_for_url("**/agenda/?theme=sport&du=2036-06-21&au=2036-06-21")
    expect(scriptless.get_by_role("heading", name="Samedi 21 juin 2036").first).to_be_visible()
    expect(scriptless.get_by_role("link", name="Gravel")).to_be_visible()

    scriptless.goto("/agenda/?mois=2036-06")
    scriptless.get_by_role("link", name="Juillet 2036").press("Enter")
    scriptless.wait_for_url("**/agenda/?mois=2036-07")
    expect(scriptless.get_by_role("link", name="Concert")).to_be_visible()
