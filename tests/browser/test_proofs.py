"""From the beginning of an issue to its correction: lent to somebody without an account, approved, sent, rectified."""

import re

import pytest
from playwright.sync_api import expect

from newsletter.dispatching import declare_sent, publish_rectification
from newsletter.models import IssuePage
from newsletter.passages import passages
from newsletter.proofreading import comment, lend
from tests import builders
from tests.browser import inspections
from tests.browser.admin import begin_issue, block, change_account, sign_in
from tests.browser.looks import looks

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db(transaction=True)]

PHONE = {"width": 320, "height": 640}


def change_title(page, issue, title):
    page.goto(f"/admin/pages/{issue.pk}/edit/")
    page.locator("#id_title").fill(title)
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text("a été mise à jour")).to_be_visible()


def test_an_issue_is_begun_proof_read_sent_and_rectified(page, scriptless):
    # The editors begin an issue, and lend its draft.
    sign_in(page, "Rédaction")
    begin_issue(page)
    issue = IssuePage.objects.get(number=10)
    # There is no date to announce yet.
    page.get_by_role("tab", name="Le territoire").click()
    block(page, "Événements choisis").get_by_role("button", name="Supprimer", exact=True).first.click()
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text("a été mise à jour")).to_be_visible()
    change_title(page, issue, "Le titre à relire")
    page.goto(f"/admin/lettres/{issue.pk}/relecture/")
    page.get_by_label("Nom de la personne").fill("Zoé Petit")
    page.get_by_role("button", name="Créer le lien").click()
    address = page.get_by_label("Adresse à transmettre").input_value()

    # The reader, on a phone and without scripts, comments and approves.
    reader = scriptless
    reader.set_viewport_size(PHONE)
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Le titre à relire")
    reader.get_by_role("link", name="Commenter").click()
    reader.get_by_role("link", name=re.compile("Titre et chapeau.*Le titre à relire")).click()
    reader.get_by_role("textbox", name="Votre remarque").fill("Il manque une capitale.")
    reader.get_by_label("Votre nom").fill("Zoé Petit")
    reader.get_by_role("button", name="Envoyer la remarque").click()
    expect(reader.get_by_text("votre remarque est transmise")).to_be_visible()
    reader.goto(address)
    reader.get_by_role("link", name="Bon à tirer").click()
    reader.get_by_label("Votre nom").fill("Zoé Petit")
    reader.get_by_role("button", name="Donner mon bon à tirer").click()
    expect(reader.get_by_text("votre bon à tirer est enregistré")).to_be_visible()

    # The direction reads both, publishes what another wrote, and declares the sending.
    change_account(page, "Direction de publication")
    page.goto(f"/admin/lettres/{issue.pk}/relecture/")
    expect(page.get_by_text("Il manque une capitale.")).to_be_visible()
    expect(page.get_by_text("porte sur la version actuelle")).to_be_visible()
    page.get_by_role("button", name="Marquer comme traitée").click()
    expect(page.get_by_role("button", name="Rouvrir")).to_be_visible()
    page.goto(f"/admin/pages/{issue.pk}/edit/")
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("a été publiée")).to_be_visible()
    page.goto(f"/admin/lettres/{issue.pk}/envoi/")
    page.get_by_label("par courriel", exact=True).check()
    page.get_by_label("Je confirme").check()
    page.get_by_role("button", name="Déclarer l’envoi").click()
    expect(page.get_by_text("L’envoi est déclaré")).to_be_visible()

    # Somebody finds a mistake: it is corrected in the open.
    change_account(page, "Rédaction")
    change_title(page, issue, "Le titre rectifié")
    change_account(page, "Direction de publication")
    page.goto(f"/admin/lettres/{issue.pk}/rectificatif/")
    page.get_by_label("Texte du rectificatif").fill("Le titre comportait une faute.")
    page.get_by_label("Ce qui a changé").fill("Le titre de la une.")
    page.get_by_role("button", name="Publier le rectificatif").click()
    expect(page.get_by_text("Le rectificatif est publié")).to_be_visible()

    page.goto("/lettres/10/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Le titre rectifié")
    page.get_by_role("link", name=re.compile("Lire la version d’avant")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Le titre à relire")
    page.get_by_role("link", name="Lire la version en vigueur").click()
    expect(page).to_have_url(re.compile("/lettres/10/$"))


@pytest.mark.parametrize(("width", "scheme"), looks((320, "dark"), (1280, "light")))
def test_what_readers_of_proofs_see_is_accessible(page, width, scheme):
    issue, account = IssuePage.objects.get(number=9), builders.account("Direction de publication")
    declare_sent(issue, day="2023-06-21", channel="courriel", user=account)
    draft = issue.get_latest_revision_as_object()
    draft.title = "Le titre rectifié"
    draft.save_revision()
    publish_rectification(issue, day="2023-06-30", text="Une faute.", changes="Le titre.", user=account)
    issue = IssuePage.objects.get(number=9)
    proof, token = lend(issue, reader="Zoé Petit", email="", ends_on="2099-12-31", user=account)
    comment(proof, passage=passages(issue)[-1], name="Zoé Petit", text="Une coquille.")
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    base = f"/relecture/{token}/"

    for address in (
        "/lettres/9/",
        "/lettres/9/versions/1/",
        base,
        f"{base}courriel/",
        f"{base}commenter/",
        f"{base}commenter/?passage=ours",
        f"{base}bon-a-tirer/",
    ):
        page.goto(address)
        # What is inside a message is for its own tests.
        assert [fault for fault in inspections.broken_rules(page) if "email__" not in fault] == [], address
        if "courriel" not in address:
            assert inspections.text(page) == [], address
