"""Week 1: registers are filled, milestones noted, mayors propose events, a calendar is imported twice."""

import re

from people import AGENDA, ROADMAP
from playwright.sync_api import expect
from registers import HALLS, READERS, confirm_the_post, fill_the_registers, subscribe
from telling import check, count, say, step

MILESTONES = [
    "La chaufferie bois chauffe ses premiers logements.",
    "Le verger du Louvre-Lens est planté.",
    "Le cadastre solaire couvre les 150 communes.",
]
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Ville de Lens//Agenda//FR
X-WR-CALNAME:Ville de Lens
{events}END:VCALENDAR
"""
EVENT = """BEGIN:VEVENT
UID:{uid}@lens.internal
DTSTAMP:{stamp}
DTSTART;TZID=Europe/Paris:{day}T{start}
DTEND;TZID=Europe/Paris:{day}T{end}
SUMMARY:{title}
LOCATION:Salle Jean-Nohain\\, 62300 Lens
STATUS:CONFIRMED
END:VEVENT
"""


def live(month):
    """Live it."""
    month.stranger.hide("Fluorescine", where="une proposition qui sera déclinée")
    month.stranger.hide("Bathyscaphe", where="une proposition acceptée, pas encore en ligne")
    month.stranger.hide("@mairies.internal", "@lecteurs.internal", where="les adresses de qui lit ou propose")
    with step("L’administration confirme comment les messages partent"):
        confirm_the_post(month)
    with step(f"Diffusion importe {HALLS} mairies et {READERS} abonnés"):
        fill_the_registers(month)
    with step("Trois lecteurs s’abonnent par le formulaire"):
        subscribe(month)
    with step("La feuille de route reçoit trois étapes"):
        note_milestones(month)
    month.clock.to(month.day(2))
    with step("Trois maires proposent un événement"):
        propose(month)
    month.clock.to(month.day(3))
    with step("L’agenda en accepte un, en rattache un, en décline un"):
        answer_proposals(month)
    month.clock.to(month.day(4))
    with step("Le calendrier d’une ville est importé deux fois"):
        import_twice(month)
    month.clock.to(month.day(5, 18))
    with step("La nuit, ce qui tourne seul se met à tourner"):
        night(month)


def note_milestones(month):
    page = month.people.desk(ROADMAP)
    for words in MILESTONES:
        page.goto("/admin/feuille-de-route/")
        page.get_by_role("link", name="Ajouter une étape").nth(MILESTONES.index(words)).click()
        page.get_by_label("Ce qui s’est passé").fill(words)
        page.get_by_label("À mettre dans la lettre").check()
        page.get_by_role("button", name="Enregistrer l’étape").click()
        expect(page.get_by_text("L’étape est notée et en ligne.")).to_be_visible()
    stranger = month.people.visitor()
    years = "".join(stranger.get(link).text for link in axes(stranger))
    missing = [words for words in MILESTONES if words not in years]
    check(not missing, "les trois étapes se lisent sur la feuille de route", missing)
    count("étapes notées", len(MILESTONES))


def axes(visitor):
    """The addresses of the axes of the roadmap."""
    page = visitor.get("/feuille-de-route/2023/").text
    return sorted(set(re.findall(r'href="(/feuille-de-route/2023/[a-z-]+/)"', page)))


def propose(month):
    month.story["proposed"] = [propose_in_a_browser(month)]
    merged = {"title": "Fête du terril", "body": "La même fête, vue de la mairie."}
    declined = {"title": "Vente de la Fluorescine", "body": "Une vente privée de Fluorescine."}
    for number, (day, quoi) in enumerate([(40, merged), (45, declined)], start=2):
        month.story["proposed"].append(propose_by_forms(month, number, day, quoi))
    count("propositions de maires", 3)


def propose_in_a_browser(month):
    from tests.agenda.proposers import photograph

    tab = month.people.tab(java_script_enabled=False)
    tab.goto("/proposer-un-evenement/")
    tab.get_by_label("Titre*").fill("Fête du terril")
    tab.get_by_label("Présentation").fill("Descente du Bathyscaphe dans le puits de la fosse.")
    forward(tab)
    tab.get_by_label("Jour", exact=True).fill(in_days(month, 40))
    tab.locator("[name=start_0]").fill("14:00")
    forward(tab)
    tab.locator("[name=commune]").fill("Avion")
    tab.locator("[name=venue_name]").fill("Salle Aragon")
    forward(tab)
    tab.get_by_role("radio", name="Gratuit, sans réservation").check()
    forward(tab)
    picture = {"name": "terril.jpg", "mimeType": "image/jpeg", "buffer": photograph().read()}
    tab.get_by_label("Fichier de l’image 1").set_input_files(picture)
    forward(tab)
    tab.get_by_label("Description de l’image 1").fill("Le terril")
    tab.get_by_label("Crédit de l’image 1").fill("Ville d’Avion")
    tab.get_by_label(re.compile("J’ai le droit")).check()
    forward(tab)
    tab.get_by_label("Votre nom*").fill("Camille Premier")
    tab.get_by_label("Votre adresse électronique*").fill("maire1@mairies.internal")
    month.clock.on(seconds=10)
    tab.get_by_role("button", name="Relire avant d’envoyer").click()
    tab.get_by_role("button", name="Envoyer ma proposition").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Merci")
    tab.context.close()
    return "maire1@mairies.internal"


def forward(tab):
    tab.get_by_role("button", name="Continuer").click()


def in_days(month, count):
    return (month.begins.fromordinal(month.begins.toordinal() + count)).isoformat()


def propose_by_forms(month, number, day, quoi):
    visitor, address = month.people.visitor(), f"maire{number}@mairies.internal"
    page = visitor.get("/proposer-un-evenement/").text
    token = re.search(r"/brouillon/([^/]+)/quoi/", page)[1]
    typed = {
        "quoi": {"theme": "culture", **quoi},
        "quand": {"rows": "1", "day_0": in_days(month, day), "start_0": "14:00", "end_0": "18:00"},
        "ou": {"commune": "Avion", "venue_name": "Salle Aragon"},
        "comment": {"entry": "gratuit"},
        "images": {},
        "vous": {"sender_name": "Camille Maire", "sender_email": address, "note": "Merci !"},
    }
    month.clock.on(seconds=10)
    for name, fields in typed.items():
        at = f"/proposer-un-evenement/brouillon/{token}/{name}/"
        visitor.post(at, {**visitor.form(at), **fields})
    visitor.post(f"/proposer-un-evenement/brouillon/{token}/relecture/", {})
    return address


def answer_proposals(month):
    from agenda.models import EventPage, Proposal
    from pma_site.contributions.choices import ContributionState

    page = month.people.desk(AGENDA)
    waiting = Proposal.objects.filter(state=ContributionState.RECEIVED)
    check(waiting.count() == 3, f"{waiting.count()} propositions attendent")
    for address in month.story["proposed"]:
        month.post.wait_for(address)
    first, second, third = (Proposal.objects.get(sender_email=address) for address in month.story["proposed"])
    page.goto(f"/admin/agenda/propositions/{first.pk}/")
    page.get_by_role("button", name="Accepter et ouvrir le brouillon").click()
    expect(page.get_by_role("textbox", name="Titre").first).to_have_value("Fête du terril")
    month.stranger.reveal("Bathyscaphe")
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text(re.compile("publié"), exact=False).first).to_be_visible()
    event = month.story["event"] = EventPage.objects.get(title="Fête du terril")
    say(f"en ligne : {event.url}")
    page.goto(f"/admin/agenda/propositions/{second.pk}/")
    expect(page.get_by_text("mêmes jours", exact=False).first).to_be_visible()
    page.locator("select[name=twin]").select_option(value=str(event.pk)) if page.locator(
        "select[name=twin]"
    ).count() else page.get_by_role("radio", name=re.compile("Fête du terril")).check()
    page.get_by_role("button", name="Rattacher").click()
    page.goto(f"/admin/agenda/propositions/{third.pk}/")
    page.locator("[name=refus-words]").fill("L’agenda n’annonce pas de vente privée.")
    page.get_by_role("button", name="Décliner avec cette raison").click()
    answers = ["En ligne", "déjà dans l’agenda", "vente privée"]
    told = [month.post.wait_for(*each) for each in zip(month.story["proposed"], answers, strict=True)]
    check(len(told) == 3, "chacun des trois maires a sa réponse : " + " ; ".join(each.subject for each in told))
    states = sorted(Proposal.objects.values_list("state", flat=True))
    check(len(set(states)) == 3, f"une acceptée, une rattachée, une déclinée : {states}")


def calendar(month):
    events = ""
    for number, (day, title) in enumerate([(20, "Bourse aux plantes"), (27, "Concert au stade"), (34, "Marché vert")]):
        events += EVENT.format(
            uid=f"evt-{number}",
            stamp=f"{month.begins:%Y%m%d}T080000Z",
            day=in_days(month, day).replace("-", ""),
            start="100000",
            end="120000",
            title=title,
        )
    return CALENDAR.format(events=events).replace("\n", "\r\n").encode()


def import_twice(month):
    from agenda.models import EventPage

    page, said = month.people.desk(AGENDA), []
    for _ in range(2):
        page.goto("/admin/agenda/imports/")
        page.get_by_label("Ou un fichier").set_input_files(
            {"name": "lens.ics", "mimeType": "text/calendar", "buffer": calendar(month)}
        )
        page.get_by_role("button", name="Examiner").click()
        expect(page.get_by_role("heading", name=re.compile("^Examen"))).to_be_visible()
        button = page.get_by_role("button", name="Importer", exact=True)
        if button.count():
            button.click()
            expect(page.get_by_text(re.compile("Import terminé|Importé le")).first).to_be_visible()
        said.append(page.locator("main").inner_text())
    found = EventPage.objects.filter(title__in=["Bourse aux plantes", "Concert au stade", "Marché vert"])
    check(found.count() == 3, f"le même calendrier importé deux fois donne {found.count()} événements")
    check(not any(event.live for event in found), "ce sont des brouillons : rien n’est en ligne avant relecture")
    for event in found:
        page.goto(f"/admin/pages/{event.pk}/edit/")
        page.get_by_role("button", name="Plus d’actions").click()
        page.get_by_role("button", name="Publier").click()
        expect(page.get_by_text(re.compile("publié")).first).to_be_visible()
    month.story["imported"] = [event.pk for event in found]
    count("événements importés", 3)


def night(month):
    """Let the scheduler run what is due in a night, beside what people do."""
    month.clock.on(hours=11)
    month.story["night"] = month.machine.started(["manage.py", "scheduler", "--once"], "scheduler")
