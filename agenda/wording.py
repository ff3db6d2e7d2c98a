"""Days, hours and runs of dates as a French reader would say them.

Knows no model: a slot is whatever has the fields of one (start, end, all_day, first_day, last_day, status).
"""

import re
from collections import Counter
from datetime import date, timedelta

from django.template.defaultfilters import date as format_date
from django.utils import timezone

from pma_site.core.french import NBSP, day, joined

from .choices import CALLED_OFF

# A slot that runs past midnight is one evening up to this length.
ONE_EVENING = timedelta(hours=18)
# Where the words for all the slots of an event are kept and printed.
LONGEST = 300
# So many days are named one by one; more of them only by what they have in common.
MOST_NAMED = 8
# So many exceptions make a rule no easier to read than a list.
MOST_EXCEPTIONS = 3
# A rhythm is a rhythm from so many days on.
LEAST_OF_RHYTHM = 5

# The hours of a slot that takes a whole day.
WHOLE_DAY = ()

# What words end with that do not say every hour.
VARIED = "horaires selon les jours"
SUMMARIES = (VARIED, "séances")

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
WORKING_DAYS = [0, 1, 2, 3, 4]
ORDINALS = ("premiers", "deuxièmes", "troisièmes", "quatrièmes")
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)


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
        return f"{youngest} ans" if youngest == oldest else f"de {youngest} à {oldest} ans"
    if youngest:
        return f"dès {youngest} an{'s' if youngest > 1 else ''}"
    return f"jusqu’à {oldest} an{'s' if oldest > 1 else ''}" if oldest else ""


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
    return (_named(listed) if len(listed) > 1 else f"le {day_in_words(listed[0])}") + more


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
        first, last = _bounds(slot.first_day, slot.last_day, weekdays=True, year=with_year)
        return f"du {first} à {hour_in_words(slot.start)} au {last} à {hour_in_words(slot.end)}"
    return _run(slot.first_day, _last_named_day(slot), year=with_year) + _hours([_times(slot)])


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
        for named in _days(slot.first_day, _last_named_day(slot)):
            times.setdefault(named, []).append(_times(slot))
    times = {named: list(dict.fromkeys(found)) for named, found in sorted(times.items())}
    words = next(filter(None, (said(times) for said in (_same_hours, _listed, _by_weekday, _varied))))
    return words if len(words) <= LONGEST else _summed_up(list(times))


def says_all(words):
    """Whether the words for all slots name each day and its hours, or only sum them up."""
    return not any(summary in words for summary in SUMMARIES) and not re.match(r"\d+ ", words)


def _same_hours(times):
    """« du 1er au 30 juin 2026, sauf le mardi, de 10 h à 18 h », where each day has the same hours."""
    every = list(times.values())
    if any(hours != every[0] for hours in every):
        return ""
    words = _days_in_words(list(times)) + _hours(every[0])
    return words.removesuffix(" par jour") if len(every) == 1 else words


def _listed(times):
    """« vendredi 3 juillet à 20 h ; samedi 4 juillet 2026, de 10 h à 23 h »: three days at most, each its own hours."""
    if len(times) > 3:
        return ""
    last = list(times)[-1]
    return " ; ".join(f"{_short(named, last)}{_hours(hours)}" for named, hours in times.items())


def _by_weekday(times):
    """« tous les samedis, de 9 h à 12 h, et dimanches, de 10 h à 18 h, du … au … », where hours follow the weekday."""
    hours_of = {}
    for named, hours in times.items():
        if hours_of.setdefault(named.weekday(), hours) != hours:
            return ""
    if not 1 < len(hours_of) <= 3 or len(times) < LEAST_OF_RHYTHM:
        return ""
    days = list(times)
    missing = [named for named in _days(days[0], days[-1]) if named.weekday() in hours_of and named not in times]
    if not _few(missing, days):
        return ""
    each = joined(
        [f"les {WEEKDAYS[number]}s{_hours(hours).removeprefix(',')}" for number, hours in sorted(hours_of.items())]
    )
    return f"{_run(days[0], days[-1], weekdays=False)}, {each}{_except([], missing, days)}"


