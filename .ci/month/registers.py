"""The registers before anything else: how messages leave, the town halls, the readers, those who subscribe."""

import os
import re

from people import ADMINISTRATOR, SENDER
from playwright.sync_api import expect
from post import UNKNOWN
from telling import check, count

HALLS, NOBODY_THERE = 150, 12
# A smaller month, for who mends it: MONTH_READERS.
READERS = int(os.environ.get("MONTH_READERS") or 3000)


def confirm_the_post(month):
    page = month.people.desk(ADMINISTRATOR)
    page.goto("/admin/lecteurs/messagerie/")
    page.get_by_role("button", name="M’envoyer un message d’essai").click()
    month.post.wait_for(month.people.account(ADMINISTRATOR).email)
    page.get_by_role("button", name="Je confirme : les messages peuvent partir").click()
    expect(page.get_by_text("Aucun message ne part encore.")).to_have_count(0)


def fill_the_registers(month):
    from pma_site.readers.models import Office, Recipient
    from pma_site.territory.models import Commune

    # Some asked for paper only, which no file takes back.
    on_paper = set(Office.objects.filter(by_email=False).values_list("commune__insee_code", flat=True))
    halls = ["Code INSEE;Mairie;Voie;Code postal;Ville;E-mail;Par la poste"]
    for commune in Commune.objects.order_by("insee_code"):
        place = f"1 place de la Mairie;{commune.postal_codes[:5]};{commune.name}"
        posted = "oui" if commune.insee_code in on_paper else "non"
        address = f"m{commune.insee_code}@mairies.internal"
        halls.append(f"{commune.insee_code};Mairie de {commune.name};{place};{address};{posted}")
    bring_in(month, "Mairies", "mairies.csv", halls)
    readers = ["E-mail;Date du consentement;Origine du consentement"]
    for number in range(READERS - NOBODY_THERE - 3):
        readers.append(f"l{number:04}@lecteurs.internal;12/01/2026;Formulaire papier")
    for number in range(NOBODY_THERE):
        # Far from each other: ten refusals in a row make a sending pause.
        place = (number + 1) * len(readers) // (NOBODY_THERE + 1)
        readers.insert(place, f"{UNKNOWN}{number}@lecteurs.internal;12/01/2026;Formulaire papier")
    bring_in(month, "Abonnés", "abonnes.csv", readers)
    month.story["on paper"] = len(on_paper)
    found = Recipient.objects.filter(email__endswith="@mairies.internal").count()
    check(found == HALLS, f"{found} mairies ont leur adresse, dont {len(on_paper)} ne veulent que du papier")


def bring_in(month, kind, name, lines):
    """Import a file as its keeper does, from the file to the end."""
    page = month.people.desk(SENDER)
    page.goto("/admin/lecteurs/imports/")
    page.get_by_role("radio", name=kind).check()
    content = "\r\n".join(lines).encode()
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Lire le fichier").click()
    if kind == "Abonnés":
        page.locator("[name=consent_source]").fill("Formulaires papier des communes, gardés au Pôle.")
    page.get_by_role("button", name="Examiner").click()
    page.get_by_role("button", name=re.compile("^(Appliquer|Importer)")).first.click(timeout=120_000)
    expect(page.get_by_text(re.compile("Appliqué le")).first).to_be_visible(timeout=120_000)


def subscribe(month):
    for number in range(3):
        address = f"neuf{number}@lecteurs.internal"
        if number == 0:
            in_a_browser(month, address)
        else:
            visitor = month.people.visitor()
            form = visitor.form("/abonnement/", "email")
            month.clock.on(seconds=10)
            visitor.post("/abonnement/", {**form, "email": address})
            link = month.post.wait_for(address).link("/confirmer/")
            visitor.post(link, visitor.form(link))
    count("abonnements par le formulaire", 3)


def in_a_browser(month, address):
    page = month.people.tab()
    page.goto("/abonnement/")
    page.get_by_label("Votre adresse électronique").fill(address)
    month.clock.on(seconds=10)
    page.get_by_role("button", name="M’abonner").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Regardez vos messages")
    page.goto(month.post.wait_for(address).link("/confirmer/"))
    page.get_by_role("button", name="Confirmer mon abonnement").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("confirmé")
    page.context.close()
