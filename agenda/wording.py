"""Days, hours and runs of dates as a French reader would say them."""

from datetime import timedelta

from django.template.defaultfilters import date as format_date
from django.utils import timezone

from pma_site.core.french import NBSP, day, joined


def day_in_words(value):
    """« mercredi 21 juin 2023 », « samedi 1er juillet 2023 »."""
    return f"{format_date(value, 'l')} {day(value)}"


def hour_in_words(moment):
    """« 13 h 30 », « 17 h », « minuit »."""
    local = timezone.localtime(moment)
    if not local.hour and not local.minute:
        return "minuit"
    minutes = f"{NBSP}{local.minute:02d}" if local.minute else ""
    return f"{local.hour}{NBSP}h{minutes}"


def _days_of(slot):
    """The days a slot is named by: each one of a slot of whole days, otherwise that on which it begins."""
    length = (slot.last_day - slot.first_day).days if slot.all_day else 0
    return [slot.first_day + timedelta(days=number) for number in range(length + 1)]


def slots_in_words(slots):
    """One line for all the slots of an event: the slot itself, a run of days, or its bounds and their count."""
    if not slots:
        return ""
    if len(slots) == 1:
        return slots[0].time_in_words
    days = sorted({date for slot in slots for date in _days_of(slot)})
    if len(days) == 1:
        return f"{day_in_words(days[0])}, {len(slots)} séances"
    if len(days) <= 4 and days[0].year == days[-1].year and days[0].month == days[-1].month:
        numbers = joined(["1er" if first.day == 1 else str(first.day) for first in days])
        return f"{numbers} {format_date(days[0], 'F Y')}"
    return f"du {day_in_words(days[0])} au {day_in_words(days[-1])}, {len(slots)} créneaux"
