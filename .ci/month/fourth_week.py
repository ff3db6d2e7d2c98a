"""Week 4: the label from its call to its announcement, a return to a backup between, the members' confirmation."""

import re
from datetime import timedelta

from people import LABEL, NETWORK
from playwright.sync_api import expect
from second_chance import begin_again
from telling import check, count, say, step

APPLICATIONS, REFUSED, AWARDED, SILENT = 12, 12, 3, 2
AWARD, OTHER = "Lauréat Palladium", "Nominé Rhodium"
COMMITTEES = ["Comité technique", "Cercle de qualité"]
NEXT = "Enregistrer et continuer"


def live(month):
    """Live it."""
    month.stranger.hide("Palladium", "Rhodium", where="les résultats du label, sous embargo")
    month.stranger.hide("Ytterbium", "Hafnium", "Dysprosium", "@porteurs.internal", where="les dossiers du label")
    month.stranger.hide("@membres.internal", where="les contacts privés du réseau")
    month.clock.to(month.day(22))
    with step("Une édition du label s’ouvre, la confirmation annuelle des membres aussi"):
        open_the_call(month)
        open_the_campaign(month)
    with step(f"{APPLICATIONS} candidatures arrivent, avec leurs fichiers"):
        apply(month)
    month.clock.to(month.day(23, 18))
    with step("L’appel est clos : recevabilité, comités, résultats préparés"):
        instruct(month)
    with step("Un inconnu parcourt tout ce qui est public, sous embargo"):
        month.stranger.walk("sous embargo")
    month.clock.to(month.day(25))
    with step("La machine brûle : la sauvegarde est remise sur une machine vide"):
        begin_again(month)
    with step("À l’heure de l’annonce, tout s’ouvre"):
        announce(month)
    month.clock.to(month.day(27))
    with step("Les membres du réseau confirment leur fiche"):
        confirm(month)


def open_the_call(month):
    from projects.models import LabelEditionPage, LabelStep
    from tests import builders

    year = month.begins.year + 1
    edition = builders.edition(
        title=f"Label Euralens {year}", slug=str(year), year=year, results_at=month.day(26, 11, 0)
    )
    for place, name in enumerate(COMMITTEES):
        day = month.day(24 + place).date()
        LabelStep.objects.create(edition=edition, kind="comite", name=name, start=day, end=day, sort_order=place)
    # Published with its steps, as the form of the admin does.
    LabelEditionPage.objects.get(pk=edition.pk).save_revision().publish()
    builders.label_call(edition, opens_at=month.day(22, 8), closes_at=month.day(23, 17))
    month.story["edition"] = edition
    shown = month.people.visitor().get("/label-euralens/candidater/").text
    check("Titre du projet" in shown, "l’appel est ouvert à tous")


def apply(month):
    from projects.choices import ApplicationState
    from projects.models import Application, ApplicationFile

    apply_in_a_browser(month)
    for number in range(2, APPLICATIONS + 1):
        apply_by_forms(month, number)
    deposited = Application.objects.filter(edition=month.story["edition"], state=ApplicationState.RECEIVED)
    files = ApplicationFile.objects.filter(application__in=deposited).count()
    check(deposited.count() == files == APPLICATIONS, f"{deposited.count()} candidatures déposées, {files} fichiers")
    for number in range(1, APPLICATIONS + 1):
        month.post.wait_for(f"projet{number:02}@porteurs.internal")
    count("candidatures", APPLICATIONS)


def paper(number):
    """The file of an application."""
    from tests.pdfs import pdf

    return (f"plan-{number:02}-Ytterbium.pdf", pdf([f"Le plan du projet {number}, au Dysprosium."]), "application/pdf")


