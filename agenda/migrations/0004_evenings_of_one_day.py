"""An event whose last slot is an evening past midnight ends with the day on which that evening begins."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import migrations

PARIS = ZoneInfo("Europe/Paris")
ONE_EVENING = timedelta(hours=18)


def _day(moment):
    return moment.astimezone(PARIS).date()


def _last_day(slot):
    if not slot.all_day and slot.end and slot.end - slot.start < ONE_EVENING:
        return _day(slot.start)
    return _day(max(slot.start, slot.closes_at - timedelta(microseconds=1)))


def name_last_days(apps, schema_editor):
    EventPage, EventSlot = (apps.get_model("agenda", name) for name in ("EventPage", "EventSlot"))
    latest = {}
    for slot in EventSlot.objects.all():
        latest[slot.event_id] = max(_last_day(slot), latest.get(slot.event_id, _last_day(slot)))
    for event, stored in EventPage.objects.values_list("pk", "last_day"):
        if latest.get(event, stored) != stored:
            EventPage.objects.filter(pk=event).update(last_day=latest[event])


class Migration(migrations.Migration):
    dependencies = [("agenda", "0003_closing_times")]

    operations = [migrations.RunPython(name_last_days, migrations.RunPython.noop)]
