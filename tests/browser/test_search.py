"""Search in a real browser: a synonym is added in the admin and found by a reader; the page holds at every width."""

import pytest
from playwright.sync_api import expect

from tests.browser import inspections
from tests.browser.admin import sign_in
from tests.browser.looks import looks

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", looks(360, 1280))
def test_what_a_search_answers_is_accessible(page, width):
    page.set_viewport_size({"width": width, "height": 900})

    for address in ("?q=innovaton&type=reseau", "?q=artois&annee=1999", "?q=obzerwatoure", "?q=lens+zygomatique"):
        page.goto(f"/recherche/{address}")
        assert inspections.broken_rules(page) == [], address
        assert inspections.text(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_a_synonym_is_added_and_found(page):
    page.goto("/recherche/?q=bécane")
    expect(page.get_by_text("Rien ne correspond à ces mots.")).to_be_visible()
    sign_in(page, "Rédaction")
    page.goto("/admin/")

    page.get_by_role("link", name="Synonymes").click()
    page.get_by_role("link", name="Ajouter : groupe de synonymes").first.click()
    page.get_by_role("textbox", name="Expressions").fill("bécane\nHyboo")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("bécane = Hyboo").first).to_be_visible()

    page.goto("/")
    field = page.get_by_role("searchbox", name="Rechercher dans le site")
    field.fill("becane")
    field.press("Enter")
    first = page.locator("[data-search-results] > li").first
    expect(first.get_by_role("link", name="Hyboo")).to_be_visible()
    # Narrowed down, and opened.
    page.get_by_label("Rubrique").select_option(label="Innov in Artois (1)")
    page.get_by_role("button", name="Affiner").click()
    expect(page.get_by_role("group", name="Filtres en vigueur")).to_contain_text("Innov in Artois")
    first.get_by_role("link", name="Hyboo").click()
    expect(page.get_by_role("heading", level=1, name="Hyboo")).to_be_visible()
