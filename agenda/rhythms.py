"""What days have in common, as a French reader would say it: a run, a weekday, a rhythm, a list, their exceptions."""

from collections import Counter
from datetime import date, timedelta

from django.template.defaultfilters import date as format_date

from pma_site.core.french import day, joined

# So many days are named one by one; more of them only by what they have in common.
MOST_NAMED = 8
# So many exceptions make a rule no easier to read than a list.
MOST_EXCEPTIONS = 3
# A rhythm is a rhythm from so many days on.
LEAST_OF_RHYTHM = 5

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
WORKING_DAYS = [0, 1, 2, 3, 4]
ORDINALS = ("premiers", "deuxièmes", "troisièmes", "quatrièmes")
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)


def day_in_words(value):
    """« mercredi 21 juin 2023 », « samedi 1er juillet 2023 »."""
    return f"{format_date(value, 'l')} {day(value)}"


def summed_up(days):
    """« 40 dates du 3 janvier au 26 décembre 2026 », « 40 samedis du 3 janvier au 26 décembre 2026 »."""
    weekdays = {named.weekday() for named in days}
    what = f"{WEEKDAYS[weekdays.pop()]}s" if len(weekdays) == 1 else "dates"
    return f"{len(days)} {what} {run_in_words(days[0], days[-1], weekdays=False)}"


def days_in_words(days):
    """What sorted days have in common, or their list."""
    first, last = days[0], days[-1]
    if (last - first).days == len(days) - 1:
        return run_in_words(first, last)
    return (
        (len(days) < LEAST_OF_RHYTHM and days_named(days))
        or _weekly(days)
        or _fortnightly(days)
        or _monthly(days)
        or _nearly_daily(days)
        or _runs(days)
        or (len(days) <= MOST_NAMED and days_named(days))
        or summed_up(days)
    )


def _weekly(days):
    """« tous les samedis et dimanches du 4 juillet au 30 août 2026 »; « du lundi au vendredi, du 1er au 26 juin »."""
    if len(days) < LEAST_OF_RHYTHM or days[-1] - days[0] < _WEEK:
        return ""
    held, present = sorted({named.weekday() for named in days}), set(days)
    missing = [named for named in days_between(days[0], days[-1]) if named.weekday() in held and named not in present]
    run = f"{run_in_words(days[0], days[-1], weekdays=False)}{exceptions_in_words([], missing, days)}"
    if held == WORKING_DAYS and are_few(missing, days):
        return f"du lundi au vendredi, {run}"
    # Of more weekdays one says which are missing.
    if len(held) > 3 or not are_few(missing, days) or days[-1] - days[0] < 2 * _WEEK:
        return ""
    return f"tous les {joined([f'{WEEKDAYS[number]}s' for number in held])} {run}"


def _fortnightly(days):
    """« un samedi sur deux, du 4 juillet au 26 septembre 2026 »."""
    if {later - earlier for earlier, later in zip(days, days[1:], strict=False)} != {2 * _WEEK}:
        return ""
    return f"un {WEEKDAYS[days[0].weekday()]} sur deux, {run_in_words(days[0], days[-1], weekdays=False)}"


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
    return f"tous les {which} {WEEKDAYS[days[0].weekday()]}s du mois, {run_in_words(days[0], days[-1], weekdays=False)}"


def _nearly_daily(days):
    """« du 1er au 30 juin 2026, sauf le mardi et le dimanche 14 juin »."""
    held, every = set(days), days_between(days[0], days[-1])
    count = Counter(named.weekday() for named in every)
    closed = sorted({number for number in count if count[number] > 1} - {named.weekday() for named in days})
    missing = [named for named in every if named not in held and named.weekday() not in closed]
    if len(closed) > MOST_EXCEPTIONS or not are_few(missing, days) or len(days) <= len(closed) + len(missing) + 2:
        return ""
    return run_in_words(days[0], days[-1], weekdays=False) + exceptions_in_words(closed, missing, days)


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
    return joined([run_in_words(run[0], run[-1], weekdays=False, year=years or run is runs[-1]) for run in runs])


def days_named(days):
    """« les samedis 4, 11 et 18 juillet 2026 », « les 30 juin, 2 et 3 juillet 2026 »; two days have their weekdays."""
    weekdays = {named.weekday() for named in days}
    if len(days) == 2 and len(weekdays) == 2:
        return joined(bounds_in_words(*days, weekdays=True))
    months = {}
    for named in days:
        months.setdefault((named.year, named.month), []).append(named)
    words = []
    for (year, _), group in months.items():
        last_of_year = group[-1] == max(named for named in days if named.year == year)
        words.append(f"{joined(map(_number, group))} {format_date(group[0], 'F Y' if last_of_year else 'F')}")
    weekday = f"{WEEKDAYS[weekdays.pop()]}s " if len(weekdays) == 1 else ""
    return f"les {weekday}{', '.join(words) if len(group) > 1 else joined(words)}"


def are_few(missing, days):
    """Whether days that a rhythm leaves out are few enough to be named as its exceptions."""
    return len(missing) <= MOST_EXCEPTIONS and 3 * len(missing) <= len(days)


def exceptions_in_words(weekdays, missing, days):
    """« , sauf le mardi et le dimanche 14 juin », « » where there is no exception."""
    years = days[0].year != days[-1].year
    exceptions = [f"le {WEEKDAYS[number]}" for number in weekdays]
    exceptions += [f"le {_number(named)} {format_date(named, 'F Y' if years else 'F')}" for named in missing]
    return f", sauf {joined(exceptions)}" if exceptions else ""


def run_in_words(first, last, weekdays=None, year=True):
    """« samedi 4 juillet 2026 », « samedi 4 et dimanche 5 juillet 2026 », « du vendredi 3 au dimanche 5 juillet 2026 ».

    Weekdays are said of a week at the most, unless one asks.
    """
    if first == last:
        return day_in_words(first) if year else _without_year(first)
    weekdays = (last - first).days < 7 if weekdays is None else weekdays
    start, end = bounds_in_words(first, last, weekdays, year)
    return f"{start} et {end}" if weekdays and last - first == _DAY else f"du {start} au {end}"


def bounds_in_words(first, last, weekdays, year=True):
    """The two ends of a run; what they share is said once, at its end."""
    end = day(last) if year else f"{_number(last)} {format_date(last, 'F')}"
    start = _number(first)
    if first.year != last.year:
        start = day(first) if year else f"{start} {format_date(first, 'F')}"
    elif first.month != last.month:
        start = f"{start} {format_date(first, 'F')}"
    return (f"{WEEKDAYS[first.weekday()]} {start}", f"{WEEKDAYS[last.weekday()]} {end}") if weekdays else (start, end)


def short_day(named, last):
    """A day, without the year that the last one of its list says for it."""
    return day_in_words(named) if named == last or named.year != last.year else _without_year(named)


def _without_year(named):
    return f"{WEEKDAYS[named.weekday()]} {_number(named)} {format_date(named, 'F')}"


def _number(named):
    return "1er" if named.day == 1 else str(named.day)


def days_between(first: date, last: date) -> list[date]:
    """Every day from one to another, both included."""
    return [first + number * _DAY for number in range((last - first).days + 1)]
