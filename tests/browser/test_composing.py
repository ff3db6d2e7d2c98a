"""An issue begun from the last one in a real Chromium: records are created on the way."""

import re

import pytest
from playwright.sync_api import expect

from agenda.models import EventPage
from newsletter.models import IssuePage
from pma_site.directory.models import Person
from tests.browser.admin import begin_issue, block, sign_in

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db(transaction=True)]


def test_records_are_created_from_the_blocks_of_an_issue(page):
    sign_in(page, "Direction de publication")
    begin_issue(page)
    window = page.locator(".modal-body")

    page.get_by_role("tab", name="Le territoire").click()
    agenda = block(page, "Événements choisis")
    agenda.get_by_role("button", name="Ajouter", exact=True).last.click()
    agenda.get_by_role("button", name="Choisir un événement").last.click()
    window.get_by_role("tab", name="Créer").click()
    window.get_by_role("button", name="Créer l’événement").click()
    expect(window.get_by_text("Ce champ est requis.").first).to_be_visible()
    window.get_by_label("Titre").fill("Fête des terrils")
    window.get_by_label("Début").fill("12/12/2099 18:00")
    # The calendar closes when one clicks elsewhere.
    window.get_by_role("heading").first.click()
    window.get_by_label("Commune").select_option(label="Avion")
    window.get_by_role("button", name="Créer l’événement").click()
    expect(agenda.get_by_text("Fête des terrils (samedi 12 décembre 2099")).to_be_visible()

    page.get_by_role("tab", name="Ours et diffusion").click()
    committee = page.locator("[data-contentpath='committee']")
    committee.get_by_role("button", name="Insérer un bloc").last.click()
    committee.get_by_role("button", name="Choisir une personne").last.click()
    window.get_by_role("tab", name="Créer").click()
    window.get_by_label("Prénom").fill("Zoé")
    window.get_by_label("Nom*", exact=True).fill("Petit")
    window.get_by_role("button", name="Créer").click()
    expect(committee.get_by_text("Zoé Petit")).to_be_visible()
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text("a été mise à jour")).to_be_visible()

    draft = IssuePage.objects.latest_first().first().get_latest_revision_as_object()
    event, person = EventPage.objects.get(title="Fête des terrils"), Person.objects.get(last_name="Petit")
    assert event in [event for part in draft.territory if part.block_type == "agenda" for event in part.value["events"]]
    assert person in [part.value for part in draft.committee]
    page.goto(event.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Fête des terrils")
    expect(page.get_by_text("Avion").first).to_be_visible()


def test_the_first_error_is_shown_though_it_is_in_another_tab(page):
    sign_in(page, "Rédaction")
    begin_issue(page)
    page.get_by_role("tab", name="Le territoire").click()
    territory = page.locator("[data-contentpath='territory']")
    territory.get_by_role("button", name="Insérer un bloc").last.click()
    page.get_by_role("option", name="Initiative", exact=True).click()
    territory.get_by_label("ou adresse extérieure").last.fill("https://www.example.org/")
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("button", name="Demander\u00a0: Bon à tirer").click()
    expect(page.get_by_text("Votre demande n’a pas abouti")).to_be_visible()

    errors = page.get_by_role("tab", name="Le territoire").locator(".w-tabs__errors")
    expect(errors).to_have_text(re.compile("champs à corriger"))
    page.get_by_role("button", name="Aller à la première erreur").click()
    expect(territory.get_by_text("Champ requis.").first).to_be_in_viewport()
    expect(page.get_by_text("Dites où mène ce lien.")).to_be_visible()
