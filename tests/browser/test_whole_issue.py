"""A whole issue from an empty form to its readers: written, checked, submitted, approved, in its three outputs."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from newsletter.composition import start_issue
from newsletter.models import IssueIndexPage
from tests import builders
from tests.browser.admin import change_account, sign_in

pytestmark = [
    pytest.mark.usefixtures("demo"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.checked,
    pytest.mark.printed,
]

# About as much as a page and a half holds.
ARTICLE = " ".join(
    f"Le chantier numéro {number} avance : les habitants et les entreprises du bassin minier y travaillent."
    for number in range(1, 90)
)

# Saved by itself meanwhile, it is no new page any more.
SAVED = re.compile("créée|mise à jour")


def insert(stream, label):
    """Add a block to a stream of the form, by its name; return the block."""
    stream.get_by_role("button", name="Insérer un bloc").last.click()
    stream.page.get_by_role("option", name=label, exact=True).click()
    return stream.locator("[data-streamfield-child]").filter(has_text=label).last


def write(block, words):
    """Write in the rich text of a block."""
    block.locator(".public-DraftEditor-content").click()
    block.page.keyboard.insert_text(words)


def choose(page, button, name):
    """Choose a record by its name in the window that a button opens."""
    button.click()
    window = page.locator(".modal-body")
    window.get_by_placeholder("Rechercher").fill(name)
    window.get_by_role("link", name=name).click()
    expect(window).to_be_hidden()


def test_an_editor_writes_a_whole_issue_and_the_director_signs_it_off(page):
    sign_in(page, "Rédaction")
    page.goto(f"/admin/pages/add/newsletter/issuepage/{IssueIndexPage.objects.get().pk}/")
    page.locator("#id_number").fill("10")
    page.locator("#id_title").fill("Un canal pour tous")
    page.locator("#id_standfirst").fill("Les berges rouvrent aux promeneurs.")
    write(
        insert(page.locator("[data-contentpath='cover']"), "Texte"), "Dès l’automne, les berges se parcourent à pied."
    )

    page.get_by_role("tab", name="Le dossier").click()
    page.locator("#id_feature_title").fill("Dix communes au bord de l’eau")
    write(insert(page.locator("[data-contentpath='feature']"), "Texte"), ARTICLE)

    page.get_by_role("tab", name="Le territoire").click()
    initiative = insert(page.locator("[data-contentpath='territory']"), "Initiative")
    initiative.get_by_label("Titre").fill("Une guinguette à Béthune")
    write(initiative, "On y danse le lundi 31 août 2027.")

    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text(SAVED)).to_be_visible()
    edit = page.url

    # What is wrong is named, and each link leads to the field to mend.
    checks = page.locator("main")
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name="Prêt à partir").click()
    expect(checks.get_by_text("L’ours ne nomme pas la direction de la publication")).to_be_visible()
    expect(checks.get_by_text(re.compile("lundi 31 août 2027.*est un mardi"))).to_be_visible()
    checks.get_by_role("listitem").filter(has_text="lundi 31").get_by_role("link", name="Corriger").click()
    expect(page.get_by_role("tab", name="Le territoire")).to_have_attribute("aria-selected", "true")
    wrong = page.locator("[data-contentpath='territory'] .public-DraftEditor-content").first
    wrong.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("On y danse le mardi 31 août 2027.")
    page.get_by_role("tab", name="Ours et diffusion").click()
    choose(page, page.get_by_role("button", name="Choisir une personne").first, "Lucy Bizet")
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("button", name="Demander\u00a0: Bon à tirer").click()
    expect(page.get_by_text("a été soumise pour approbation")).to_be_visible()
    assert page.request.get("/lettres/10/").status == 404

    # Somebody else signs it off.
    change_account(page, "Direction de publication")
    page.goto(edit)
    page.get_by_role("button", name="Plus d’actions").click()
    # Its PDF takes seconds: the button says meanwhile that something goes on, and cannot be pressed twice.
    said = []
    page.expose_function("tell", lambda words: said.append(words))
    button = page.get_by_role("button", name="Approuver et publier", exact=True)
    button.evaluate(
        """button => new MutationObserver(() => tell([button.innerText.trim(), button.disabled].join()))
            .observe(button, { attributes: true, characterData: true, childList: true, subtree: true })"""
    )
    button.click()
    expect(page.get_by_text("Bon à tirer donné : le n° 10 est en ligne.")).to_be_visible()
    assert "Approbation…,true" in said

    # It is online, in its three outputs, and heads the archive.
    page.goto("/lettres/")
    page.get_by_role("link", name="Un canal pour tous").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Un canal pour tous")
    expect(page.get_by_text("On y danse le mardi 31 août 2027.")).to_be_visible()
    paper = page.get_by_role("link", name=re.compile("PDF"))
    expect(paper.first).to_contain_text("4 pages")
    answer = page.request.get(paper.first.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    page.goto("/lettres/10/courriel/")
    expect(page.get_by_text("Une guinguette à Béthune").first).to_be_visible()


def test_what_blocks_stops_the_sign_off_and_never_the_draft(page):
    issue = start_issue(builders.account("Rédaction"), 10, datetime.date(2026, 12, 1), carried=())
    sign_in(page, "Rédaction")
    page.goto(f"/admin/pages/{issue.pk}/edit/")
    page.locator("#id_title").fill("Un titre qui attend sa suite")
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("button", name="Demander\u00a0: Bon à tirer").click()
    expect(page.get_by_text("a été soumise pour approbation")).to_be_visible()

    change_account(page, "Direction de publication")
    page.goto(f"/admin/pages/{issue.pk}/edit/")
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("button", name="Approuver et publier", exact=True).click()

    expect(page.get_by_text("n’est pas prêt à partir. À corriger")).to_be_visible()
    expect(page.get_by_role("heading", name="Prêt à partir ?")).to_be_visible()
    assert page.request.get("/lettres/10/").status == 404
    page.goto(f"/admin/pages/{issue.pk}/edit/")
    expect(page.locator("#id_title")).to_have_value("Un titre qui attend sa suite")
