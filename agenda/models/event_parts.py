"""The parts of an event’s page: its dates line by line, how to register, its files, and the events around it."""

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Exists, OuterRef, Q

from pma_site.core.french import weight

from ..wording import slot_in_words
from .changes import EventChange
from .links import EventCommune

# So many other events are shown of a series (to come, and past) and of a commune.
NEIGHBOURS = 3


@dataclass(frozen=True)
class DateLine:
    """One slot in the list of dates; `place` is empty where it is that of the event."""

    words: str
    state: str
    note: str
    place: str
    called_off: bool


@dataclass(frozen=True)
class DateList:
    """Dates in their order, as (month, lines): one group without a month where they are few."""

    groups: list
    count: int


@dataclass
class Registration:
    """How to register: `closed` once the deadline has passed, or where nobody need come any more."""

    closed: bool
    deadline: str
    url: str
    link: str
    email: str
    phone: str
    dial: str = field(init=False)

    def __post_init__(self):
        self.dial = "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


def date_line(slot, with_year=True):
    """Return a slot as a line of the list of dates; its place only where it has one of its own."""
    return DateLine(
        words=slot_in_words(slot, with_year),
        state="" if slot.is_scheduled else slot.get_status_display(),
        note=slot.note,
        place=str(slot.venue or ""),
        called_off=slot.is_called_off,
    )


def date_list(slots, by_month):
    """Return slots in their order as lines, each month below its name where they are many."""
    if not by_month:
        return DateList([("", [date_line(slot) for slot in slots])] if slots else [], len(slots))
    months = groupby(slots, key=lambda slot: slot.first_day.replace(day=1))
    lines = [(month, [date_line(slot, with_year=False) for slot in group]) for month, group in months]
    return DateList(lines, len(slots))


def file_offered(link):
    """A file to download, with what one should know before: « Convocation (PDF, 120 ko) »."""
    document = link.document
    facts = [document.file_extension.upper(), weight(document.file_size) if document.file_size else ""]
    return {"title": str(link), "facts": ", ".join(filter(None, facts)), "url": document.url}


def events_around(event, communes):
    """The event itself with its history (`change_rows`), other editions of its series, the next events nearby.

    Published ones, NEIGHBOURS of each at the most, soonest first. The event alone where it is not stored yet: none.
    """
    model = type(event)
    others = model.objects.live().exclude(pk=event.pk)
    picks = []
    if communes:
        linked = EventCommune.objects.filter(event=OuterRef("pk"), commune__in=communes)
        near = others.filter(Q(venue__commune__in=communes) | Exists(linked)).exclude(series=event.series_id or 0)
        # Those that end first are found by an index, without looking at all the others.
        picks.append(near.not_past().exclude(ends_at=None).order_by("ends_at", "pk"))
    if event.series_id:
        series = others.filter(series=event.series_id)
        picks += [series.not_past().soonest_first(), series.past().order_by("-ends_at", "pk")]
    picked = Q(pk=0)
    for pick in picks:
        picked |= Q(pk__in=pick.values("pk")[:NEIGHBOURS])
    # Whether a page above asks for a password is asked of these few alone.
    shown = model.objects.filter(picked).online().values("pk")
    found = model.objects.filter(Q(pk=event.pk or 0) | Q(pk__in=shown)).with_places()
    return found.annotate(change_rows=EventChange.rows(OuterRef("pk"))).soonest_first()
