"""Events as lists show them, each under one of its slots: read in two queries, however many there are."""

from django.utils import timezone

from pma_site.core.prepared import prepared

from ..periods import COMING, PAST
from .events import EventPage
from .published import published
from .slots import EventSlot

# What a card shows of an event, beside its place.
_ON_A_CARD = ("title", "url_path", "theme", "prices", "conditions", "status", "status_note")
_ON_A_CARD += ("first_day", "last_day", "first_start", "ends_at", "when")


@prepared
def _slots(keys):
    return EventSlot.objects.filter(pk__in=keys)


@prepared
def _events(keys):
    return EventPage.objects.online().with_only(*_ON_A_CARD).filter(pk__in=keys)


def events_found(found):
    """The events of some lines of the catalogue (entries.Found), each with the slot that it stands under.

    What went offline meanwhile is left out.
    """
    if not found:
        return []
    keys = [line.event for line in found]
    slots = _slots.in_bulk([line.slot.pk for line in found if line.slot])
    events = _events.in_bulk(keys)
    for line in found:
        if event := events.get(line.event):
            # Of what is over one reads all its dates.
            event.shown_slot = slots.get(line.slot.pk) if line.slot and not event.is_past else None
            event.other_dates = line.others
    return [events[key] for key in keys if key in events]


def coming_events(count, **filters):
    """The next events online, those under way first; `filters` are those of readers (forms.AgendaFilterForm)."""
    return _some(count, COMING, filters)


def past_events(count, **filters):
    """The events online that ended last."""
    return _some(count, PAST, filters)


def nearest_events(count, **filters):
    """The next events online, or the last ones where none is to come."""
    now = timezone.now()
    with published() as keeper:
        for window in (COMING, PAST):
            found = keeper.catalogue.some(keeper.asked(filters, window, now), 0, count)
            if found:
                break
    return events_found(found)


def _some(count, window, filters):
    with published() as keeper:
        found = keeper.catalogue.some(keeper.asked(filters, window, timezone.now()), 0, count)
    return events_found(found)
