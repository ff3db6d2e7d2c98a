"""The coming weeks as staff look at them: what is on, what is still a draft, and what each event lacks."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db.models import CharField, Count
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Revision

from pma_site.core.alphabet import InFrench
from pma_site.core.french import NBSP, day, joined

from .models import EventPage, EventSlot
from .warnings import warnings_of
from .wording import hour_in_words


@dataclass
class Row:
    """One event in one week: its slots of that week, and what it lacks."""

    event: EventPage
    slots: list
    warnings: list
    publication: str

    @property
    def when(self):
        """« sam. 5 à 10 h, dim. 6 à 14 h »; beyond six, the first ones and how many more."""
        shown = [_short(slot) for slot in self.slots[:6]]
        more = len(self.slots) - len(shown)
        return ", ".join(shown) + (f" et {more} autre{'s' * (more > 1)}" if more else "")


@dataclass
class Week:
    """A week from its Monday on."""

    monday: datetime.date
    rows: list = field(default_factory=list)

    @property
    def title(self):
        return f"Semaine du lundi {day(self.monday)}"


@dataclass
class Undated:
    """The events whose dates are not fixed yet."""

    rows: list
    title = "Dates à fixer"


def _short(slot):
    local = timezone.localtime(slot.start)
    name = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")[local.weekday()]
    state = "" if slot.is_scheduled else f" ({slot.get_status_display()})"
    return f"{name}{NBSP}{local.day}{'' if slot.all_day else f' à {hour_in_words(slot.start)}'}{state}"


def coming_weeks(count, lacking_only=False, now=None):
    """Return the events of this week and the next ones, `count` in all, as a list of Week, then an Undated if need be.

    Drafts, planned and published events alike. The number of queries does not depend on that of events.
    """
    now = now or timezone.now()
    today = timezone.localtime(now).date()
    monday = today - timedelta(days=today.weekday())
    start, end = (_midnight(monday), _midnight(monday + timedelta(weeks=count)))
    slots = list(EventSlot.objects.not_past(now).between(start, end).order_by("start", "pk"))
    events = _events({slot.event_id for slot in slots})
    rows = _Rows(events, now)
    weeks = {number: Week(monday + timedelta(weeks=number)) for number in range(count)}
    grouped = {}
    for slot in slots:
        number = max(0, (timezone.localtime(slot.start).date() - monday).days // 7)
        grouped.setdefault((number, slot.event_id), []).append(slot)
    for (number, key), own in grouped.items():
        weeks[number].rows.append(rows.row(events[key], own))
    parts = [*weeks.values(), Undated([rows.row(event, []) for event in events.values() if event.first_start is None])]
    if lacking_only:
        for part in parts:
            part.rows = [row for row in part.rows if row.warnings]
    return [part for part in parts if part.rows or isinstance(part, Week)]


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time()))


def _events(keys):
    found = EventPage.objects.filter(first_start=None) | EventPage.objects.filter(pk__in=keys)
    found = found.with_places().annotate(commune_count=Count("communes")).order_by(InFrench("title"))
    return {event.pk: event for event in found}


class _Rows:
    """Makes rows of events, having read once for all of them what their warnings need."""

    def __init__(self, events, now):
        self.now, self.slots, self.clashes = now, {}, {}
        for slot in EventSlot.objects.filter(event__in=events).order_by("start"):
            self.slots.setdefault(slot.event_id, []).append(slot)
        venues = {
            slot.venue_id or events[key].venue_id
            for key, slots in self.slots.items()
            for slot in slots
            if slot.closing > now
        } - {None}
        named = EventSlot.objects.clashing(venues).select_related("event").order_by("start")
        for slot in named.only(*_READ_OF_A_CLASH):
            self.clashes.setdefault(slot.place, []).append(slot)
        keys = [str(key) for key in events]
        plans = Revision.objects.filter(approved_go_live_at__isnull=False, object_id__in=keys)
        plans = plans.annotate(key=Cast("object_id", CharField()))
        self.plans = {plan.key: plan.approved_go_live_at for plan in plans.page_revisions().only("approved_go_live_at")}
        self.warnings = {}

    def row(self, event, slots):
        """The row of an event with its `slots` of a week."""
        return Row(event, slots, self._warnings(event), self._publication(event))

    def _warnings(self, event):
        if event.pk not in self.warnings:
            slots = self.slots.get(event.pk, [])
            places = {slot.venue_id or event.venue_id for slot in slots}
            clashes = [slot for place in places for slot in self.clashes.get(place, [])]
            self.warnings[event.pk] = warnings_of(event, slots, event.commune_count, clashes, self.now)
        return self.warnings[event.pk]

    def _publication(self, event):
        words = ["en ligne" if event.live else "brouillon"]
        if event.live and event.has_unpublished_changes:
            words.append("modifications pas encore publiées")
        plan = self.plans.get(str(event.pk))
        if plan:
            local = timezone.localtime(plan)
            words.append(f"publication prévue le {local:%d/%m/%Y} à {hour_in_words(plan)}")
        return joined(words)


_READ_OF_A_CLASH = (
    *("start", "end", "all_day", "status", "venue", "event__title", "closes_at"),
    *("venue__name", "venue__outside_place", "venue__commune__name", "event__draft_title"),
)
