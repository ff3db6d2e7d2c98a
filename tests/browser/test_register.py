"""The mayors' register in a real browser: the tour by keyboard, what the admin shows, the page of a town hall."""

import pytest
from playwright.sync_api import expect

from pma_site.readers import links
from pma_site.readers.models import Office
from tests import builders
from tests.browser import inspections
from tests.browser.admin import sign_in
from tests.browser.looks import looks
from tests.readers.keepers import account_that_may

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db(transaction=True)]

TOUR = "/admin/lecteurs/apres-les-elections/"


def keep(page):
    """Let somebody who keeps the town halls work in a tab."""
    return sign_in(page, account=account_that_may("view_office", "add_office", "change_office"))


def test_the_tour_of_the_town_halls_needs_no_mouse(page):
    keep(page)
    page.goto(TOUR)
    page.get_by_label("Mairies pas encore vérifiées depuis le").fill("15/03/2026")
    page.keyboard.press("Escape")
    page.get_by_label("Intercommunalité").select_option(label="Communauté d’agglomération de Lens-Liévin (CALL)")
    page.get_by_role("button", name="Commencer").press("Enter")

    # One key confirms.
    expect(page.get_by_role("heading", name="Mairie d’Ablain-Saint-Nazaire")).to_be_visible()
    expect(page.get_by_role("button", name="Confirmer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mairie d’Acheville")).to_be_visible()
    expect(page.get_by_text("1 sur 36").first).to_be_visible()
    expect(page.get_by_role("button", name="Confirmer")).to_be_focused()

    # Two pass over.
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mairie d’Aix-Noulette")).to_be_visible()
    expect(page.get_by_role("button", name="Confirmer")).to_be_focused()

    # A new mayor is typed from one field to the next.
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for typed in ("Modèle", "Dominique", "mo"):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Tab")
    page.keyboard.type("24/04/2026")
    page.keyboard.press("Enter")
    expect(page.get_by_text("a pour maire Dominique Modèle")).to_be_visible()
    assert str(Office.objects.get(name="Mairie d’Aix-Noulette").current_mandate) == "Monsieur le Maire Dominique Modèle"


@pytest.mark.parametrize("width", looks(360, 1280))
def test_what_the_team_and_the_town_halls_see_is_accessible(page, complaints, width):
    keep(page)
    office = Office.objects.filter(recipient=None).first()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(reduced_motion="reduce")
    Office.objects.filter(pk=office.pk).update(wished_email="a@b.example", wished_at=builders.local(2026, 6, 2))

    for address in (
        f"{TOUR}?depuis=2026-03-15",
        "/admin/lecteurs/plis-revenus/?q=lie",
        f"/admin/lecteurs/plis-revenus/{office.pk}/",
        "/admin/lecteurs/demandes/",
        "/admin/lecteurs/etiquettes/",
    ):
        page.goto(address)
        # The way to the contents is Wagtail's own.
        assert [fault for fault in inspections.broken_rules(page) if ".skiplink" not in fault] == [], address
    page.goto(links.office_address(office).removeprefix("http://127.0.0.1:8000"))
    page.get_by_role("button", name="Demander le courriel").click()
    expect(page.get_by_role("alert")).to_be_focused()
    # Chromium writes down every answer that is a refusal.
    complaints.clear()
    assert inspections.broken_rules(page) == []
    assert inspections.text(page) == []
