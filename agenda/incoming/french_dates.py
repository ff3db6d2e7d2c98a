"""Days and hours as people type them into tables: « 21/06/2026 », « dimanche 21 juin 2026 », « 13 h 30 »."""

import re
from datetime import date, datetime, time

from pma_site.core.french import fold

_NAMES = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
_SHORT = "janv fevr mars avr mai juin juil aout sept oct nov dec"
_MONTH = {name: rank for names in (_NAMES, _SHORT) for rank, name in enumerate(names.split(), 1)}
_MONTH |= {"fev": 2, "sep": 9, "jan": 1}
_IN_WORDS = re.compile(r"(\d{1,2})(?:er)?\s+([a-z]{3,9})\.?\s+(\d{4})")
_IN_FIGURES = re.compile(r"\b(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4}|\d{2})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?!\d)")
_RANGE_IN_WORDS = re.compile(
    r"(?:du\s+)?(\d{1,2})(?:er)?(?:\s+([a-z]{3,9}))?\s*(?:au|-|–|et)\s*(\d{1,2}(?:er)?\s+[a-z]{3,9}\.?\s+\d{4})"
)
_HOUR = re.compile(r"(?<![\d/.-])(\d{1,2})\s?(?:h(?:eures?)?|:)\s?(\d{2})?(?::\d{2})?(?![\d/])")
_WORDS = {"midi": time(12), "minuit": time(0)}


def days_of(text: str) -> list[date]:
    """Return the first and, where the text tells another, the last day that it names. Raises ValueError for none."""
    said = fold(text).replace("\u00a0", " ")
    if found := _RANGE_IN_WORDS.search(said):
        last = _in_words(found.group(3))
        month = found.group(2)
        first = date(last.year, _MONTH.get(month, last.month), int(found.group(1)))
        return [first, last]
    days = [date(*map(int, found.groups())) for found in _ISO.finditer(said)]
    if not days:
        days = [_in_figures(*found.groups()) for found in _IN_FIGURES.finditer(said)]
    if not days:
        days = [_in_words(found.group()) for found in _IN_WORDS.finditer(said)]
    if not days or any(not 1900 <= each.year <= 9000 for each in days):
        raise ValueError(text)
    return days[:2]


def _in_words(said):
    found = _IN_WORDS.search(said)
    if not found or found.group(2) not in _MONTH:
        raise ValueError(said)
    return date(int(found.group(3)), _MONTH[found.group(2)], int(found.group(1)))


def _in_figures(first, second, year):
    year = int(year) if len(year) == 4 else 2000 + int(year)
    return date(year, int(second), int(first))


def hours_of(text: str) -> list[time]:
    """Return the hours that a text names, in their order: « de 13h30 à 17 h » names two. Raises ValueError."""
    said = fold(text).replace("\u00a0", " ")
    found = [(match.start(), _hour(*match.groups())) for match in _HOUR.finditer(said)]
    found += [(match.start(), _WORDS[match.group()]) for match in re.finditer(r"\b(?:midi|minuit)\b", said)]
    return [hour for _, hour in sorted(found, key=lambda pair: pair[0])]


def _hour(hours, minutes):
    # « 24 h » is midnight.
    return time(int(hours) % 24 if int(hours) == 24 else int(hours), int(minutes or 0))


def hours_in_a_moment(text: str) -> list[time]:
    """Return the hours of a text that also names days: « 21/06/2026 13:30 », « 2026-06-21T13:30:00+02:00 »."""
    said = text.strip()
    if _ISO.match(said) and "T" in said:
        moment = datetime.fromisoformat(said)
        return [moment.time().replace(tzinfo=None)]
    for pattern in (_ISO, _IN_FIGURES):
        said = pattern.sub(" ", said)
    return hours_of(_IN_WORDS.sub(" ", fold(said)))
