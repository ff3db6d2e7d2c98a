"""An issue being written in a real Chromium: records created on the way, and nothing typed is lost."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from agenda.models import EventPage
from newsletter.models import IssuePage
from pma_site.directory.models import Person
from tests import builders
from tests.browser.test_editing import sign_in

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db(transaction=True)]


def begin_issue(page):
    page.goto("/admin/lettres/nouveau-numero/")
    page.get_by_role("button", name="Créer le brouillon").click()
    expect(page.get_by_text("est créé, en brouillon.")).to_be_visible()
    page.wait_for_load_state()


def block(page, label):
    """The part of the form that holds a block of the page 4."""
    return page.locator("[data-streamfield-child]").filter(has=page.get_by_text(label, exact=True)).first


def saved(page):
    expect(page.locator("#w-autosave-indicator").get_by_text("Enregistré", exact=True)).to_be_visible()


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
    committee.get_by_role("button", name="Choisir : personne").last.click()
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


def slow_answers(page, milliseconds):
    """Let each answer to what the form sends by itself take its time."""
    page.evaluate(
        """(delay) => {
            const send = window.fetch;
            window.fetch = async (...request) => {
                const answer = await send(...request);
                if (request[1]?.method?.toUpperCase() === "POST") {
                    await new Promise((resolve) => { setTimeout(resolve, delay); });
                }
                return answer;
            };
        }""",
        milliseconds,
    )


def saving(answer):
    return answer.request.method == "POST" and answer.url.endswith("/edit/")


def test_what_is_typed_at_once_and_while_saving_is_saved_by_itself(page):
    sign_in(page, "Rédaction")
    begin_issue(page)
    standfirst = page.locator("#id_standfirst")
    slow_answers(page, 400)

    with page.expect_response(saving):
        standfirst.fill("Un début")
    with page.expect_response(saving):
        standfirst.fill("Un début et une fin")
    page.goto("/admin/")

    draft = IssuePage.objects.latest_first().first().get_latest_revision_as_object()
    assert draft.standfirst == "Un début et une fin"


def test_a_form_is_not_overtaken_by_what_is_being_saved_by_itself(page):
    sign_in(page, "Rédaction")
    begin_issue(page)
    slow_answers(page, 1500)
    page.evaluate("""() => {
        const note = (what) => { sessionStorage.order = `${sessionStorage.order ?? ""}${what} `; };
        document.addEventListener("w-autosave:success", () => note("kept"));
        document.addEventListener("submit", () => note("sent"));
    }""")

    with page.expect_response(saving):
        page.locator("#id_standfirst").fill("Un début")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text("a été mise à jour")).to_be_visible()

    assert page.evaluate("sessionStorage.order") == "kept sent "


def test_a_session_that_ends_takes_no_text_with_it(page, complaints):
    sign_in(page, "Rédaction")
    begin_issue(page)
    standfirst = page.locator("#id_standfirst")
    standfirst.fill("Un début.")
    saved(page)

    page.context.clear_cookies(name="sessionid")
    standfirst.fill("Un début, et une suite écrite trop tard.")
    expect(page.get_by_role("heading", name="Votre session a pris fin")).to_be_visible()
    page.get_by_role("button", name="Revenir à mon texte").click()
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Se reconnecter").click()
    elsewhere = opened.value
    elsewhere.get_by_label("Nom d’utilisateur").fill(get_user_model().objects.latest("pk").username)
    elsewhere.get_by_label("Mot de passe").fill(builders.PASSWORD)
    elsewhere.get_by_role("button", name="S'identifier").click()
    expect(elsewhere.get_by_text("Vous pouvez fermer cet onglet")).to_be_visible()
    elsewhere.close()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Enregistrer le brouillon").click()

    expect(page.get_by_text("a été mise à jour")).to_be_visible()
    expect(standfirst).to_have_value("Un début, et une suite écrite trop tard.")
    # The saving that was refused, and the questions of the page to a server that no longer knew its editor.
    complaints.clear()


def test_a_cut_of_the_network_takes_no_text_with_it(page, complaints):
    sign_in(page, "Rédaction")
    begin_issue(page)
    standfirst = page.locator("#id_standfirst")
    standfirst.fill("Un début.")
    saved(page)

    page.context.set_offline(True)
    standfirst.fill("Un début, et une suite écrite dans le train.")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_role("heading", name="Le site ne répond pas")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Revenir à mon texte").click()
    page.get_by_role("button", name="Enregistrer le brouillon").click()

    expect(page.get_by_text("a été mise à jour")).to_be_visible()
    expect(standfirst).to_have_value("Un début, et une suite écrite dans le train.")
    complaints.clear()
