"""Events whose texts try to break calendars, and what two readers that share no code make of their calendar."""

import datetime
import json
import random
import re
import subprocess
import tempfile
import unicodedata
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import Page

from agenda import ledger
from agenda.choices import EventStatus, EventTheme
from agenda.clean_text import clean, on_one_line
from agenda.models import AgendaIndexPage, CalendarEntry, EventPage, EventSlot
from pma_site.core.typography import french_text
from tests import builders

NODE = settings.BASE_DIR / ".ci/node/calendars"
AT_ONCE = 200

# What breaks calendars elsewhere, seen in bug reports of their readers and writers.
PIECES = [
    "\r\nEND:VEVENT\r\n",
    "\nBEGIN:VALARM\nTRIGGER:-PT1M\nACTION:EMAIL\nEND:VALARM\n",
    "\r\n ATTENDEE:mailto:pirate@ailleurs.example",
    "\r\nX-EVIL;VALUE=URI:javascript:alert(1)",
    "\r",
    "\n\n\n\n",
    "\r\n\t suite",
    "\u2028",
    "\u2029",
    "\x85",
    "\x0b",
    "\x0c",
    "\x1c\x1d\x1e\x1f",
    "\x01\x07\x08\x1b[31m\x7f\x9f",
    "\u202eelbat\u202c",
    "\u2066isolé\u2069\u200f\u061c",
    "\ufeff",
    "\ufdd0\ufdd8\ufffe\U0001ffff",
    "\\",
    "\\n",
    "\\\\;\\,",
    ";",
    ",",
    ":",
    '"',
    "'",
    "^n^^^'",
    "&amp;<br>",
    "%0D%0A",
    "=CMD()",
    "TZID=Europe/Paris:",
    "é" * 40,
    "œ" * 74,
    "🎪" * 20,
    "👩‍👩‍👧‍👦" * 6,
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "🇫🇷❤️",
    "e" + "\u0301\u0323\u0331" * 30,
    "مهرجان الربيع",
    "פסטיבל",
    "नमस्ते",
    "漢字かな交じり文" * 5,
    "\xad\u200b\u200c\u200d",
    "\xa0 \u2009\u3000",
    "A" * 73 + "é",
    "A" * 74 + "🎪",
    "mot" * 60,
    "13h30 le 1er juin",
    "« Fête » : l'été !",
    "None",
    "\t",
    " ",
]
FORBIDDEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff]"
)


@dataclass
class Meant:
    """What the calendar of one slot ought to say."""

    title: str
    standfirst: str
    status: str
    start: datetime.datetime
    end: datetime.datetime | None
    all_day: bool


def words(draw: random.Random, most: int) -> str:
    """A text of up to `most` characters, made of what breaks calendars and of any character there is."""
    text = draw.choice(["Fête", "Sortie ", "12 ", "L’eau"])
    for _ in range(draw.randint(0, 9)):
        text += draw.choice(PIECES) if draw.random() < 0.8 else _any_character(draw)
        text += draw.choice(["", " ", "x", " mot "])
    # A database keeps neither NUL nor half a character.
    return text[:most].replace("\x00", "")


def _any_character(draw):
    point = draw.randrange(1, 0x110000)
    return "?" if 0xD800 <= point < 0xE000 else chr(point)


def fill(count: int, seed: int) -> dict[str, Meant]:
    """Put `count` hostile events online, as fast as the database can; return what each slot means, by its identity."""
    draw, meant = random.Random(seed), {}  # noqa: S311
    index = AgendaIndexPage.objects.get()
    now = timezone.now().replace(second=0, microsecond=0)
    kind = ContentType.objects.get_for_model(EventPage)
    venues = [
        builders.venue(words(draw, 160), street=words(draw, 160), latitude=f"50.{number:05}", longitude="-2.77858")
        for number in range(20)
    ]
    for batch in range(0, count, AT_ONCE):
        pages, events, slots = [], [], []
        for number in range(batch, min(batch + AT_ONCE, count)):
            common = {
                "path": Page._get_path(index.path, index.depth + 1, 1000 + number),
                "depth": index.depth + 1,
                "title": words(draw, 255),
                "slug": f"hostile-{number}",
                "url_path": f"{index.url_path}hostile-{number}/",
                "content_type": kind,
                "locale": index.locale,
                "translation_key": uuid.UUID(int=draw.getrandbits(128)),
            }
            pages.append(Page(**{**common, "draft_title": common["title"]}))
            events.append(
                EventPage(
                    **common,
                    theme=draw.choice(EventTheme.values),
                    standfirst=words(draw, 500),
                    venue=draw.choice([None, *venues]),
                    venue_detail=words(draw, 120),
                    online_url=draw.choice(["", "https://visio.example/é;x,y?a=%0A"]),
                    conditions=words(draw, 250),
                    status=draw.choice([EventStatus.SCHEDULED] * 3 + list(EventStatus)),
                    status_note=words(draw, 250) or "Note",
                    when="bientôt",
                )
            )
        stored = Page.objects.bulk_create(pages)
        if stored[0].pk is None:
            stored = list(Page.objects.filter(slug__in=[page.slug for page in pages]).order_by("path"))
        for page, event in zip(stored, events, strict=True):
            event.page_ptr_id = page.pk
            for _ in range(draw.choice([1, 1, 2, 3])):
                slots.append(_slot(draw, event, now))
            own = [slot for slot in slots if slot.event_id == page.pk]
            event.first_start, event.ends_at = min(s.start for s in own), max(s.closes_at for s in own)
            event.first_day, event.last_day = min(s.first_day for s in own), max(s.last_day for s in own)
            for slot in own:
                meant[str(slot.uid)] = Meant(
                    event.title, event.standfirst, event.status, slot.start, slot.end, slot.all_day
                )
        # The rows of the pages are there: only those of the events are missing.
        EventPage._base_manager._insert(events, fields=EventPage._meta.local_concrete_fields, using="default")
        EventSlot.objects.bulk_create(slots)
    for _ in ledger.rebuild():
        pass
    return meant