def _varied(times):
    return f"{_days_in_words(list(times))}, {VARIED}"


def _summed_up(days):
    """« 40 dates du 3 janvier au 26 décembre 2026 », « 40 samedis du 3 janvier au 26 décembre 2026 »."""
    weekdays = {named.weekday() for named in days}
    what = f"{WEEKDAYS[weekdays.pop()]}s" if len(weekdays) == 1 else "dates"
    return f"{len(days)} {what} {_run(days[0], days[-1], weekdays=False)}"


def _days_in_words(days):
    """What sorted days have in common, or their list."""
    first, last = days[0], days[-1]
    if (last - first).days == len(days) - 1:
        return _run(first, last)
    return (
        (len(days) < LEAST_OF_RHYTHM and _named(days))
        or _weekly(days)
        or _fortnightly(days)
        or _monthly(days)
        or _nearly_daily(days)
        or _runs(days)
        or (len(days) <= MOST_NAMED and _named(days))
        or _summed_up(days)
    )


def _weekly(days):
    """« tous les samedis et dimanches du 4 juillet au 30 août 2026 »; « du lundi au vendredi, du 1er au 26 juin »."""
    if len(days) < LEAST_OF_RHYTHM or days[-1] - days[0] < _WEEK:
        return ""
    held, present = sorted({named.weekday() for named in days}), set(days)
    missing = [named for named in _days(days[0], days[-1]) if named.weekday() in held and named not in present]
    run = f"{_run(days[0], days[-1], weekdays=False)}{_except([], missing, days)}"
    if held == WORKING_DAYS and _few(missing, days):
        return f"du lundi au vendredi, {run}"
    # Of more weekdays one says which are missing.
    if len(held) > 3 or not _few(missing, days) or days[-1] - days[0] < 2 * _WEEK:
        return ""
    return f"tous les {joined([f'{WEEKDAYS[number]}s' for number in held])} {run}"


def _fortnightly(days):
    """« un samedi sur deux, du 4 juillet au 26 septembre 2026 »."""
    if {later - earlier for earlier, later in zip(days, days[1:], strict=False)} != {2 * _WEEK}:
        return ""
    return f"un {WEEKDAYS[days[0].weekday()]} sur deux, {_run(days[0], days[-1], weekdays=False)}"


