"""Where a file comes from: the source that brought its events before, or a new one."""

from collections import Counter

from pma_site.core.french import spelling_key

from ..choices import EventImportState, SourceKind
from ..incoming import Reading
from ..models import EventImportRow, EventSource, SourcedEvent
from .comparing import slot_state

# An identity this long was drawn by a machine, and is that of one event in the world.
_UNIQUE = 16


def new_source(name: str, reading: Reading, address: str) -> EventSource:
    """A source for what is known from nowhere; one whose events were examined and never imported serves again."""
    if address:
        return EventSource.objects.get_or_create(address=address, defaults={"name": name, "kind": reading.kind})[0]
    read = [event.identity for event in reading.events[:200]]
    examined = EventImportRow.objects.filter(identity__in=read, run__state=EventImportState.EXAMINED)
    idle = EventSource.objects.filter(name=name, kind=reading.kind, address="", events=None)
    again = idle.filter(pk__in=examined.values("run__source")).first()
    return again or EventSource.objects.create(name=name, kind=reading.kind)


def recognised(reading: Reading) -> EventSource | None:
    """The source that brought some of these events before; the one that brought the most. None for none.

    An identity like « 12 » may be used by two sources: there the title or the day must be the same as well.
    """
    events = {event.identity: event for event in reading.events}
    brought = Counter()
    known = SourcedEvent.objects.filter(source__kind=reading.kind)
    for link in known.only("source", "identity", "title", "slots").iterator(chunk_size=500):
        event = events.get(link.identity)
        if event is None:
            continue
        sure = reading.kind == SourceKind.OPENAGENDA or len(link.identity) >= _UNIQUE
        if sure or spelling_key(event.title) == spelling_key(link.title) or _share_a_day(event, link):
            brought[link.source_id] += 1
    return EventSource.objects.get(pk=brought.most_common(1)[0][0]) if brought else None


def _share_a_day(event, link):
    days = {slot_state(slot)[0][:10] for slot in event.slots}
    return any(each["said"][0][:10] in days for each in link.slots.values())