def _slot(draw, event, now):
    start = now + datetime.timedelta(minutes=draw.randrange(60 * 24 * 700))
    length = draw.choice([None, 0, 30, 120, 60 * 24, 60 * 24 * 9])
    slot = EventSlot(
        event_id=event.page_ptr_id,
        start=start,
        end=None if length is None else start + datetime.timedelta(minutes=length),
        all_day=draw.random() < 0.2,
        uid=uuid.UUID(int=draw.getrandbits(128)),
    )
    slot.closes_at = slot.closing
    return slot


def feed() -> bytes:
    """The whole calendar, as anybody gets it."""
    return Client().get("/agenda/agenda.ics").content


def read_by_python(content: bytes) -> dict[str, dict[str, str]]:
    """The properties of each slot, by its identity, as the library icalendar reads them."""
    found = {}
    for event in Calendar.from_ical(content).walk("VEVENT"):
        assert not event.subcomponents
        properties = {name: _plain(value) for name, value in event.items()}
        found[properties["UID"]] = properties
    return found


def _plain(value):
    moment = getattr(value, "dt", None)
    if isinstance(moment, datetime.datetime):
        return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if moment is not None:
        return moment.isoformat()
    if isinstance(value, str):
        return str(value)
    if hasattr(value, "latitude"):
        return f"{value.latitude};{value.longitude}".replace(".0;", ";")
    if hasattr(value, "cats"):
        return ",".join(map(str, value.cats))
    written = value.to_ical()
    return written.decode() if isinstance(written, bytes) else str(written)


def read_by_node(content: bytes) -> dict[str, dict[str, str]]:
    """The same, as ical.js reads them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "agenda.ics"
        file.write_bytes(content)
        said = subprocess.run(
            [settings.BASE_DIR / ".venv/bin/node", NODE / "read.mjs", file], capture_output=True, check=True
        ).stdout
    found = {}
    for line in said.decode().split("\n")[:-1]:
        event = json.loads(line)
        assert event["inside"] == 0
        properties = dict(event["properties"])
        assert len(properties) == len(event["properties"])
        found[properties["UID"]] = properties
    return found


def judge(content: bytes, meant: dict[str, Meant]) -> int:
    """Check a calendar of hostile events to the letter, by two readers; return how many slots it holds.

    Raises AssertionError.
    """
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    for line in lines:
        line.decode()
    assert not FORBIDDEN.search(content.decode().replace("\r\n", ""))
    python, node = read_by_python(content), read_by_node(content)
    assert set(python) == set(node)
    for identity, properties in python.items():
        other = node[identity]
        differing = {name for name in {*properties, *other} if properties.get(name) != other.get(name)}
        assert not differing, [(name, properties.get(name), other.get(name)) for name in differing]
    assert len(set(python)) == content.count(b"\r\nUID:") == content.count(b"\r\nBEGIN:VEVENT\r\n")
    sequences = dict(CalendarEntry.objects.values_list("uid", "sequence"))
    for identity, properties in python.items():
        _judge_slot(properties, meant[identity.split("@")[0]])
        assert int(properties["SEQUENCE"]) == sequences[identity]
    return len(python)


def _judge_slot(properties, meant):
    prefix = {"annule": "Annulé : ", "reporte": "Reporté : ", "deplace": "Déplacé : ", "complet": "Complet : "}
    title = prefix.get(meant.status, "") + meant.title
    assert properties["SUMMARY"] == french_text(on_one_line(title))
    assert french_text(clean(meant.standfirst)) in properties["DESCRIPTION"]
    # Whatever was taken out or set otherwise, no letter was lost, doubled or moved.
    assert _letters(properties["SUMMARY"]) == _letters(title)
    assert _letters(meant.standfirst) in _letters(properties["DESCRIPTION"])
    expected = {"annule": "CANCELLED", "reporte": "TENTATIVE"}.get(meant.status, "CONFIRMED")
    assert properties["STATUS"] == expected
    start = meant.start.astimezone(datetime.UTC)
    if meant.all_day:
        first, last = timezone.localtime(meant.start).date(), timezone.localtime(meant.end or meant.start)
        assert properties["DTSTART"] == first.isoformat()
        assert properties["DTEND"] > first.isoformat()
        assert datetime.date.fromisoformat(properties["DTEND"]) - last.date() <= datetime.timedelta(days=1)
        return
    assert properties["DTSTART"] == start.strftime("%Y-%m-%dT%H:%M:%SZ")
    if meant.end and meant.end > meant.start:
        assert properties["DTEND"] == meant.end.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    else:
        assert "DTEND" not in properties


def _letters(text):
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if sign.isalnum())
