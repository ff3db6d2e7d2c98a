"""Events that are there already learn when each slot is over, and from when on each is the next one."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import migrations

PARIS = ZoneInfo("Europe/Paris")


def _midnight_after(moment):
    day = moment.astimezone(PARIS).date() + timedelta(days=1)
    return datetime.combine(day, time(), PARIS).astimezone(UTC)


def _closing(slot):
    if slot.all_day:
        return _midnight_after(slot.end or slot.start)
    return slot.end or min(slot.start + timedelta(hours=1), _midnight_after(slot.start))


def write_closing_times(apps, schema_editor):
    EventPage, EventSlot = (apps.get_model("agenda", name) for name in ("EventPage", "EventSlot"))
    latest = {}
    slots = sorted(EventSlot.objects.all(), key=lambda slot: (slot.start, _closing(slot), slot.pk))
    for slot in slots:
        slot.closes_at, slot.next_from = _closing(slot), latest.get(slot.event_id)
        latest[slot.event_id] = max(filter(None, [slot.next_from, slot.closes_at]))
    EventSlot.objects.bulk_update(slots, ["closes_at", "next_from"], batch_size=500)
    for event, ends_at in latest.items():
        EventPage.objects.filter(pk=event).update(ends_at=ends_at)


class Migration(migrations.Migration):
    dependencies = [("agenda", "0002_every_form_of_events")]

    operations = [migrations.RunPython(write_closing_times, migrations.RunPython.noop)]
