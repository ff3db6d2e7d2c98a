"""What a reader's calendar shows of one slot of an event: the lines of its VEVENT (RFC 5545, 3.6.1)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from pma_site.core.french import joined
from pma_site.core.typography import french_text

from . import ical
from .choices import ChangeKind, EventStatus
from .clean_text import clean, on_one_line
from .wording import deadline_in_words, formerly

REMOVED = "Événement retiré de l’agenda"
# Most changes that a calendar tells of: the last ones.
_TOLD = 5
# What a calendar program cannot show otherwise stands before the title.
_STATES = {
    EventStatus.CANCELLED: "Annulé",
    EventStatus.POSTPONED: "Reporté",
    EventStatus.MOVED: "Déplacé",
    EventStatus.FULL: "Complet",
}


def state_of(event, slot) -> str:
    """Return what a slot comes to: the graver of its own state and that of the whole event."""
    return next((state for state in _STATES if state in (event.status, slot.status)), EventStatus.SCHEDULED)


def lines_of(event, slot, address: str, changes, organisers) -> str:
    """Return the lines of a slot that readers see, without identity and stamps, neither folded nor ended.

    `address` is the full address of the event's page; `changes` are its EventChanges, `organisers` names.
    """
    state = state_of(event, slot)
    title = f"{_STATES[state]} : {event.title}" if state in _STATES else event.title
    lines = [
        *_times(slot),
        f"SUMMARY:{_text(on_one_line(title))}",
        f"STATUS:{_status(state)}",
        f"DESCRIPTION:{_text(_description(event, slot, state, address, changes, organisers))}",
        f"LOCATION:{_text(_place(event, slot))}",
        f"CATEGORIES:{ical.text(event.get_theme_display())}",
        f"URL:{ical.address(address)}",
    ]
    venue = slot.venue or event.venue
    if venue and venue.has_point:
        lines.append(f"GEO:{venue.latitude:.5f};{venue.longitude:.5f}")
    if slot.all_day:
        # A day on which something is on is not a day on which one is taken.
        lines.append("TRANSP:TRANSPARENT")
    return "\n".join(line for line in lines if line != "LOCATION:")


def removed_lines(entry) -> str:
    """Return the lines of a slot that nobody may read any more: when it was, and that it is gone."""
    return "\n".join([_first_line(entry.lines), f"SUMMARY:{REMOVED}", "STATUS:CANCELLED"])


def entry_text(uid: str, sequence: int, changed_at: datetime, lines: str) -> str:
    """Return a whole VEVENT. All of its stamps are the instant of its last change, so that bytes stay the same."""
    stamp = ical.utc(changed_at)
    return f"BEGIN:VEVENT\nUID:{uid}\nSEQUENCE:{sequence}\nDTSTAMP:{stamp}\nLAST-MODIFIED:{stamp}\n{lines}\nEND:VEVENT"


def uid_of(slot_uid: UUID, host: str) -> str:
    """Return the identity of a slot among all calendars of the world (RFC 7986, 5.3)."""
    return f"{slot_uid}@{host}"


def _first_line(lines):
    """The moment at which a slot began, which calendars that lay it out by day want even when it is gone."""
    return lines.split("\n", 1)[0]


def _times(slot):
    if slot.all_day:
        return ical.days(slot.first_day, slot.last_day + timedelta(days=1))
    return ical.times(slot.start, slot.end)


def _status(state):
    if state == EventStatus.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if state == EventStatus.POSTPONED else "CONFIRMED"


def _text(words):
    """A value set as French is printed (core.typography), which reads only what was cleaned."""
    return ical.text(french_text(words))


def _place(event, slot):
    venue = slot.venue or event.venue
    if not venue:
        return on_one_line(event.place_in_words.capitalize() if event.online_url else event.place_in_words)
    town = " ".join(filter(None, [venue.postal_code, venue.town]))
    # A room, a floor: said of the place of the event alone.
    detail = "" if slot.venue_id else event.venue_detail
    return on_one_line(", ".join(filter(None, [venue.name, detail, venue.street, town])))


def _description(event, slot, state, address, changes, organisers):
    parts = [
        "\n".join(_notes(event, slot, state)),
        event.standfirst,
        "\n".join(history(slot, changes)),
        "\n".join(_practical(event, slot.venue or event.venue, organisers)),
        f"Tous les détails : {address}",
    ]
    return "\n\n".join(filter(None, map(clean, parts)))


def _notes(event, slot, state) -> Iterator[str]:
    """« Annulé : le terrain est inondé. »: what is said of the event, then of this slot alone."""
    notes = [note for note in (event.status_note, slot.note) if note]
    for number, note in enumerate(dict.fromkeys(notes)):
        yield f"{_STATES[state]} : {note}" if state in _STATES and not number else note


def history(slot, changes) -> Iterator[str]:
    """Yield what changed of a slot since it was published, « initialement prévu le… », the oldest first."""
    for change in [change for change in changes if change.slot_uid in (None, slot.uid)][-_TOLD:]:
        if change.kind == ChangeKind.PLACE:
            said = f"Lieu prévu auparavant : {change.before}"
        elif change.kind == ChangeKind.DATE and change.before_start:
            said = f"Initialement prévu {formerly(change.before)}"
        else:
            continue
        yield f"{said} ({change.reason.rstrip('. ')})."


def _practical(event, venue, organisers) -> Iterator[str]:
    """What one has to know to come, a line a subject."""
    if organisers:
        yield f"Organisé par {joined(organisers)}"
    if venue and event.online_url:
        yield f"En ligne aussi : {event.online_url}"
    elif event.online_url:
        yield f"Participer en ligne : {event.online_url}"
    if venue and venue.access:
        yield f"Accès : {on_one_line(venue.access)}"
    if event.conditions:
        yield f"Conditions : {event.conditions}"
    prices = [f"{block.value['label']} : {block.value.display}" for block in event.prices]
    if prices:
        yield f"Tarifs : {' ; '.join(prices)}"
    ways = [event.registration_url, event.registration_email, event.registration_phone]
    until = f"jusqu’au {deadline_in_words(event.registration_deadline)}" if event.registration_deadline else ""
    if any(ways) or until:
        yield f"Inscription : {', '.join(filter(None, [*ways, until]))}"
    if event.website:
        yield f"En savoir plus : {event.website}"
