"""Events whose dates are read on their pages."""

from datetime import timedelta

from agenda.models import EventSlot
from tests import builders
from tests.builders import local

NOW = local(2036, 6, 1, 12)
EVENING = [(local(2036, 7, 4, 20), local(2036, 7, 4, 22))]


def weekly(count, first=(2036, 5, 3), **states):
    """Saturday mornings; `states` are keyed by their number: s5={"status": …}."""
    for number in range(count):
        start = local(*first, 9) + timedelta(weeks=number)
        yield EventSlot(start=start, end=start + timedelta(hours=3), **states.get(f"s{number}", {}))


def event_with(slots, **fields):
    event = builders.event([], **fields)
    event.slots = list(slots)
    event.save()
    return event
