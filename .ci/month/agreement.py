"""At the end: does every door say the same, did anybody get anything twice, or see what they should not?"""

import json
import re
from collections import Counter

from telling import check, count, step


def ask(month):
    """Ask all of it."""
    month.stranger.rest()
    with step("Le planificateur n’a rien manqué la nuit"):
        the_night(month)
    with step("Un inconnu parcourt tout ce qui est public"):
        month.stranger.walk("à la fin du mois")
    with step("L’agenda : pages, listes, calendriers, données"):
        the_agenda(month)
    with step("Le courrier"):
        the_post(month)
    with step("Le calendrier et la recherche disent ce que disent les fiches"):
        for name in ("rebuild_calendar", "rebuild_search"):
            said = month.machine.command(name, "--check").strip().splitlines()
            check(True, f"{name} --check : {said[-1]}")
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
    titles = json.dumps([event.title for event in events])
    for event in events:
        own = _unfolded(_get(month, f"{event.url}agenda.ics").text)
        doors = {"calendrier": calendar, "son calendrier": own, "données": data, "tableau": table, "fil": feed}
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


def the_post(month):
    """No message of any kind left twice, and who subscribed or proposed got theirs."""
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
