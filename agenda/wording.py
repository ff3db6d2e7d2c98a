"""Days, hours and runs of dates as a French reader would say them.

Knows no model: a slot is whatever has the fields of one (start, end, all_day, first_day, last_day, status).
"""

import re
from datetime import timedelta

from django.utils import timezone

from pma_site.core.french import NBSP, day, joined

from .choices import CALLED_OFF
from .rhythms import (
    LEAST_OF_RHYTHM,
    WEEKDAYS,
    are_few,
    bounds_in_words,
    day_in_words,
    days_between,
    days_in_words,
    days_named,
    exceptions_in_words,
    run_in_words,
    short_day,
    summed_up,
)

# A slot that runs past midnight is one evening up to this length.
ONE_EVENING = timedelta(hours=18)
# Where the words for all the slots of an event are kept and printed.
LONGEST = 300
# The hours of a slot that takes a whole day.
WHOLE_DAY = ()

# What words end with that do not say every hour.
VARIED = "horaires selon les jours"
SUMMARIES = (VARIED, "séances")


def hour_in_words(moment):
    """« 13 h 30 », « 17 h », « minuit »."""
    local = timezone.localtime(moment)
    if not local.hour and not local.minute:
        return "minuit"
    minutes = f"{NBSP}{local.minute:02d}" if local.minute else ""
    return f"{local.hour}{NBSP}h{minutes}"


def deadline_in_words(moment):
    """« 12 juin 2026 à minuit », « 12 juin 2026 à 17 h »: what ends as a day begins, ends with the day before."""
    local = timezone.localtime(moment)
    if (local.hour, local.minute) == (0, 0):
        return f"{day(local - timedelta(minutes=1))} à minuit"
    if (local.hour, local.minute) == (23, 59):
        return f"{day(local)} à minuit"
    return f"{day(local)} à {hour_in_words(local)}"


def ages_in_words(youngest, oldest):
    """« de 6 à 12 ans », « dès 6 ans », « jusqu’à 12 ans »; nothing where neither is known (None)."""
    if youngest and oldest:
        return _years(youngest) if youngest == oldest else f"de {youngest} à {oldest} ans"
    if youngest:
        return f"dès {_years(youngest)}"
    return f"jusqu’à {_years(oldest)}" if oldest else ""


def _years(count):
    return f"{count} an{'s' if count > 1 else ''}"


def formerly(words):
    """What was announced before, after « prévu »: « le samedi 4 juillet 2026 à 10 h », « du 1er au 5 juillet 2026 »."""
    if words.startswith(WEEKDAYS):
        return f"le {words}"
    return words if words.startswith(("du ", "les ", "tous ", "un ")) else f": {words}"


def altered_in_words(slots):
    """« date du samedi 4 juillet 2026 annulée : relâche » of one slot; with more, which they are, and why if all are so
    for one reason: « dates annulées : samedi 4 et dimanche 5 juillet 2026 – relâche ».
    """
    slots = list(slots)
    if not slots:
        return ""
    if len(slots) == 1:
        slot = slots[0]
        return f"date du {day_in_words(slot.first_day)} {feminine(slot.get_status_display())} : {slot.note}"
    states = {}
    for slot in slots:
        states.setdefault(feminine(slot.get_status_display()), []).append(slot.first_day)
    said = [f"{state}{'s' if len(days) > 1 else ''} : {_some_days(days)}" for state, days in states.items()]
    reasons = {slot.note for slot in slots}
    return f"dates {' ; '.join(said)}{f' – {reasons.pop()}' if len(reasons) == 1 else ''}"


def _some_days(days):
    days = sorted(set(days))
    more = f" et {len(days) - 3} autres" if len(days) > 4 else ""
    listed = days[:3] if more else days
    return (days_named(listed) if len(listed) > 1 else f"le {day_in_words(listed[0])}") + more


def feminine(state):
    """A state as said of a date (une date): « annulée », « complète »."""
    return "complète" if state == "complet" else f"{state}e"


def sentence(words):
    """Words with a capital and a full stop, those that have them left alone."""
    words = words.strip()
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '!', '?', '…')) else '.'}" if words else ""


def slot_in_words(slot, with_year=True):
    """« mercredi 21 juin 2023, de 13 h 30 à 17 h »; « du vendredi 30 juin à 9 h au samedi 1er juillet 2023 à 17 h »."""
    if _is_stay(slot):
        first, last = bounds_in_words(slot.first_day, slot.last_day, weekdays=True, year=with_year)
        return f"du {first} à {hour_in_words(slot.start)} au {last} à {hour_in_words(slot.end)}"
    return run_in_words(slot.first_day, last_named_day(slot), year=with_year) + _hours([_times(slot)])


