"""What was read of a source, the same for all formats: events with their times, and what is to be said of each."""

import hashlib
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pma_site.core.french import NBSP, day, number

from ..choices import EventStatus

PARIS = ZoneInfo("Europe/Paris")
# Which times are taken over, counted from the moment of reading.
BEFORE, AHEAD = timedelta(days=30), timedelta(days=731)
MAX_SLOTS = 400
MOST_IDENTITY = 200


class UnreadableError(Exception):
    """A file that cannot be read at all; the message, in French, says why and what to do."""


@dataclass(frozen=True)
class Window:
    """The time within which slots are taken over: `start` and `end` are instants."""

    start: datetime
    end: datetime

    @classmethod
    def around(cls, moment: datetime):
        """The window of what is read at `moment`."""
        return cls(moment - BEFORE, moment + AHEAD)

    @property
    def end_in_words(self):
        return day(self.end.astimezone(PARIS).date())


@dataclass
class ReadSlot:
    """One time of an event. `key` names it in its source; where that gives none, its start does.

    `start` and `end` are aware; of a whole day they are midnights in Paris, that of its last day included.
    """

    key: str
    start: datetime
    end: datetime | None = None
    all_day: bool = False
    status: str = EventStatus.SCHEDULED.value
    note: str = ""

    @property
    def over(self):
        """About when it is over: enough to leave out what is long past."""
        if self.all_day:
            return (self.end or self.start) + timedelta(days=1)
        return self.end or self.start + timedelta(hours=1)


@dataclass
class ReadPlace:
    """Where an event takes place, as its source says it; `text` is what it says in one line."""

    name: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    insee: str = ""
    text: str = ""
    latitude: float | None = None
    longitude: float | None = None
    # Codes of OpenAgenda: ii, hi, vi, pi, mi.
    access: list[str] = field(default_factory=list)
    # INSEE codes of all communes where it takes place, where a source names several.
    communes: list[str] = field(default_factory=list)

    def __bool__(self):
        return bool(self.name or self.city or self.insee or self.text or self.postal_code or self.communes)


@dataclass
class ReadEvent:
    """An event as its source tells it.

    `identity` names it in its source for ever; `line` is where it begins in the file, or its rank. `faults` are why it
    cannot be read, `refusal` why it is left out though it can, `remarks` what was done so that it could.
    """

    identity: str = ""
    line: int = 0
    title: str = ""
    standfirst: str = ""
    body: str = ""
    slots: list[ReadSlot] = field(default_factory=list)
    place: ReadPlace = field(default_factory=ReadPlace)
    organisers: list[str] = field(default_factory=list)
    website: str = ""
    online_url: str = ""
    registration_url: str = ""
    registration_email: str = ""
    registration_phone: str = ""
    conditions: str = ""
    audience: str = ""
    age_min: int | None = None
    age_max: int | None = None
    status: str = EventStatus.SCHEDULED.value
    status_note: str = ""
    remarks: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    refusal: str = ""
    # Whether it is left out only because it was over long ago.
    outdated: bool = False

    @property
    def is_readable(self):
        return not self.faults and not self.refusal

    def remark(self, text: str):
        """Add something to be said of it, once."""
        if text not in self.remarks:
            self.remarks.append(text)

    def settle(self, window: Window):
        """Put its slots in order within the window and the limit, and say what was left out; refuse what is over."""
        if not self.faults and not self.title:
            self.faults.append("Le titre manque.")
        if not self.is_readable:
            return
        if not self.slots:
            self.faults.append("Aucune date n’a pu être lue.")
            return
        unique = {}
        for slot in sorted(self.slots, key=lambda slot: (slot.start, slot.key)):
            unique.setdefault(slot.key, slot)
        slots = list(unique.values())
        last = max(slot.over for slot in slots)
        if last <= window.start:
            self.outdated, self.slots = True, slots[-1:]
            self.refusal = f"Terminé depuis le {day(last.astimezone(PARIS).date())} : plus de 30{NBSP}jours."
            return
        kept = [slot for slot in slots if slot.over > window.start]
        soon = [slot for slot in kept if slot.start <= window.end]
        if not soon:
            self.refusal = f"Commence après le {window.end_in_words} : trop loin pour être repris."
            return
        if len(kept) < len(slots):
            self.remark(f"Les dates passées depuis plus de 30{NBSP}jours ne sont pas reprises.")
        if len(soon) < len(kept):
            self.remark(f"Les dates après le {window.end_in_words} ne sont pas reprises : relisez la source plus tard.")
        if len(soon) > MAX_SLOTS:
            self.remark(f"{number(len(soon))} créneaux : seuls les {MAX_SLOTS} premiers sont repris.")
        self.slots = soon[:MAX_SLOTS]

    def as_data(self) -> dict:
        """The same as JSON can keep it."""
        data = asdict(self)
        for slot in data["slots"]:
            slot["start"] = slot["start"].isoformat()
            slot["end"] = slot["end"].isoformat() if slot["end"] else None
        return data

    @classmethod
    def from_data(cls, data: dict):
        """An event from what `as_data` gave."""
        known = {each.name for each in fields(cls)}
        event = cls(**{name: value for name, value in data.items() if name in known})
        event.place = ReadPlace(**data["place"])
        event.slots = [
            ReadSlot(
                **{
                    **slot,
                    "start": datetime.fromisoformat(slot["start"]),
                    "end": datetime.fromisoformat(slot["end"]) if slot["end"] else None,
                }
            )
            for slot in data["slots"]
        ]
        return event


@dataclass
class Reading:
    """All that was read of a source: `kind` (choices.SourceKind), how it was read in words, its own name, its events.

    `cells` are the rows of a table, [line, cells], with its `columns` by field; empty for other formats.
    """

    kind: str
    read_as: str
    name: str = ""
    events: list[ReadEvent] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    cells: list = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)


def identity_of(text: str) -> str:
    """An identity short enough for the database, equal for equal texts: long ones end in their digest."""
    if len(text) <= MOST_IDENTITY:
        return text
    return f"{text[:100]}…{digest(text)}"


def digest(*texts: str) -> str:
    """A stable identity made of what something is, where its source gives none."""
    return hashlib.sha256("\x1f".join(texts).encode("utf-8", "replace")).hexdigest()[:32]


def start_key(start: datetime, all_day: bool = False) -> str:
    """How a slot is named by its start."""
    if all_day:
        return f"{start.astimezone(PARIS):%Y%m%d}"
    return f"{start.astimezone(ZoneInfo('UTC')):%Y%m%dT%H%M%SZ}"
