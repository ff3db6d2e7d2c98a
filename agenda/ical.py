"""Calendars as they are written down: content lines, text, moments, and the zone of Paris (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from .clean_text import clean

MAX_OCTETS = 75
PARIS = ZoneInfo("Europe/Paris")
# How often calendar programs come back; Outlook reads the second.
_REFRESH = "PT4H"

# The rule of the European Union since 1996, all that a calendar of ours needs of the zone's history.
_ZONE_OF_PARIS = """\
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
DTSTART:19960331T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE"""


def text(value: str) -> str:
    """Return a value of type TEXT, cleaned, its special signs escaped (RFC 5545, 3.3.11)."""
    escaped = clean(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def address(value: str) -> str:
    """Return a value of type URI: on one line, what no address may hold written as RFC 3986 asks."""
    return "".join(sign if "!" <= sign <= "~" else _percent(sign) for sign in clean(value) if sign not in "\n ")


def _percent(sign):
    return "".join(f"%{octet:02X}" for octet in sign.encode())


def utc(moment: datetime) -> str:
    """Return « 20260621T113000Z »."""
    # strftime writes a year before 1000 with fewer than four digits.
    moment = moment.astimezone(UTC)
    return f"{day(moment)}T{moment:%H%M%S}Z"


def day(value: date) -> str:
    """Return « 20260621 »."""
    return f"{value.year:04}{value.month:02}{value.day:02}"


def times(start: datetime, end: datetime | None) -> list[str]:
    """Return DTSTART and, where the end is known and later, DTEND, on the clocks of Paris.

    An hour that the clocks of Paris show twice is said in UTC: RFC 5545 (3.3.5) means the first one, and programs read
    the one or the other.
    """
    moments = {"DTSTART": start.astimezone(PARIS)}
    if end and end > start:
        moments["DTEND"] = end.astimezone(PARIS)
    if any(map(_comes_twice, moments.values())):
        return [f"{name}:{utc(moment)}" for name, moment in moments.items()]
    return [f"{name};TZID=Europe/Paris:{day(moment)}T{moment:%H%M%S}" for name, moment in moments.items()]


def _comes_twice(moment):
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def days(first: date, after: date) -> list[str]:
    """Return DTSTART and DTEND of whole days, the second being the first day that is free again."""
    return [f"DTSTART;VALUE=DATE:{day(first)}", f"DTEND;VALUE=DATE:{day(after)}"]


def calendar(name: str, described: str, entries: Iterable[str]) -> bytes:
    """Return a calendar to subscribe to, from the lines of its entries, folded and ended as RFC 5545 asks."""
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pôle Métropolitain de l’Artois//La Lettre aux maires//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        # RFC 7986, then what Apple, Google and Microsoft read.
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",
        f"DESCRIPTION:{text(described)}",
        f"X-WR-CALDESC:{text(described)}",
        "X-WR-TIMEZONE:Europe/Paris",
        f"REFRESH-INTERVAL;VALUE=DURATION:{_REFRESH}",
        f"X-PUBLISHED-TTL:{_REFRESH}",
        _ZONE_OF_PARIS,
    ]
    lines = [line for part in [*head, *entries, "END:VCALENDAR"] for line in part.split("\n")]
    return "".join([f"{folded(line)}\r\n" for line in lines]).encode()


def folded(line: str) -> str:
    """Return a content line in pieces of 75 octets at the most, each character whole (RFC 5545, 3.1)."""
    if len(line) <= MAX_OCTETS and line.isascii():
        return line
    octets = line.encode()
    pieces, start, room = [], 0, MAX_OCTETS
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[start:end])
        # The space that begins the next line is one of its octets.
        start, room = end, MAX_OCTETS - 1
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces).decode()