def _monthly(days):
    """« tous les premiers dimanches du mois du 6 septembre 2026 au 6 juin 2027 »."""
    months = [named.year * 12 + named.month for named in days]
    if months != list(range(months[0], months[0] + len(days))) or len({named.weekday() for named in days}) > 1:
        return ""
    ranks = {(named.day - 1) // 7 for named in days}
    if len(ranks) == 1 and max(ranks) < len(ORDINALS):
        which = ORDINALS[ranks.pop()]
    elif all((named + _WEEK).month != named.month for named in days):
        which = "derniers"
    else:
        return ""
    return f"tous les {which} {WEEKDAYS[days[0].weekday()]}s du mois, {_run(days[0], days[-1], weekdays=False)}"


def _nearly_daily(days):
    """« du 1er au 30 juin 2026, sauf le mardi et le dimanche 14 juin »."""
    held, every = set(days), _days(days[0], days[-1])
    count = Counter(named.weekday() for named in every)
    closed = sorted({number for number in count if count[number] > 1} - {named.weekday() for named in days})
    missing = [named for named in every if named not in held and named.weekday() not in closed]
    if len(closed) > MOST_EXCEPTIONS or not _few(missing, days) or len(days) <= len(closed) + len(missing) + 2:
        return ""
    return _run(days[0], days[-1], weekdays=False) + _except(closed, missing, days)


def _runs(days):
    """« du 1er au 5 et du 10 au 14 juillet 2026 », up to three runs of three days or more."""
    runs = [[days[0]]]
    for earlier, later in zip(days, days[1:], strict=False):
        if later - earlier == _DAY:
            runs[-1].append(later)
        else:
            runs.append([later])
    if len(runs) > 3 or any(len(run) < 3 for run in runs):
        return ""
    if {(named.year, named.month) for named in days} == {(days[0].year, days[0].month)}:
        # The month is said once: « du 1er au 5 et du 10 au 14 juillet 2026 ».
        spans = [f"du {_number(run[0])} au {_number(run[-1])}" for run in runs]
        return f"{joined(spans)} {format_date(days[0], 'F Y')}"
    years = len({named.year for named in days}) > 1
    return joined([_run(run[0], run[-1], weekdays=False, year=years or run is runs[-1]) for run in runs])


def _named(days):
    """« les samedis 4, 11 et 18 juillet 2026 », « les 30 juin, 2 et 3 juillet 2026 »; two days have their weekdays."""
    weekdays = {named.weekday() for named in days}
    if len(days) == 2 and len(weekdays) == 2:
        return joined(_bounds(*days, weekdays=True))
    months = {}
    for named in days:
        months.setdefault((named.year, named.month), []).append(named)
    words = []
    for (year, _), group in months.items():
        last_of_year = group[-1] == max(named for named in days if named.year == year)
        words.append(f"{joined(map(_number, group))} {format_date(group[0], 'F Y' if last_of_year else 'F')}")
    weekday = f"{WEEKDAYS[weekdays.pop()]}s " if len(weekdays) == 1 else ""
    return f"les {weekday}{', '.join(words) if len(group) > 1 else joined(words)}"


def _few(missing, days):
    return len(missing) <= MOST_EXCEPTIONS and 3 * len(missing) <= len(days)


def _except(weekdays, missing, days):
    """« , sauf le mardi et le dimanche 14 juin », « » where there is no exception."""
    years = days[0].year != days[-1].year
    exceptions = [f"le {WEEKDAYS[number]}" for number in weekdays]
    exceptions += [f"le {_number(named)} {format_date(named, 'F Y' if years else 'F')}" for named in missing]
    return f", sauf {joined(exceptions)}" if exceptions else ""


def _run(first, last, weekdays=None, year=True):
    """« samedi 4 juillet 2026 », « samedi 4 et dimanche 5 juillet 2026 », « du vendredi 3 au dimanche 5 juillet 2026 ».

    Weekdays are said of a week at the most, unless one asks.
    """
    if first == last:
        return day_in_words(first) if year else _without_year(first)
    weekdays = (last - first).days < 7 if weekdays is None else weekdays
    start, end = _bounds(first, last, weekdays, year)
    return f"{start} et {end}" if weekdays and last - first == _DAY else f"du {start} au {end}"


def _bounds(first, last, weekdays, year=True):
    """The two ends of a run; what they share is said once, at its end."""
    end = day(last) if year else f"{_number(last)} {format_date(last, 'F')}"
    start = _number(first)
    if first.year != last.year:
        start = day(first) if year else f"{start} {format_date(first, 'F')}"
    elif first.month != last.month:
        start = f"{start} {format_date(first, 'F')}"
    return (f"{WEEKDAYS[first.weekday()]} {start}", f"{WEEKDAYS[last.weekday()]} {end}") if weekdays else (start, end)


def _short(named, last):
    """A day, without the year that the last one of its list says for it."""
    return day_in_words(named) if named == last or named.year != last.year else _without_year(named)


def _without_year(named):
    return f"{WEEKDAYS[named.weekday()]} {_number(named)} {format_date(named, 'F')}"


def _number(named):
    return "1er" if named.day == 1 else str(named.day)


def _days(first: date, last: date) -> list[date]:
    return [first + number * _DAY for number in range((last - first).days + 1)]


def _is_stay(slot):
    """Whether a slot with hours takes more than one evening."""
    return not slot.all_day and slot.last_day != slot.first_day and slot.end and slot.end - slot.start >= ONE_EVENING


def _last_named_day(slot):
    """The last of the days that a slot is named by: an evening past midnight has one."""
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
