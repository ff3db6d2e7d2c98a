"""An editor at work in a real Chromium: what is changed in the admin is what readers see."""

import re

import pytest
from playwright.sync_api import expect

from agenda.models import AgendaIndexPage
from newsletter.models import IssuePage
from tests import builders
from tests.browser.admin import arrive, change_account, sign_in

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db(transaction=True)]


def test_an_agenda_clerk_publishes_an_event(page):
    sign_in(page, "Agenda")
    page.goto(f"/admin/pages/add/agenda/eventpage/{AgendaIndexPage.objects.get().pk}/")
    page.locator("#id_title").fill("Marché de Noël d’Avion")
    page.get_by_role("button", name="Ajouter un créneau").click()
    page.locator("#id_slots-0-start").fill("12/12/2099 10:00")
    # The calendar closes when one clicks elsewhere.
    page.get_by_role("heading", name="Quand").click()
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("button", name="Publier").click()
    # The form saves itself after a while: on a slow machine the page is there before.
    expect(page.get_by_text(re.compile("» (créée et|a été) publiée"))).to_be_visible()

    page.goto("/agenda/")

    expect(page.get_by_role("link", name="Marché de Noël d’Avion")).to_be_visible()
    expect(page.get_by_role("link", name="Marché de Noël d’Avion")).to_have_attribute(
        "href", "/agenda/marche-de-noel-davion/"
    )
    expect(page.get_by_text("samedi 12 décembre 2099 à 10 h")).to_be_visible()


def test_the_publication_director_publishes_the_title_that_another_wrote(page):
    issue = f"/admin/pages/{IssuePage.objects.get(number=9).pk}/edit/"
    sign_in(page, "Rédaction")
    page.goto(issue)
    page.locator("#id_title").fill("Innov in Artois prend son élan")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text("a été mise à jour")).to_be_visible()
    change_account(page, "Direction de publication")
    page.goto(issue)
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("a été publiée")).to_be_visible()

    page.goto("/lettres/9/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Innov in Artois prend son élan")
    expect(page.get_by_text("192 cyclistes")).to_be_visible()


def test_the_editorial_team_submits_and_cannot_publish(page):
    sign_in(page, "Rédaction")
    page.goto(f"/admin/pages/{IssuePage.objects.get(number=9).pk}/edit/")
    page.locator("#id_title").fill("Un titre à approuver")
    page.get_by_role("button", name="Plus d’actions").click()

    # Once the menu shows what may be done, what it does not show may not be.
    submit = page.get_by_role("button", name="Demander\u00a0: Bon à tirer")
    expect(submit).to_be_visible()
    expect(page.get_by_role("button", name="Publier")).to_be_hidden()

    submit.click()
    expect(page.get_by_text("a été soumise pour approbation")).to_be_visible()
    page.goto("/lettres/9/")

    heading = page.get_by_role("heading", level=1)
    expect(heading).to_be_visible()
    expect(heading).not_to_have_text("Un titre à approuver")


def test_everyone_finds_their_account(page):
    arrive(page, builders.account("Réseau"))
    page.goto("/admin/account/")

    expect(page.get_by_label("Prénom")).to_have_value("Camille")


def test_a_date_that_nobody_can_read_is_not_replaced_by_today(page):
    sign_in(page, "Rédaction")
    page.goto("/admin/lettres/nouveau-numero/")
    month, elsewhere = page.get_by_label("Mois de parution"), page.get_by_label("Titre de la une")

    month.fill("32/13/2026")
    elsewhere.click()
    expect(month).to_have_value("32/13/2026")

    month.fill("5/2/2099")
    elsewhere.click()
    expect(month).to_have_value("05/02/2099")
