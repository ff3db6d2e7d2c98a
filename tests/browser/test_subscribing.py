"""Subscribing and leaving in a real browser: by keyboard, without scripts, on a phone, in large letters."""

import pytest
from playwright.sync_api import expect

from pma_site.readers import links
from pma_site.readers.models import Recipient
from pma_site.territory.models import Commune
from tests import builders
from tests.browser import inspections
from tests.browser.looks import looks
from tests.readers.steps import button, delivered, dump, pages_of_readers, receives

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db(transaction=True)]

ADDRESS = "camille.durand@ville.example"
# 400 % of a window of 1280 px is one of 320 px (RGAA 10.11).
PHONE, ZOOMED, DESK = ({"width": width, "height": 800} for width in (360, 320, 1280))


def fill_in_by_keyboard(tab, label, value):
    """Reach a field by Tab from the top of the page, and type."""
    field = tab.get_by_label(label)
    for _ in range(40):
        tab.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break
    tab.keyboard.type(value)


def press_by_keyboard(tab, name):
    """Reach a button by Tab, and press Enter."""
    wanted = tab.get_by_role("button", name=name)
    for _ in range(40):
        if wanted.evaluate("button => button === document.activeElement"):
            break
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")


def test_a_person_subscribes_and_leaves_by_keyboard_without_scripts(scriptless):
    tab = scriptless
    tab.set_viewport_size(PHONE)
    tab.goto("/abonnement/")
    # Too fast for a person: the form is shown again, with what was typed.
    fill_in_by_keyboard(tab, "Votre adresse électronique*", ADDRESS)
    press_by_keyboard(tab, "M’abonner")
    expect(tab.get_by_role("alert")).to_contain_text("appuyez de nouveau")
    expect(tab.get_by_label("Votre adresse électronique*")).to_have_value(ADDRESS)
    tab.get_by_label("Votre commune").select_option("Liévin")
    tab.wait_for_timeout(3500)
    press_by_keyboard(tab, "M’abonner")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Regardez vos messages")

    [message] = delivered()
    tab.goto(button(message))
    press_by_keyboard(tab, "Confirmer mon abonnement")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Votre abonnement est confirmé")
    assert receives() == {ADDRESS}
    reader = Recipient.objects.at(ADDRESS).get()
    assert reader.subscription.commune.name == "Liévin"

    tab.goto(links.leave_address(reader).removeprefix("http://127.0.0.1:8000"))
    press_by_keyboard(tab, "Ne plus recevoir la lettre")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Vous ne recevrez plus la lettre")
    assert receives() == set()
    press_by_keyboard(tab, "Annuler : je garde la lettre")
    expect(tab.get_by_text("vous recevez toujours la lettre")).to_be_visible()
    assert receives() == {ADDRESS}


@pytest.mark.parametrize(
    ("window", "scheme", "how"),
    looks((PHONE, "light", "spaced"), (ZOOMED, "dark", "plain"), (DESK, "light", "doubled")),
)
def test_every_page_of_a_reader_is_accessible_and_opening_it_changes_nothing(page, window, scheme, how, complaints):
    addresses = pages_of_readers()
    page.set_viewport_size(window)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    before = dump()

    for address in ["/abonnement/", "/abonnement/message-envoye/", *addresses.values(), "/abonnement/gerer/x/"]:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        assert inspections.broken_rules(page) == [], address
        assert inspections.text(page, how) == [], address
        assert inspections.focus(page) == [], address
    assert dump() == before
    assert complaints.pop().endswith("404 (Not Found)")


def test_a_mistake_is_told_first_and_beside_its_field(page, complaints):
    page.goto("/abonnement/")
    page.get_by_label("Votre adresse électronique*").fill("camille")
    page.get_by_role("button", name="M’abonner").click()

    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    field = page.get_by_label("Votre adresse électronique*")
    expect(field).to_be_focused()
    assert field.get_attribute("aria-invalid") == "true"
    assert field.get_attribute("autocomplete") == "email"
    assert inspections.broken_rules(page) == []
    assert complaints.pop().endswith("400 (Bad Request)")


def test_a_town_hall_chooses_how_the_letter_comes(page):
    hall = builders.recipient("accueil@lecteurs.example")
    office = builders.office("Mairie annexe de Lens", recipient=hall, commune=Commune.objects.first())
    page.goto(links.manage_address(hall).removeprefix("http://127.0.0.1:8000"))

    page.get_by_role("group", name="Mairie annexe de Lens").get_by_label("par la poste").uncheck()
    page.get_by_role("button", name="Enregistrer le choix de Mairie annexe de Lens").click()

    expect(page.get_by_text("Votre choix est enregistré.")).to_be_visible()
    office.refresh_from_db()
    assert not office.takes_post
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger mes données").click()
    assert download.value.suggested_filename == "mes-donnees-la-lettre-aux-maires.json"
