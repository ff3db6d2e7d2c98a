"""Week 2: « Nouveau numéro », proofread without an account, refused once, approved, planned for its hour."""

import re

from people import DIRECTOR, EDITOR
from playwright.sync_api import expect
from telling import check, count, step

PROOF_READER = "relectrice@relecture.internal"
TITLE, DRAFT_TITLE = "Le canal des Obsidianes", "Le canal des Obsidiane"
# About as much as a page holds, beside what was carried over from the last issue.
ARTICLE = " ".join(
    f"Le chantier numéro {number} avance : les habitants et les entreprises du bassin minier y travaillent."
    for number in range(1, 56)
)
REFUSAL = "Le titre est à accorder : Antimoine."


def live(month):
    """Live it."""
    month.stranger.hide("Obsidiane", where="le numéro 10, avant son heure")
    month.stranger.hide("Wolframite", "Antimoine", "@relecture.internal", where="ce qui se dit pendant la relecture")
    month.stranger.watch("/lettres/10/", "/lettres/10/courriel/", "/lettres/10/versions/1/")
    month.clock.to(month.day(8))
    with step("La rédaction commence le numéro 10 et l’écrit"):
        compose(month)
    with step("Une personne sans compte le relit sur son téléphone, et commente"):
        proofread(month)
    month.clock.to(month.day(9))
    with step("La rédaction corrige et soumet ; la direction refuse une fois"):
        submit(month)
        refuse(month)
    month.clock.to(month.day(10))
    with step("La rédaction corrige, la direction approuve et prévoit la publication"):
        correct(month)
        approve(month)
    month.clock.to(month.day(12, 18))
    with step("Un inconnu parcourt tout ce qui est public"):
        month.stranger.walk("avant l’heure du numéro")


def block(page, label):
    """The part of the form that holds a block of a stream."""
    return page.locator("[data-streamfield-child]").filter(has=page.get_by_text(label, exact=True)).first


def insert(stream, label):
    """Add a block to a stream of the form, by its name; return the block."""
    stream.get_by_role("button", name="Insérer un bloc").last.click()
    stream.page.get_by_role("option", name=label, exact=True).click()
    return stream.locator("[data-streamfield-child]").filter(has_text=label).last


def write(part, words):
    """Write in the rich text of a block."""
    editor = part.locator(".public-DraftEditor-content").first
    editor.click()
    expect(editor).to_be_focused()
    part.page.keyboard.insert_text(words)
    expect(editor).to_have_text(words)


def save(page):
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text("a été mise à jour")).to_be_visible()


def compose(month):
    from newsletter.models import IssuePage

    page = month.people.desk(EDITOR)
    page.goto("/admin/lettres/nouveau-numero/")
    page.get_by_role("button", name="Créer le brouillon").click()
    expect(page.get_by_text("est créé, en brouillon.")).to_be_visible()
    issue = month.story["issue"] = IssuePage.objects.get(number=10)
    page.wait_for_load_state()
    page.locator("#id_title").fill(DRAFT_TITLE)
    page.locator("#id_standfirst").fill("Les berges rouvrent aux promeneurs.")
    write(
        insert(page.locator("[data-contentpath='cover']"), "Texte"), "Dès l’automne, les berges se parcourent à pied."
    )
    page.get_by_role("tab", name="Le dossier").click()
    page.locator("#id_feature_title").fill("Dix communes au bord de l’eau")
    write(insert(page.locator("[data-contentpath='feature']"), "Texte"), ARTICLE)
    page.get_by_role("tab", name="Le territoire").click()
    choose_event(page, month.story["event"].title)
    save(page)
    draft = IssuePage.objects.get(pk=issue.pk).get_latest_revision_as_object()
    kinds = [part.block_type for part in draft.territory]
    check(draft.number == 10 and kinds, f"le brouillon du n° 10 reprend les rubriques du n° 9 : {kinds}")
    page.goto(f"/admin/pages/{issue.pk}/view_draft/")
    for words in ["chauffe ses premiers logements", "Fête du terril"]:
        expect(page.get_by_text(words).first).to_be_visible()
    count("numéros composés")


def choose_event(page, title):
    agenda = block(page, "Événements choisis")
    agenda.get_by_role("button", name="Ajouter", exact=True).last.click()
    agenda.get_by_role("button", name="Choisir un événement").last.click()
    window = page.locator(".modal-body")
    window.get_by_placeholder("Rechercher").fill(title)
    window.get_by_role("link", name=re.compile(title)).first.click()
    expect(window).to_be_hidden()


