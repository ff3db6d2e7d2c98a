"""Keeping what calendars and data files say of the agenda in step with its events: the only writer of both ledgers."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from . import calendar_texts, open_records
from .choices import EventStatus, OrganiserRole
from .models import CalendarEntry, EventChange, EventCommune, EventOrganiser, EventPage, EventRecord, EventSlot
from .models.changes import UNKNOWN_PLACE
from .models.ledger import KEPT

# Small enough for the memory and for the variables of a statement on SQLite.
_AT_ONCE = 200


@dataclass(frozen=True)
class Written:
    """How many slots and how many records of events say something else than before."""

    entries: int = 0
    records: int = 0

    def __add__(self, other):
        return Written(self.entries + other.entries, self.records + other.records)


def write(events: Iterable[int]) -> Written:
    """Write what is told of some events, by their keys, as they are now; what did not change is not touched.

    Events that are not online, or are gone, are withdrawn: their slots stay as cancelled, without a word of theirs.
    """
    keys, written = sorted(set(events)), Written()
    for first in range(0, len(keys), _AT_ONCE):
        written += _write(keys[first : first + _AT_ONCE])
    return written


def rebuild(dry_run: bool = False) -> Iterator[tuple[int, int, Written]]:
    """Write everything anew; yield how many events are done, of how many, and what differed so far.

    With `dry_run`, only count what differs.
    """
    keys = list(EventPage.objects.order_by("pk").values_list("pk", flat=True))
    written = Written()
    for first in range(0, max(len(keys), 1), _AT_ONCE):
        with transaction.atomic():
            written += _write(keys[first : first + _AT_ONCE])
            transaction.set_rollback(dry_run)
        yield min(first + _AT_ONCE, len(keys)), len(keys), written


@transaction.atomic
def withdraw(event: int) -> None:
    """Take the slots of an event that is about to be deleted out of calendars."""
    _withdraw_all(CalendarEntry.objects.filter(event=event, withdrawn=False))


def _withdraw_all(rows):
    now, entries = timezone.now(), list(rows)
    changed = [entry for entry in entries if _withdraw(entry, now)]
    CalendarEntry.objects.bulk_update(changed, _WRITTEN, batch_size=_AT_ONCE)
    return len(changed)


_WRITTEN = [
    "event",
    "start",
    "closes_at",
    "lines",
    "sequence",
    "changed_at",
    "cancelled_at",
    "withdrawn",
    "leaves_at",
    "facets",
    "mark",
]


@transaction.atomic
def _write(keys):
    # Held until the end: whoever writes the same event meanwhile waits, and then reads what is written here.
    held = EventPage.objects.select_related(None).select_for_update(of=("self",)).filter(pk__in=keys)
    list(held.order_by("pk").only("pk"))
    told = list(_told(keys))
    return Written(_write_entries(keys, told), _write_records(keys, told))


@dataclass(frozen=True)
class _Told:
    """An event that is online, with all that is said of it."""

    event: EventPage
    slots: list[EventSlot]
    changes: list[EventChange]
    organisers: list
    communes: list
    address: str

    @property
    def names(self):
        """The names of who runs it."""
        return [link.organisation.name for link in self.organisers if link.role == OrganiserRole.ORGANISER]

    @property
    def facets(self):
        """What filters by choice may ask of it (forms.AgendaFilterForm): their names and values."""
        facets = [("theme", self.event.theme), ("public", self.event.audience)]
        facets += [("commune", commune.insee_code) for commune in self.communes]
        facets += [("epci", commune.epci.siren) for commune in self.communes]
        facets += [
            ("organisateur", link.organisation_id) for link in self.organisers if link.role == OrganiserRole.ORGANISER
        ]
        return f"|{'|'.join(dict.fromkeys(f'{name}:{value}' for name, value in facets if value))}|"


def _told(keys):
    events = EventPage.objects.online().filter(pk__in=keys).select_related("series", "venue__commune__epci", "image")
    slots = _of(EventSlot, keys).order_by("start", "pk")
    changes = _of(EventChange, keys).exclude(before=UNKNOWN_PLACE)
    organisers = _of(EventOrganiser, keys).select_related("organisation").order_by("sort_order")
    communes = _of(EventCommune, keys).select_related("commune__epci").order_by("sort_order")
    slots, changes, organisers, communes = map(_grouped, (slots, changes, organisers, communes))
    for event in events.with_places().order_by("pk"):
        places = [link.commune for link in communes[event.pk]]
        if event.venue and event.venue.commune:
            places.insert(0, event.venue.commune)
        places = list(dict.fromkeys(places))
        address = event.full_url or urljoin(settings.WAGTAILADMIN_BASE_URL, f"/agenda/{event.slug}/")
        yield _Told(event, slots[event.pk], changes[event.pk], organisers[event.pk], places, address)


def _of(model, keys):
    return model.objects.filter(event__in=keys)


def _grouped(rows):
    found = defaultdict(list)
    for row in rows:
        found[row.event_id].append(row)
    return found


def _write_entries(keys, told):
    now = timezone.now()
    uids = [slot.uid for each in told for slot in each.slots]
    known = {entry.slot_uid: entry for entry in CalendarEntry.objects.filter(Q(event__in=keys) | Q(slot_uid__in=uids))}
    made, changed, refiled = [], [], []
    for each in told:
        for slot in each.slots:
            entry = known.pop(slot.uid, None)
            if entry is None:
                host = urlsplit(each.address).hostname or "localhost"
                entry = CalendarEntry(
                    slot_uid=slot.uid, uid=calendar_texts.uid_of(slot.uid, host), sequence=-1, leaves_at=now
                )
                _show(entry, each, slot, now)
                made.append(entry)
            elif _show(entry, each, slot, now):
                changed.append(entry)
            elif entry.facets != each.facets:
                entry.facets = each.facets
                refiled.append(entry)
    changed += [entry for entry in known.values() if _withdraw(entry, now)]
    CalendarEntry.objects.bulk_create(made)
    CalendarEntry.objects.bulk_update(changed, _WRITTEN, batch_size=_AT_ONCE)
    CalendarEntry.objects.bulk_update(refiled, ["facets"], batch_size=_AT_ONCE)
    return len(made) + len(changed)


def _show(entry, told, slot, now):
    """Let an entry say what a slot is; tell whether that is new."""
    lines = calendar_texts.lines_of(told.event, slot, told.address, told.changes, told.names)
    if not entry.withdrawn and entry.event_id == told.event.pk and _says(entry, lines):
        return False
    cancelled = calendar_texts.state_of(told.event, slot) == EventStatus.CANCELLED
    entry.event, entry.withdrawn, entry.facets = told.event, False, told.facets
    entry.start, entry.closes_at = slot.start, slot.closing
    if not cancelled:
        entry.cancelled_at, entry.leaves_at = None, entry.closes_at + KEPT
    elif entry.cancelled_at is None:
        # What is entered as cancelled already is news for 60 days too, unless it was over long before.
        entry.cancelled_at, was_there = now, entry.pk is None or entry.leaves_at > now
        entry.leaves_at = now + KEPT if was_there and entry.closes_at + KEPT > now else entry.closes_at + KEPT
    _renew(entry, lines, now)
    return True


def _withdraw(entry, now):
    """Let an entry say that its slot was taken out of the agenda, and nothing else; tell whether that is new."""
    lines = calendar_texts.removed_lines(entry)
    if entry.withdrawn and _says(entry, lines):
        return False
    if not entry.withdrawn:
        entry.cancelled_at = entry.cancelled_at or now
        # Who subscribed must learn of it, but not of what subscriptions had dropped before.
        entry.leaves_at = now + KEPT if entry.leaves_at > now else entry.leaves_at
    entry.withdrawn = True
    _renew(entry, lines, now)
    return True


def _says(entry, lines):
    return entry.lines == lines and entry.mark == _mark(entry.uid, entry.sequence, entry.changed_at, lines)


def _renew(entry, lines, now):
    entry.lines, entry.sequence, entry.changed_at = lines, entry.sequence + 1, now
    entry.mark = _mark(entry.uid, entry.sequence, now, lines)


def _mark(*said):
    """44 bits of a digest: hundreds of thousands of them add up in a whole number of the database."""
    words = "\0".join(part.astimezone(UTC).isoformat() if isinstance(part, datetime) else str(part) for part in said)
    return int(hashlib.sha256(words.encode()).hexdigest()[:11], 16)


def _write_records(keys, told):
    now = timezone.now()
    known = EventRecord.objects.in_bulk(keys)
    made, changed = [], []
    for each in told:
        record = open_records.record_of(
            each.event,
            each.slots,
            each.address,
            each.changes,
            each.names,
            each.communes,
            lambda url, address=each.address: urljoin(address, url),
        )
        data = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        found = known.pop(each.event.pk, None)
        if found and found.data == data and found.mark == _mark(found.pk, found.changed_at, data):
            continue
        row = EventRecord(event=each.event, data=data, changed_at=now, mark=_mark(each.event.pk, now, data))
        (changed if found else made).append(row)
    EventRecord.objects.bulk_create(made)
    EventRecord.objects.bulk_update(changed, ["data", "changed_at", "mark"], batch_size=_AT_ONCE)
    EventRecord.objects.filter(pk__in=list(known)).delete()
    return len(made) + len(changed) + len(known)
