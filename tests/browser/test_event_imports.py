"""Bringing events in, in a real browser: it goes on by itself, and without script by one button."""

import pytest
from playwright.sync_api import expect

from agenda import importing
from tests import builders
from tests.agenda.importing.sources import export, openagenda_event
from tests.browser.admin import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def coming(number):
    """Some events of next year, whatever today is."""
    timings = [{"begin": "2027-06-21T10:00:00+02:00"}]
    return export(*(openagenda_event(each, f"Visite n° {each}", timings=timings) for each in range(1, number + 1)))


def to_the_examination(page):
    builders.commune("Loos-en-Gohelle", insee_code="62528", postal_codes="62750")
    sign_in(page, account=builders.administrator())
    page.goto("/admin/agenda/imports/")
    page.get_by_label("Ou un fichier").set_input_files(
        {"name": "export.json", "mimeType": "application/json", "buffer": coming(4)}
    )
    page.get_by_role("button", name="Examiner").click()
    expect(page.get_by_text("Importer écrit : 4 nouveaux.")).to_be_visible()


def test_an_import_in_steps_goes_on_by_itself(page, monkeypatch):
    monkeypatch.setattr(importing.apply_some, "__defaults__", (None, 0, None))
    to_the_examination(page)

    page.get_by_role("button", name="Importer", exact=True).click()

    expect(page.get_by_text("Import terminé : 4 nouveaux.")).to_be_visible()
    page.get_by_role("link", name="Visite n° 3").click()
    expect(page.get_by_role("textbox", name="Titre")).to_have_value("Visite n° 3")


def test_without_script_a_button_goes_on(scriptless, monkeypatch):
    monkeypatch.setattr(importing.apply_some, "__defaults__", (None, 0, None))
    to_the_examination(scriptless)

    scriptless.get_by_role("button", name="Importer", exact=True).click()
    for written in (1, 2, 3):
        expect(scriptless.get_by_text(f"Import en cours : {written} sur 4.")).to_be_visible()
        scriptless.get_by_role("button", name="Continuer l’import").click()

    expect(scriptless.get_by_text("Importé le")).to_be_visible()
