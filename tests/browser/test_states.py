"""What a page becomes in its reader's hands: its menu opened on a phone, its forms sent with a mistake."""

import pytest
from playwright.sync_api import expect

from tests.browser import inspections
from tests.browser.pages import TOO_LONG

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db(transaction=True)]

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}
# Each form of the public site, sent by its address with a value that it refuses.
MISTAKES = {
    f"/recherche/?q={TOO_LONG}": "Rechercher dans le site",
    "/agenda/?commune=99999": "Commune",
    "/communes/?epci=1": "Intercommunalité",
}


def menu(page):
    """What folds and unfolds the menu, and the menu itself."""
    return page.locator("header summary"), page.get_by_role("navigation", name="Menu principal")


def open_menu(page):
    page.set_viewport_size(PHONE)
    page.goto("/agenda/")
    toggle, part = menu(page)
    toggle.focus()
    page.keyboard.press("Enter")
    return toggle, part


def test_the_menu_of_a_phone_is_folded_and_opens_by_keyboard(page):
    page.set_viewport_size(PHONE)
    page.goto("/agenda/")
    toggle, part = menu(page)
    assert toggle.inner_text().strip() == "Menu"
    assert not part.is_visible()

    toggle.focus()
    page.keyboard.press("Enter")

    assert part.get_by_role("link", name="Agenda").get_attribute("aria-current") == "page"
    page.keyboard.press("Tab")
    assert part.evaluate("part => part.contains(document.activeElement)")


def test_the_menu_of_a_phone_folds_again_and_keeps_the_focus(page):
    toggle, part = open_menu(page)
    assert part.is_visible()

    page.keyboard.press("Enter")

    assert not part.is_visible()
    expect(toggle).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_menu_is_as_accessible_as_the_page(scheme, page):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_menu(page)

    assert inspections.broken_rules(page) == []
    assert inspections.text(page) == []
    assert inspections.walk(page) == []


def test_a_wide_window_shows_the_menu_without_a_button(page):
    page.set_viewport_size(PHONE)
    page.goto("/agenda/")
    page.set_viewport_size(DESK)

    links = page.get_by_role("navigation", name="Menu principal").get_by_role("link")

    assert links.count() >= 6
    assert all(link.is_visible() for link in links.all())
    assert not page.locator("header summary").is_visible()


@pytest.mark.parametrize("window", [PHONE, DESK])
def test_the_menu_can_be_reached_without_script(window, scriptless):
    scriptless.set_viewport_size(window)
    scriptless.goto("/agenda/")
    toggle, _ = menu(scriptless)
    if toggle.is_visible():
        toggle.click()

    assert all(link.is_visible() for link in scriptless.locator("header nav a").all())
    scriptless.get_by_role("link", name="Communes", exact=True).click()
    scriptless.wait_for_url("**/communes/")


@pytest.mark.parametrize("address", MISTAKES)
def test_a_mistake_is_told_first_and_beside_its_field(address, page, complaints):
    page.goto(address)
    summary = page.locator("[data-error-summary]")
    field = page.locator("main").get_by_label(MISTAKES[address], exact=True)

    assert summary.get_attribute("role") == "alert"
    expect(summary).to_be_focused()
    assert field.get_attribute("aria-invalid") == "true"
    described = field.get_attribute("aria-describedby").split()
    messages = [page.locator(f"[id='{name}']").inner_text().strip() for name in described]
    assert all(messages)
    assert any(message in summary.inner_text() for message in messages)

    summary.get_by_role("link").first.click()
    expect(field).to_be_focused()
    assert complaints.pop().endswith("400 (Bad Request)")
