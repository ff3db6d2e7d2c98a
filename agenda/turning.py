"""When time alone changes what the agenda says: an event begins, ends, closes its registrations, leaves calendars."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Min

from pma_site.core.turns import tell_turns

from .models import CalendarEntry, EventPage, EventSlot


def offer_turns() -> None:
    """Let caches know of them."""
    tell_turns(_turns)


def _turns(after) -> Iterator[datetime | None]:
    instants = [(EventSlot, "start"), (EventSlot, "closes_at"), (EventPage, "registration_deadline")]
    for model, name in [*instants, (CalendarEntry, "leaves_at")]:
        # Drafts too: a page that is made anew too early is a page made anew.
        yield model._base_manager.filter(**{f"{name}__gt": after}).aggregate(next=Min(name))["next"]