def slots_in_words(slots):
    """One line of 300 characters at most for all the slots of an event, « » where there is none.

    Slots that are called off do not count while others remain.
    """
    slots = sorted([slot for slot in slots if slot.status not in CALLED_OFF] or slots, key=lambda slot: slot.start)
    if not slots:
        return ""
    if len(slots) == 1:
        return slot_in_words(slots[0])
    times = {}
    for slot in slots:
        for named in days_between(slot.first_day, last_named_day(slot)):
            times.setdefault(named, []).append(_times(slot))
    times = {named: list(dict.fromkeys(found)) for named, found in sorted(times.items())}
    words = next(filter(None, (said(times) for said in (_same_hours, _listed, _by_weekday, _varied))))
    return words if len(words) <= LONGEST else summed_up(list(times))


def says_all(words):
    """Whether the words for all slots name each day and its hours, or only sum them up."""
    return not any(summary in words for summary in SUMMARIES) and not re.match(r"\d+ ", words)


def _same_hours(times):
    """« du 1er au 30 juin 2026, sauf le mardi, de 10 h à 18 h », where each day has the same hours."""
    every = list(times.values())
    if any(hours != every[0] for hours in every):
        return ""
    words = days_in_words(list(times)) + _hours(every[0])
    return words.removesuffix(" par jour") if len(every) == 1 else words


def _listed(times):
    """« vendredi 3 juillet à 20 h ; samedi 4 juillet 2026, de 10 h à 23 h »: three days at most, each its own hours."""
    if len(times) > 3:
        return ""
    last = list(times)[-1]
    return " ; ".join(f"{short_day(named, last)}{_hours(hours)}" for named, hours in times.items())


def _by_weekday(times):
    """« tous les samedis, de 9 h à 12 h, et dimanches, de 10 h à 18 h, du … au … », where hours follow the weekday."""
    hours_of = {}
    for named, hours in times.items():
        if hours_of.setdefault(named.weekday(), hours) != hours:
            return ""
    if not 1 < len(hours_of) <= 3 or len(times) < LEAST_OF_RHYTHM:
        return ""
    days = list(times)
    missing = [named for named in days_between(days[0], days[-1]) if named.weekday() in hours_of and named not in times]
    if not are_few(missing, days):
        return ""
    each = joined(
        [f"les {WEEKDAYS[number]}s{_hours(hours).removeprefix(',')}" for number, hours in sorted(hours_of.items())]
    )
    return f"{run_in_words(days[0], days[-1], weekdays=False)}, {each}{exceptions_in_words([], missing, days)}"


def _varied(times):
    return f"{days_in_words(list(times))}, {VARIED}"


def _is_stay(slot):
    """Whether a slot with hours takes more than one evening."""
    return not slot.all_day and slot.last_day != slot.first_day and slot.end and slot.end - slot.start >= ONE_EVENING


def last_named_day(slot):
    """Return the last of the days that a slot is named by: an evening past midnight has one."""
    return slot.last_day if slot.all_day or _is_stay(slot) else slot.first_day


def _times(slot):
    """The hours of a slot as they are said: WHOLE_DAY, none (None) of a stay; a start, or a start and an end."""
    if slot.all_day:
        return WHOLE_DAY
    if _is_stay(slot):
        return None
    if slot.end is None or slot.end == slot.start:
        return (hour_in_words(slot.start),)
    return hour_in_words(slot.start), hour_in_words(slot.end)


def _hours(times):
    """« , de 10 h à 12 h et de 14 h à 18 h », « à 10 h, 14 h et 16 h », « » of a whole day.

    A whole day that has hours besides says so: « , toute la journée et à 22 h 30 ».
    """
    whole = WHOLE_DAY in times
    times = [found for found in times if found]
    if not times:
        return ""
    if len(times) > 4:
        return f", {len(times)} séances par jour" if len(times) < 20 else ", plusieurs séances par jour"
    if all(len(found) == 1 for found in times) and not whole:
        return f" à {joined([found[0] for found in times])}"
    said = [f"de {found[0]} à {found[1]}" if len(found) == 2 else f"à {found[0]}" for found in times]
    return ", " + joined(["toute la journée", *said] if whole else said)