def apply_in_a_browser(month):
    tab = month.people.tab(java_script_enabled=False)
    tab.goto("/label-euralens/candidater/")
    tab.get_by_label("Titre du projet*").fill("Projet 01")
    tab.get_by_label("Votre nom*").fill("Camille Durand")
    tab.get_by_label("Votre adresse électronique*").fill("projet01@porteurs.internal")
    month.clock.on(seconds=10)
    tab.get_by_role("button", name="Ouvrir mon dossier").click()
    tab.get_by_role("link", name="Le projet", exact=True).click()
    tab.get_by_label("Le projet en quelques phrases*").fill("Des habitants cultivent ensemble.")
    tab.get_by_role("radio", name="en cours de définition").check()
    forward(tab)
    tab.get_by_label("Nom*", exact=True).fill("Les Jardins du canal")
    forward(tab)
    tab.get_by_label("Commune 1").fill("Avion")
    forward(tab)
    tab.get_by_label("En quoi le projet aide-t-il la transition ?*").fill("Il ombrage la rue.")
    forward(tab)
    tab.locator("[name=origin_0]").fill("Ville")
    tab.locator("[name=amount_0]").fill("1 500")
    forward(tab)
    name, content, kind = paper(1)
    tab.get_by_label("Ajouter un fichier").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    tab.get_by_role("button", name="Joindre ce fichier").click()
    expect(tab.get_by_role("link", name=name)).to_be_visible()
    forward(tab)
    tab.get_by_role("button", name="Relire avant de déposer").click()
    tab.get_by_role("button", name="Déposer ma candidature").click()
    expect(tab.get_by_text("Votre candidature est déposée.")).to_be_visible()
    tab.context.close()


def forward(tab):
    tab.get_by_role("button", name=NEXT).click()


def apply_by_forms(month, number):
    from tests.projects.applicants import START, STEPS, answers

    visitor, title = month.people.visitor(), f"Projet {number:02}"
    address = f"projet{number:02}@porteurs.internal"
    opening = visitor.form(START, "sender_email")
    month.clock.on(seconds=10)
    typed = {"title": title, "sender_name": "Camille Durand", "sender_email": address}
    file = visitor.post(START, {**opening, **typed}).url.partition("?")[0]
    steps = answers(
        month.story["edition"].call,
        projet={"title": title},
        lieu={"commune_0": "Avion", "commune_1": ""},
        contact={"sender_email": address},
    )
    for name in STEPS:
        if name == "pieces":
            visitor.post(f"{file}pieces/", {"action": "joindre"}, files={"file": paper(number)})
        visitor.post(f"{file}{name}/", steps[name])
    visitor.post(f"{file}relecture/", {})


def instruct(month):
    from tests import builders

    edition, page = month.story["edition"], month.people.desk(LABEL)
    member = builders.reviewer(first_name="Nadia", last_name="Exemple")
    page.goto(f"/admin/label/instruction/{edition.pk}/")
    page.get_by_role("link", name="Projet 01").click()
    for number in range(1, APPLICATIONS + 1):
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Projet {number:02}")
        if number == REFUSED:
            page.get_by_label("irrecevable").check()
            page.get_by_label("Raison").fill("Hors du territoire, à Hafnium.")
        else:
            page.get_by_label("recevable", exact=True).check()
        page.get_by_role("button", name="Décider").click()
    for name in COMMITTEES:
        page.goto(f"/admin/label/instruction/{edition.pk}/")
        page.get_by_role("link", name="Ajouter un comité").click()
        expect(page.get_by_label("Nom", exact=False).first).to_have_value(name)
        page.get_by_label("Qui y siège").fill("Des partenaires et des habitants.")
        page.get_by_label("Nadia Exemple").check()
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_text(f"« {name} » est enregistré.")).to_be_visible()
    give_an_opinion(month, member)
    make_candidates(month, edition)
    prepare_results(month, edition)


def give_an_opinion(month, member):
    month.people.accounts["comité"] = member
    page = month.people.desk("comité")
    page.goto("/admin/label/mes-dossiers/")
    page.get_by_role("link", name="Projet 01").first.click()
    page.get_by_label("favorable", exact=True).check()
    page.get_by_label("Mes notes").fill("Solide, comme le Dysprosium.")
    page.get_by_role("button", name="Donner mon avis").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Projet 02")


def make_candidates(month, edition):
    """The first in the admin, the others by what that button calls."""
    from projects.applying import converting
    from projects.models import CandidatePage

    first, *others = edition.applications.filter(admissibility__verdict="recevable").order_by("title")
    page = month.people.desk(LABEL)
    page.goto("/admin/label/candidatures/")
    page.get_by_role("link", name=first.title).first.click()
    page.get_by_role("button", name="Créer la fiche candidat").click()
    expect(page.get_by_text("est en brouillon, candidat n° 1")).to_be_visible()
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("button", name="Publier").click()
    expect(page.locator(".messages")).to_contain_text("publié")
    for application in others:
        made, _ = converting.make_candidate(application.pk, user=month.people.account(LABEL))
        made.latest_revision.publish()
    online = CandidatePage.objects.child_of(edition).live().count()
    check(online == APPLICATIONS - 1, f"{online} candidats ont leur page")


