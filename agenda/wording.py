"""Days, hours and runs of dates as a French reader would say them."""

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
        numbers = joined(["1er" if first.day == 1 else str(first.day) for first in days])
        return f"{numbers} {format_date(days[0], 'F Y')}"
    return f"du {day_in_words(days[0])} au {day_in_words(days[-1])}, {len(slots)} créneaux"
