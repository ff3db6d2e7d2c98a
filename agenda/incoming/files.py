"""What a file or the answer of an address is, told from its bytes; its events read by who knows its format."""

import re
from datetime import datetime

from pma_site.core.french import counted, number
from pma_site.core.spreadsheets import SpreadsheetError, decoded
from pma_site.core.spreadsheets import read as read_table

from . import calendars, openagenda, tables
from .events import Reading, UnreadableError, Window

MAX_SIZE = 5 * 1000 * 1000
MAX_EVENTS = 2_000
# In all events together: what the database and whoever reviews them can take.
MAX_SLOTS_IN_ALL = 20_000
_CALENDAR = re.compile(r"^\s*BEGIN:(?:VCALENDAR|VEVENT)", re.I | re.M)
_WEB_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body)", re.I | re.S)


def read(content: bytes, now: datetime) -> Reading:
    """Return what `content` holds: a calendar, an export of OpenAgenda or a table, whatever its name says.

    Raises UnreadableError, in French, for what is none of them and beyond the limits.
    """
    window = Window.around(now)
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableError("Ce fichier est vide.")
    if len(content) > MAX_SIZE:
        raise UnreadableError("C’est trop lourd : 5\u00a0Mo au plus.")
    try:
        reading = _read(content, window)
    except SpreadsheetError as error:
        raise UnreadableError(str(error)) from error
    _limit(reading)
    return reading


def _read(content, window):
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")):
        return tables.read(read_table(content), window)
    text, encoding = decoded(content)
    text = text.removeprefix("\ufeff")
    if _WEB_PAGE.match(text[:5000]):
        raise UnreadableError(
            "C’est une page web, pas un agenda. Cherchez sur cette page un lien « iCal », « ICS » ou « S’abonner » :"
            " dans Google Agenda, « Adresse publique au format iCal » ; sur OpenAgenda, « Exporter »."
        )
    if _CALENDAR.search(text[:20_000]):
        return calendars.read(text, f"agenda ICS en {encoding}", window)
    if text.lstrip()[:1] in ("{", "["):
        return openagenda.read(text, window)
    return tables.read(read_table(content), window)


def _limit(reading):
    """Keep within the limits: what is long over goes first, and is counted. Raises UnreadableError beyond."""
    if len(reading.events) > MAX_EVENTS:
        over = sum(event.outdated for event in reading.events)
        reading.events = [event for event in reading.events if not event.outdated]
        missing = "ne sont pas montrés" if over > 1 else "n’est pas montré"
        reading.remarks.append(f"{counted(over, 'événement')} terminé{'s' * (over > 1)} depuis longtemps {missing}.")
    if len(reading.events) > MAX_EVENTS:
        raise UnreadableError(
            f"{number(len(reading.events))} événements : {number(MAX_EVENTS)} au plus à la fois. Découpez le fichier,"
            " ou filtrez la source."
        )
    if not reading.events and not reading.cells:
        raise UnreadableError("Aucun événement dans cette source.")
    left = MAX_SLOTS_IN_ALL
    for event in reading.events:
        if len(event.slots) > left:
            event.slots = event.slots[: max(left, 1)]
            event.remark("La source a trop de créneaux en tout : seuls les premiers de cet événement sont repris.")
        left -= len(event.slots)