def prepare_results(month, edition):
    from tests import builders

    builders.label_result(edition, AWARD, colour="soleil", icon="etoile", sort_order=0)
    builders.label_result(edition, OTHER, colour="canopee", icon="feuille", is_award=False, sort_order=1)
    page = month.people.desk(LABEL)
    page.goto(f"/admin/label/instruction/{edition.pk}/")
    for number in range(1, APPLICATIONS):
        name = AWARD if number <= AWARDED else OTHER
        page.get_by_label(f"Résultat de Projet {number:02}").select_option(name)
    page.get_by_role("button", name="Enregistrer les résultats").click()
    expect(page.get_by_text("11 résultats enregistrés. Sous embargo jusqu’au")).to_be_visible()
    month.stranger.watch(edition.url, f"{edition.url}?resultat=Palladium", "/label-euralens/candidats/")


def announce(month):
    edition = month.story["edition"]
    month.clock.to(edition.results_at - timedelta(minutes=1))
    visitor = month.people.visitor()
    early = f"{edition.url}projet-" in visitor.get("/recherche/?q=Palladium").text
    check("Palladium" not in visitor.get(edition.url).text and not early, "une minute avant, rien")
    month.stranger.reveal("Palladium", "Rhodium")
    month.clock.to(edition.results_at + timedelta(seconds=1))
    doors = [edition.url, "/label-euralens/candidats/", "/donnees/label.csv", "/donnees/label.json"]
    silent = [at for at in doors if "Palladium" not in visitor.get(at).text]
    check(not silent, f"à la seconde, les résultats sont à {len(doors)} portes", silent)
    check(f"{edition.url}projet-01" in visitor.get("/recherche/?q=Palladium").text, "la recherche les trouve")
    listed = len(set(re.findall(r"Projet \d\d", visitor.get(edition.url).text)))
    check(listed == APPLICATIONS - 1, f"{listed} candidats dans la liste de l’édition")


def open_the_campaign(month):
    from django.urls import reverse

    from projects.models import MemberPage
    from tests import builders

    members = month.story["members"] = list(MemberPage.objects.live().order_by("pk"))
    for number, member in enumerate(members):
        builders.member_contact(member, f"m{number}@membres.internal")
    page = month.people.desk(NETWORK)
    page.goto(reverse("network_campaigns"))
    page.get_by_role("link", name="Nouvelle confirmation").click()
    page.get_by_label("Date limite*").fill(month.day(45).date().isoformat())
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_label(f"il part maintenant à {len(members)} membres").check()
    page.get_by_role("button", name="Ouvrir et écrire aux membres").click()
    expect(page.get_by_text(f"sur {len(members)}").first).to_be_visible()
    month.story["confirm"] = [
        month.post.wait_for(f"m{number}@membres.internal").link("/innov-in-artois/") for number in range(len(members))
    ]
    say(f"{len(members)} membres ont reçu leur lien")


def confirm(month):
    """One in a browser, others by the same button; two stay silent."""
    from projects.models import Confirmation

    first, *others = month.story["confirm"][: -SILENT or None]
    tab = month.people.tab(java_script_enabled=False)
    tab.goto(first)
    tab.get_by_role("button", name="Confirmer : tout est juste").click()
    expect(tab.get_by_role("heading", name="Merci, c’est noté")).to_be_visible()
    tab.context.close()
    for link in others:
        visitor = month.people.visitor()
        visitor.post(link, visitor.form(link))
    done = Confirmation.objects.exclude(answered_at=None).count()
    check(done == len(others) + 1, f"{done} fiches confirmées, {SILENT} membres silencieux")
    month.machine.command("keep_network")
    listed = "".join(month.people.visitor().get(f"/innov-in-artois/?page={page}").text for page in (1, 2))
    missing = [member.title for member in month.story["members"] if member.title not in listed]
    check(not missing, "tous les membres sont encore dans l’annuaire : le délai court", missing)
    count("membres qui ont confirmé", done)
