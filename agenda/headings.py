"""What stands above a list of events: its days, its month, the stretch of time that was asked for."""

from datetime import timedelta

from django.template.defaultfilters import date as format_date

from pma_site.core.french import day

from .periods import FIRST_DAY, LAST_DAY, month_window
from .rhythms import day_in_words


def day_heading(date, today):
    """« aujourd’hui, samedi 28 novembre », « demain, dimanche 29 novembre », « samedi 5 décembre 2026 »."""
    near = {today: "aujourd’hui", today + timedelta(days=1): "demain"}.get(date)
    if not near:
        return day_in_words(date)
    return f"{near}, {day_in_words(date).removesuffix(f' {date.year}')}"


def month_in_words(date):
    """« décembre 2026 »."""
    return format_date(date, "F Y")


def window_in_words(window):
    """« Événements à venir », « Du 5 au 12 décembre 2026 »: the title of the list of a periods.Window."""
    if window.over:
        return f"Archives {window.year}" if window.year else "Événements passés"
    if not window.first:
        return "Événements à venir"
    if window.first == window.last:
        return day_in_words(window.first).capitalize()
    if window == month_window(window.first.replace(day=1)):
        return month_in_words(window.first).capitalize()
    if window.last == LAST_DAY:
        return f"À partir du {day(window.first)}"
    if window.first == FIRST_DAY:
        return f"Jusqu’au {day(window.last)}"
    first = day(window.first)
    if window.first.year == window.last.year:
        first = first.removesuffix(f" {window.first.year}")
        if window.first.month == window.last.month:
            first = first.split(" ")[0]
    return f"Du {first} au {day(window.last)}"