def proofread(month):
    issue, page = month.story["issue"], month.people.desk(EDITOR)
    page.goto(f"/admin/lettres/{issue.pk}/relecture/")
    page.get_by_label("Nom de la personne").fill("Zoé Petit")
    page.get_by_label("Courriel").fill(PROOF_READER)
    page.get_by_role("button", name="Créer le lien").click()
    shown = page.get_by_label("Adresse à transmettre").input_value()
    address = month.post.wait_for(PROOF_READER).link("/relecture/")
    check(address == shown, "le lien qui part par courriel est celui qui est montré")
    month.story["proof"] = address
    reader = month.people.tab(java_script_enabled=False, viewport={"width": 360, "height": 740})
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text(DRAFT_TITLE)
    reader.get_by_role("link", name="Commenter").click()
    reader.get_by_role("link", name=re.compile("Titre et chapeau.*Obsidiane")).click()
    reader.get_by_role("textbox", name="Votre remarque").fill("Un pluriel manque, comme à Wolframite.")
    reader.get_by_label("Votre nom").fill("Zoé Petit")
    reader.get_by_role("button", name="Envoyer la remarque").click()
    expect(reader.get_by_text("votre remarque est transmise")).to_be_visible()
    reader.goto(address)
    reader.get_by_role("link", name="Bon à tirer").click()
    reader.get_by_label("Votre nom").fill("Zoé Petit")
    reader.get_by_role("button", name="Donner mon bon à tirer").click()
    expect(reader.get_by_text("votre bon à tirer est enregistré")).to_be_visible()
    reader.context.close()


def submit(month):
    issue, page = month.story["issue"], month.people.desk(EDITOR)
    page.goto(f"/admin/lettres/{issue.pk}/relecture/")
    expect(page.get_by_text("Un pluriel manque")).to_be_visible()
    page.get_by_role("button", name="Marquer comme traitée").click()
    expect(page.get_by_role("button", name="Rouvrir")).to_be_visible()
    edit(month, page, "Le canal de l’Obsidiane")


def edit(month, page, title):
    """Change the title, and submit."""
    page.goto(f"/admin/pages/{month.story['issue'].pk}/edit/")
    page.locator("#id_title").fill(title)
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("button", name=re.compile("^Demander|^Redemander|^Relancer")).first.click()
    expect(page.locator(".messages")).to_contain_text(re.compile("soumis|est demandée"))


def refuse(month):
    issue, page = month.story["issue"], month.people.desk(DIRECTOR)
    page.goto(f"/admin/pages/{issue.pk}/edit/")
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("button", name="Demander des modifications").click()
    window = page.locator(".modal-body")
    window.locator("#id_comment").fill(REFUSAL)
    window.get_by_role("button", name="Demander des modifications").click()
    expect(window).to_be_hidden()
    told = month.post.wait_for(month.people.account(EDITOR).email, "Antimoine")
    check(bool(told), f"la rédaction reçoit la raison du refus : {told.subject}")
    count("bons à tirer refusés")


def correct(month):
    edit(month, month.people.desk(EDITOR), TITLE)


def approve(month):
    from newsletter.models import IssuePage

    issue, page = month.story["issue"], month.people.desk(DIRECTOR)
    planned = month.story["hour"] = month.day(15, 8, 30)
    page.goto(f"/admin/lettres/{issue.pk}/pret-a-partir/")
    month.story["readiness"] = page.locator("main").inner_text()
    page.goto(f"/admin/pages/{issue.pk}/edit/")
    plan(page, planned)
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("button", name="Approuver et publier", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Bon à tirer donné", timeout=120_000)
    found = IssuePage.objects.get(pk=issue.pk)
    approved = found.scheduled_revision.approved_go_live_at if found.scheduled_revision else None
    check(not found.live and approved == planned, f"approuvé, prévu, pas encore en ligne : {approved}")


def plan(page, moment):
    """Set the hour of publication in the side panel of the page."""
    button = page.get_by_role("button", name="Programmer").first
    page.wait_for_timeout(1000)
    # The panel is as it was left on another page.
    if not button.is_visible():
        page.get_by_role("button", name="Afficher/masquer le statut").click()
    button.click()
    page.locator("#id_go_live_at").fill(f"{moment:%d/%m/%Y %H:%M}")
    # The calendar, which comes a moment later, closes when one clicks elsewhere.
    calendar = page.locator(".xdsoft_datetimepicker").locator("visible=true")
    expect(calendar).to_have_count(1)
    page.get_by_role("heading", name=re.compile("programmation", re.IGNORECASE)).first.click()
    expect(calendar).to_have_count(0)
    page.get_by_role("button", name="Enregistrer la programmation").click()
    expect(page.get_by_text("a été mise à jour")).to_be_visible()
