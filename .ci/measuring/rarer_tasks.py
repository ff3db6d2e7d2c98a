"""The tasks of the guide that come once a year or less: done to their end, so that their pages stay true."""

import re

from guide_tasks import button, link, more

from tests.pdfs import pdf


def a_former_issue(desk):
    """Enter a letter from before the site, with its PDF, and hand it in for approval."""
    page = desk.page
    page.goto("/admin/lettres/")
    button(page, "Actions").click()
    door = link(page, "Ajouter un ancien numéro")
    desk.picture("ancien-numero", door, height=480)
    door.click()
    page.get_by_label("Numéro*").fill("8")
    page.get_by_label("Mois de parution*").fill("01/03/2023")
    page.locator("#id_title").fill("Les berges du canal se découvrent à pied")
    content = pdf([("La Lettre aux maires", 22), "Les berges du canal se parcourent à pied dès le printemps."])
    page.locator("input[type=file]").set_input_files(
        {"name": "lettre-8.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    more(page)
    page.get_by_role("button", name=re.compile("^Demander")).first.click()
    page.wait_for_url("**/admin/pages/4/")
    page.get_by_text("Les berges du canal se découvrent à pied").first.wait_for()


def synonyms(desk):
    """Teach the search what readers say."""
    page = desk.page
    page.goto("/admin/")
    link(page, "Synonymes").click()
    page.get_by_role("link", name="Ajouter : groupe de synonymes").first.click()
    words = page.get_by_role("textbox", name="Expressions")
    words.fill("bus\ntransports en commun\nautocar")
    desk.picture("synonymes", words)
    button(page, "Enregistrer").click()
    page.wait_for_url("**/search/synonym/")


def a_new_year(desk):
    """Begin the next year of the roadmap from the last one."""
    page = desk.page
    page.goto("/admin/feuille-de-route/")
    link(page, "Nouvelle année").click()
    desk.picture("nouvelle-annee", page.get_by_label("Reprendre cet axe").first)
    button(page, "Créer les brouillons").click()
    page.get_by_text("est en brouillon").first.wait_for()


def what_is_known(desk):
    """Look up what the site knows of somebody."""
    page = desk.page
    page.goto("/admin/lecteurs/donnees-personnelles/")
    page.get_by_label("Adresse électronique*").fill("alix.exemple@exemple.fr")
    button(page, "Chercher").click()
    desk.picture("donnees-personnelles", button(page, "Exporter ses données"), button(page, "Ne plus lui écrire"))
    page.get_by_role("link", name=re.compile("^Effacer")).or_(page.get_by_role("button", name="Effacer…")).first.click()
    button(page, "Effacer définitivement").wait_for()


def off_the_site(desk):
    """Take a page off the site: it is asked about once more, then gone."""
    page = desk.page
    page.goto("/admin/agenda/evenements/")
    page.get_by_role("link", name=re.compile("[Bb]ivouac")).first.click()
    page.wait_for_load_state("networkidle")
    public = page.get_by_role("link", name=re.compile("Voir la page publiée")).first.get_attribute("href")
    button(page, "Actions").click()
    link(page, "Dépublier").click()
    confirm = page.locator("main form").get_by_role("button", name=re.compile("dépublier", re.IGNORECASE)).first
    desk.picture("depublier", confirm)
    confirm.click()
    page.get_by_text(re.compile("n’est plus|dépublié")).first.wait_for()
    if page.request.get(public).status != 404:
        raise AssertionError(f"{public} répond encore.")


def a_committee(desk):
    """Gather a committee, with the files that it is shown."""
    page = desk.page
    page.goto("/admin/label/instruction/")
    link(page, "Ajouter un comité").click()
    page.get_by_label("Nom*").fill("Comité des élus")
    shown = page.get_by_role("checkbox", name=re.compile("Un verger pour tous")).first
    shown.check()
    desk.picture(
        "comite",
        page.locator("label").filter(has=shown).or_(page.locator("label").filter(has_text="Un verger pour tous")).first,
    )
    button(page, "Enregistrer").click()
    page.get_by_text("Comité des élus").first.wait_for()


# As in guide_tasks.py, and after its own.
TASKS = [
    ("ancien-numero", "Rédaction", a_former_issue),
    ("synonymes", "Rédaction", synonyms),
    ("nouvelle-annee", "Feuille de route", a_new_year),
    ("comite", "Label", a_committee),
    ("donnees-personnelles", "Diffusion", what_is_known),
    ("depublier", "Agenda", off_the_site),
]
