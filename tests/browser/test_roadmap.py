"""The manager of the roadmap at work in a real browser: a new year, and a milestone from the board into a letter."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from newsletter.models import IssuePage
from projects.models import Action, AxisContact, AxisPage, RoadmapPage
from tests import builders
from tests.browser.admin import begin_issue, change_account, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

KEEPER = "Feuille de route"
YEAR = timezone.localdate().year


@pytest.fixture
def axis(live_server):
    """An axis of the running year, with two actions to come and one that is done."""
    roadmap = builders.roadmap(year=YEAR, title=f"Feuille de route {YEAR}", slug=str(YEAR))
    axis = builders.axis(roadmap, title="Écotransition", slug="ecotransition")
    axis.contacts = [AxisContact(person=builders.person("Zoé Petit"))]
    axis.actions = [
        Action(title="Une chaufferie bois", step="engagee", due_on=f"{YEAR - 1}-12-01"),
        Action(title="Un verger", step="prevue"),
        Action(title="Un cadastre solaire", step="realisee"),
    ]
    axis.save()
    axis.save_revision().publish()
    return axis


def test_a_milestone_in_three_clicks_gets_into_the_letter(page, axis):
    sign_in(page, KEEPER)
    page.goto("/admin/")
    page.get_by_role("link", name="Feuille de route", exact=True).click()
    page.get_by_role("link", name="Ajouter une étape à « Une chaufferie bois »").click()
    expect(page.get_by_label("Ce qui s’est passé")).to_be_focused()
    page.keyboard.type("La chaufferie bois est mise en service.")
    page.get_by_label("À mettre dans la lettre").check()
    page.get_by_label("Où en est l’action").select_option(label="réalisée")
    page.get_by_role("button", name="Enregistrer l’étape").click()

    expect(page.get_by_text("L’étape est notée et en ligne.")).to_be_visible()
    page.get_by_role("link", name="Voir la page publique").click()
    expect(page.get_by_text("La chaufferie bois est mise en service.")).to_be_visible()

    change_account(page, "Rédaction")
    begin_issue(page)
    issue = IssuePage.objects.get()
    page.goto(f"/admin/pages/{issue.pk}/view_draft/")
    expect(page.get_by_role("heading", name="Premières actions réalisées")).to_be_visible()
    expect(page.get_by_text("La chaufferie bois est mise en service.")).to_be_visible()


def test_a_new_year_is_made_from_the_last_one(page, axis):
    sign_in(page, KEEPER)
    page.goto("/admin/feuille-de-route/")
    page.get_by_role("link", name="Nouvelle année").click()
    expect(page.get_by_label("Année")).to_have_value(str(YEAR + 1))
    page.get_by_label("Un verger (prévue)").uncheck()
    page.get_by_role("button", name="Créer les brouillons").click()

    expect(page.get_by_text("est en brouillon, avec 1 axe, 1 action")).to_be_visible()
    new = RoadmapPage.objects.get(year=YEAR + 1)
    carried = AxisPage.objects.child_of(new).get()
    assert [action.title for action in carried.actions.all()] == ["Une chaufferie bois"]
    page.get_by_role("link", name="Écotransition").first.click()
    page.get_by_role("tab", name="Actions et étapes").click()
    expect(page.locator("[name=actions-0-title]")).to_have_value("Une chaufferie bois")
