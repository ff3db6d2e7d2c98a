"""Applying to the label in a real browser: by keyboard, without scripts, on a phone; each page as axe sees it."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from projects.choices import ApplicationState
from projects.models import Application, CandidatePage
from tests import builders
from tests.agenda.proposers import photograph
from tests.browser import inspections
from tests.browser.admin import sign_in
from tests.browser.test_subscribing import PHONE, ZOOMED, fill_in_by_keyboard, press_by_keyboard
from tests.projects.applicants import START, pages_of_applications

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db(transaction=True)]
NEXT = "Enregistrer et continuer"


def test_an_association_applies_by_keyboard_without_scripts_and_becomes_a_candidate(scriptless, page, tmp_path):
    builders.label_call(builders.edition(title="Label Euralens 2031", year=2031))
    tab = scriptless
    tab.set_viewport_size(ZOOMED)
    file = tmp_path / "jardin.jpg"
    file.write_bytes(photograph().read())
    tab.goto(START)

    fill_in_by_keyboard(tab, "Titre du projet*", "Un jardin au pied des tours")
    fill_in_by_keyboard(tab, "Votre nom*", "Camille Durand")
    fill_in_by_keyboard(tab, "Votre adresse électronique*", "camille@jardin.example")
    tab.wait_for_timeout(3200)
    press_by_keyboard(tab, "Ouvrir mon dossier")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Votre dossier")
    tab.get_by_role("link", name="Le projet", exact=True).press("Enter")
    fill_in_by_keyboard(tab, "Le projet en quelques phrases*", "Des habitants cultivent ensemble.")
    tab.get_by_role("radio", name="en cours de définition").press("Space")
    press_by_keyboard(tab, NEXT)
    fill_in_by_keyboard(tab, "Nom*", "Les Jardins du canal")
    press_by_keyboard(tab, "Ajouter un porteur")
    fill_in_by_keyboard(tab, "Nom (porteur 2)", "Ville de Lens")
    press_by_keyboard(tab, NEXT)
    fill_in_by_keyboard(tab, "Commune 1", "Lievain")
    press_by_keyboard(tab, NEXT)
    expect(tab.get_by_role("alert")).to_contain_text("Précisez : Liévin")
    fill_in_by_keyboard(tab, "Commune 1", "lievin")
    press_by_keyboard(tab, NEXT)
    fill_in_by_keyboard(tab, "En quoi le projet aide-t-il la transition ?*", "Il ombrage la rue.")
    press_by_keyboard(tab, NEXT)
    fill_in_by_keyboard(tab, "D’où vient l’argent (ligne 2)", "Dons")
    fill_in_by_keyboard(tab, "Montant en euros (ligne 2)", "1 500")
    press_by_keyboard(tab, NEXT)
    tab.get_by_label("Ajouter un fichier").set_input_files(file)
    press_by_keyboard(tab, "Joindre ce fichier")
    expect(tab.get_by_role("link", name="jardin.jpg")).to_be_visible()
    press_by_keyboard(tab, NEXT)
    press_by_keyboard(tab, "Relire avant de déposer")
    press_by_keyboard(tab, "Déposer ma candidature")
    expect(tab.get_by_text("Votre candidature est déposée.")).to_be_visible()

    sign_in(page, "Label")
    page.goto("/admin/")
    page.get_by_role("button", name="Label Euralens").click()
    page.get_by_role("link", name="Candidatures (1)").click()
    page.get_by_role("link", name="Un jardin au pied des tours").click()
    page.get_by_role("button", name="Créer la fiche candidat").click()
    expect(page.get_by_text("est en brouillon, candidat n° 1")).to_be_visible()
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("publié", exact=False).first).to_be_visible()

    [candidate] = CandidatePage.objects.filter(title="Un jardin au pied des tours")
    assert candidate.live
    assert Application.objects.get().state == ApplicationState.ACCEPTED
    tab.goto(candidate.url)
    expect(tab.get_by_text("Les Jardins du canal").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_who_applies_is_accessible(page, scheme, complaints):
    page.set_viewport_size(ZOOMED if scheme == "dark" else PHONE)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    addresses = pages_of_applications(Client())
    for address in addresses.values():
        page.goto(address)
        assert inspections.broken_rules(page) == [], address
        assert inspections.text(page, "spaced" if scheme == "light" else "plain") == [], address
        assert inspections.focus(page) == [], address
    # Steps with mistakes.
    for step in ("projet", "porteurs", "lieu", "reponses", "budget", "contact"):
        page.goto(addresses[step])
        for field in page.locator("main input[type=text]:visible, main textarea:visible").all():
            field.fill("")
        if step == "contact":
            page.get_by_label("Votre adresse électronique").fill("camille@")
        page.get_by_role("button", name=re.compile("continuer|Relire")).click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert inspections.broken_rules(page) == [], step
        for link in page.locator(".error-summary a").all():
            assert page.locator(link.get_attribute("href")).count() == 1
    # What the browser itself says of a form that is refused.
    assert {said.endswith("400 (Bad Request)") for said in complaints} == {True}
    complaints.clear()
