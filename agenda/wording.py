"""Days, hours and runs of dates as a French reader would say them."""

from django.template.defaultfilters import date as format_date
from django.utils import timezone

from pma_site.core.french import NBSP, joined


def day_in_words(day):
    """« mercredi 21 juin 2023 »; the first of a month reads « 1er »."""
    ordinal = "1er" if day.day == 1 else str(day.day)
    return f"{format_date(day, 'l')} {ordinal} {format_date(day, 'F Y')}"


def hour_in_words(moment):
    """« 13 h 30 », « 17 h »."""
    local = timezone.localtime(moment)
    minutes = f"{NBSP}{local.minute:02d}" if local.minute else ""
    return f"{local.hour}{NBSP}h{minutes}"


def slots_in_words(slots):
    """One line for all the slots of an event: the slot itself, a run of days, or its bounds and their count."""
    if not slots:
        return ""
    if len(slots) == 1:
        return slots[0].in_words
    days = sorted({slot.first_day for slot in slots})
    if len(days) == 1:
        return f"{day_in_words(days[0])}, {len(slots)} séances"
    if len(days) <= 4 and days[0].year == days[-1].year and days[0].month == days[-1].month:
        return (
            f"{joined(str(day.day) if day.day > 1 else '1er' for day in days)} {format_date(days[0], 'F Y')}"
        )
    return f"du {day_in_words(days[0])} au {day_in_words(days[-1])}, {len(slots)} créneaux"
