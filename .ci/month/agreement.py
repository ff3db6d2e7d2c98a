"""At the end: does every door say the same, did anybody get anything twice, or see what they should not?"""

import json
import re
from collections import Counter

from first_week import MILESTONES
from telling import check, count, step
from third_week import RECTIFIED


def ask(month, weeks):
    """Ask all of it, as far as the month went."""
    month.stranger.rest()
    with step("Le planificateur n’a rien manqué la nuit"):
        the_night(month)
    with step("Un inconnu parcourt tout ce qui est public"):
        pages = month.stranger.walk("à la fin du mois")
    with step("L’agenda : pages, listes, calendriers, données"):
        the_agenda(month)
    if weeks > 2:
        with step("La lettre : page, courriel, PDF, versions, fil"):
            the_letter(month, pages)
        with step("Le registre des envois et le journal du relais"):
            the_ledger(month)
    with step("Le courrier"):
        the_post(month)
    with step("Le calendrier et la recherche disent ce que disent les fiches"):
        for name in ("rebuild_calendar", "rebuild_search"):
            try:
                said = month.machine.command(name, "--check")
            except SystemExit as fault:
                check(False, f"{name} --check", fault)
            else:
                check(True, f"{name} --check : {said.strip().splitlines()[-1]}")
    with step("Rien de privé, rien de trop tôt, de tout le mois"):
        month.stranger.tell()
        check(not month.people.complaints, "aucun script n’a échoué dans un navigateur", *month.people.complaints[:5])
        the_log(month)


def the_night(month):
    from pma_site.core.models import Pulse

    month.story["night"].wait()
    failed = Pulse.objects.exclude(ended_at=None)
    failed = [each.name for each in failed if each.has_failed]
    check(not failed, "chaque commande régulière a réussi", failed)


def _get(month, address):
    return month.people.visitor().get(address)


def the_agenda(month):
    """Each event says the same dates and the same state at each door."""
    from agenda.models import EventPage

    events = EventPage.objects.live().filter(slots__start__gte=month.day(1)).distinct()
    calendar = _unfolded(_get(month, "/agenda/agenda.ics").text)
    data = _get(month, "/agenda/agenda.json").text
    table = _get(month, "/agenda/agenda.csv").text
    feed = _get(month, "/agenda/agenda.atom").text
    to_come = list(EventPage.objects.not_past())
    titles = json.dumps([event.title for event in events])
    for event in events:
        own = _unfolded(_get(month, f"{event.url}agenda.ics").text)
        doors = {"calendrier": calendar, "son calendrier": own, "données": data, "tableau": table}
        # The feed tells what is to come.
        doors |= {"fil": feed} if event in to_come else {}
        doors |= {"page": _get(month, event.url).text, "recherche": _get(month, f"/recherche/?q={event.title}").text}
        silent = [name for name, said in doors.items() if event.title not in re.sub(r"</?mark>|\\\\u00e9", "", said)]
        starts = re.findall(r"DTSTART[^:]*:(\S+)", own)
        absent = [start for start in starts if start not in calendar]
        check(not silent and starts and not absent, f"« {event.title} » est le même partout", silent, absent)
    count("événements comparés", len(events))
    drafts = EventPage.objects.filter(live=False).values_list("title", flat=True)
    shown = [title for title in drafts if title in calendar + data + table + feed and title not in titles]
    check(not shown, "aucun brouillon n’est dans un calendrier ni dans les données", shown)


def _unfolded(calendar):
    """A calendar with its long lines whole (RFC 5545, § 3.1) and its commas as they are read."""
    return calendar.replace("\r\n ", "").replace("\\,", ",")


def the_letter(month, pages):
    """The letter says what is online now at each of its doors, and what was sent where it was sent."""
    from third_week import read_pdf

    doors = {at: pages[at].words for at in ("/lettres/10/", "/lettres/", "/flux/lettres.atom") if at in pages}
    silent = [at for at, words in doors.items() if RECTIFIED not in words]
    check(len(doors) == 3 and not silent, "le titre rectifié est partout", silent, list(doors))
    paper = month.people.visitor().get("/lettres/10/pdf/")
    file = month.folder / "lettre.pdf"
    file.write_bytes(paper.content)
    words = " ".join(read_pdf(file).split())
    check("rouvre" in words, "le PDF dit le titre rectifié")
    said = " ".join(month.people.visitor().get("/lettres/10/courriel/").text.split())
    lost = [line for line in MILESTONES if line not in said or line[:30] not in words]
    check(not lost, "les étapes de la feuille de route sont dans la page, le courriel et le PDF", lost)


def the_ledger(month):
    """What the ledger says left, the relay took: once each, and nothing after somebody had left."""
    from newsletter.models import Delivery, Sending
    from pma_site.core.choices import OutgoingState
    from pma_site.readers.models import Refusal

    sending = Sending.objects.get(pk=month.story["sending"])
    rows = dict(Delivery.objects.filter(sending=sending).values_list("email", "state"))
    letters = [each for each in month.post.taken(month.story["letters"]) if each.subject == sending.subject]
    took = Counter(each.to for each in letters)
    doubles = [address for address, number in took.items() if number > 1]
    check(not doubles, f"{len(letters)} lettres reçues, aucune deux fois", doubles[:10])
    accepted = {address for address, state in rows.items() if state == OutgoingState.ACCEPTED}
    check(
        accepted == set(took), "le registre et le journal du relais nomment les mêmes personnes", accepted ^ set(took)
    )
    refused = {address for address, state in rows.items() if state == OutgoingState.REFUSED}
    check(
        refused == set(month.post.refused), f"{len(refused)} adresses refusées par le relais, les mêmes des deux côtés"
    )
    late = [each.to for each in letters if each.taken_at > month.story["left"].get(each.to, each.taken_at) + 2]
    check(not late, "personne n’a reçu la lettre après s’être désabonné", late)
    check(Refusal.objects.count() >= len(month.story["left"]), f"{Refusal.objects.count()} refus gardés pour toujours")
    count("lettres reçues", len(letters))
    count("désabonnés", len(month.story["left"]))


def the_post(month):
    """No message of any kind left twice."""
    messages = month.post.taken()
    count("messages de toute sorte", len(messages))
    known = Counter((each.to, each.parsed["Message-ID"]) for each in messages)
    twice = [key for key, number in known.items() if number > 1]
    check(not twice, "aucun message, quel qu’il soit, n’est parti deux fois", twice[:10])


def the_log(month):
    """What the site wrote into its log that nobody expected."""
    log = (month.folder / "site.log").read_text().splitlines()
    errors = [line for line in log if " ERROR " in line]
    check(not errors, "aucune erreur dans le journal du site", *errors[:10])
