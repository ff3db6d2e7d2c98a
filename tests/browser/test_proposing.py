"""Proposing an event in a real browser: by keyboard, without scripts, on a phone; each step as axe sees it."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from agenda.models import Proposal
from pma_site.readers.forms.subscribing import LEAST_SECONDS
from tests.agenda.proposers import START, at, delivered, fill_in, in_days, pages_of_proposals, photograph
from tests.browser import inspections
from tests.browser.test_subscribing import PHONE, ZOOMED, fill_in_by_keyboard, press_by_keyboard

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db(transaction=True)]


def test_a_clerk_proposes_an_event_by_keyboard_without_scripts(scriptless, tmp_path):
    tab = scriptless
    tab.set_viewport_size(ZOOMED)
    file = tmp_path / "fête.jpg"
    file.write_bytes(photograph().read())
    tab.goto(START)

    fill_in_by_keyboard(tab, "Titre*", "Marché de Noël")
    press_by_keyboard(tab, "Continuer")
    expect(tab.get_by_role("heading", name="Quand", exact=True)).to_be_visible()
    # Back by the browser, and on again: the same form, which has lost nothing.
    tab.go_back()
    expect(tab.get_by_label("Titre*")).to_have_value("Marché de Noël")
    press_by_keyboard(tab, "Continuer")
    tab.get_by_label("Jour", exact=True).fill(in_days(40))
    tab.get_by_label("Toute la journée").press("Space")
    # « Entrée » goes on, and adds no date.
    tab.get_by_label("Il se répète").press("Enter")
    fill_in_by_keyboard(tab, "Commune", "Lievain")
    press_by_keyboard(tab, "Continuer")
    expect(tab.get_by_role("alert")).to_contain_text("Plusieurs communes peuvent être")
    tab.get_by_role("radio", name="Liévin").press("Space")
    press_by_keyboard(tab, "Continuer")
    tab.get_by_role("radio", name="Gratuit, sans réservation").press("Space")
    press_by_keyboard(tab, "Continuer")
    tab.get_by_label("Fichier de l’image 1").set_input_files(file)
    press_by_keyboard(tab, "Continuer")
    expect(tab.get_by_text("Cette image est gardée")).to_be_visible()
    fill_in_by_keyboard(tab, "Description de l’image 1", "Les chalets")
    fill_in_by_keyboard(tab, "Crédit de l’image 1", "Ville")
    tab.get_by_label(re.compile("J’ai le droit")).press("Space")
    press_by_keyboard(tab, "Continuer")
    fill_in_by_keyboard(tab, "Votre nom*", "Camille Durand")
    fill_in_by_keyboard(tab, "Votre adresse électronique*", "camille@ville.example")
    press_by_keyboard(tab, "Relire avant d’envoyer")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Relisez avant d’envoyer")
    # Nobody does all this in less.
    tab.wait_for_timeout(1000 * LEAST_SECONDS)
    press_by_keyboard(tab, "Envoyer ma proposition")

    expect(tab.get_by_role("heading", level=1)).to_contain_text("Merci")
    proposal = Proposal.objects.get()
    expect(tab.get_by_text(proposal.reference)).to_be_visible()
    assert (proposal.commune.name, proposal.images.get().credit) == ("Liévin", "Ville")
    assert len(delivered()) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_a_proposal_is_accessible(page, scheme, complaints):
    page.set_viewport_size(ZOOMED if scheme == "dark" else PHONE)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    for address in pages_of_proposals(Client()).values():
        page.goto(address)
        assert inspections.broken_rules(page) == [], address
        assert inspections.text(page, "spaced" if scheme == "light" else "plain") == [], address
        assert inspections.focus(page) == [], address
    # Steps with mistakes.
    for step in ("quoi", "quand", "ou", "comment", "vous"):
        page.goto(START if step == "quoi" else at(fill_in(Client(), upto="quoi"), step))
        if step == "ou":
            page.get_by_label("Commune").fill("Lanz")
        page.get_by_role("button", name=re.compile("Continuer|Relire")).click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert inspections.broken_rules(page) == [], step
        for link in page.locator(".error-summary a").all():
            assert page.locator(link.get_attribute("href")).count() == 1
    # What the browser itself says of a form that is refused.
    assert {said.endswith("400 (Bad Request)") for said in complaints} == {True}
    complaints.clear()
