"""Many slots at once: « tous les samedis jusqu’au… », « du … au … sauf le mardi », a list of dates.

Nothing is stored of how they were generated: they are slots like the others.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from pma_site.core.french import fold

from .warnings import MONTHS

MOST_SLOTS = 400
# What is beyond is a slip of the keyboard, and overflows calendars.
YEARS = range(1900, 2200)
# Three years, one of which may be a leap year.
LONGEST = timedelta(days=3 * 365 + 1)
# An end before six o'clock, of what begins in the afternoon or later, is that of the night.
EVENING, DAWN = time(12), time(6)
_MONTHS = "|".join(MONTHS)
# What may stand before a date, and says nothing: « le », « samedi ».
_DATE = re.compile(
    rf"^(?:le\s+|du\s+|au\s+|et\s+)*(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\s+)?"
    rf"(?:(?P<iso>\d{{4}}-\d{{1,2}}-\d{{1,2}})"
    rf"|(?P<day>\d{{1,2}}|1er)(?:\s*[/.]\s*(?P<month>\d{{1,2}})(?:\s*[/.]\s*(?P<year>\d{{4}}))?"
    rf"|\s+(?P<name>{_MONTHS})(?:\s+(?P<named_year>\d{{4}}))?))$"
)
_RANGE = re.compile(r"\s+(?:au|-|–|—|→)\s+|\s*[–—→]\s*")
_HOUR = re.compile(r"^(\d{1,2})\s*(?:h|:|heures?)?\s*(\d{2})?$")


class UnreadableDateError(ValueError):
    """Some words that are no date; the message, in French, says which."""


class TooManyError(ValueError):
    """More slots, or further away, than one event may have; the message, in French, says so."""


@dataclass(frozen=True)
class Moment:
    """The time of a slot to come, in UTC: `start`, `end` (None if unknown), and whether it takes the whole day."""

    start: datetime
    end: datetime | None
    all_day: bool = False


def read_days(text, default_year=None):
    """Return the days that a text lists, in order and each once: one a line, or parted by commas or semicolons.

    « 12/07/2026 », « samedi 12 juillet 2026 », « 2026-07-12 », « du 13/07/2026 au 17/07/2026 ». A date without a
    year is of the year of the one before it, or of `default_year`. Raises UnreadableDateError and TooManyError.
    """
    days, year = [], default_year
    for written in filter(None, (part.strip() for part in re.split(r"[,;\n]", text))):
        words = " ".join(fold(written).replace("\u00a0", " ").split()).rstrip(".")
        bounds = _RANGE.split(words)
        if len(bounds) > 2:
            raise UnreadableDateError(f"«\u00a0{written[:60]}\u00a0» n’est pas une date.")
        if len(bounds) == 2:
            # « du 13 au 17 juillet 2026 »: what the first bound does not say is said by the second.
            bounds[0] = _completed(*bounds)
        found = [_read_day(bound, year, written) for bound in reversed(bounds)][::-1]
        year = found[-1].year
        if found[0] > found[-1]:
            raise UnreadableDateError(f"«\u00a0{written[:60]}\u00a0» : le premier jour vient après le dernier.")
        if found[-1] > found[0] + LONGEST:
            raise TooManyError(f"«\u00a0{written[:60]}\u00a0» couvre plus de trois ans.")
        days.extend(found[0] + timedelta(days=number) for number in range((found[-1] - found[0]).days + 1))
        if len(days) > 4 * MOST_SLOTS:
            raise TooManyError("Cette liste a trop de dates.")
    return sorted(set(days))


def _completed(first, last):
    bare = re.fullmatch(r"(?:le |du )?(?:[a-z]+ )?(1er|\d{1,2})(?: ([a-z]+))?(?:\s*/\s*(\d{1,2}))?", first)
    end = _DATE.match(last)
    if not bare or not end or end["iso"]:
        return first
    year = f" {end['named_year']}" if end["named_year"] else f"/{end['year']}" if end["year"] else ""
    if end["name"]:
        return f"{bare[1]} {bare[2] or end['name']}{year}"
    return f"{bare[1]}/{bare[3] or end['month']}{year}"


def _read_day(words, year, written):
    match = _DATE.match(words)
    unreadable = UnreadableDateError(
        f"«\u00a0{written[:60]}\u00a0» n’est pas une date : écrivez par exemple 12/07/2026."
    )
    if not match:
        raise unreadable
    if match["iso"]:
        numbers = [int(part) for part in match["iso"].split("-")]
    else:
        year = match["year"] or match["named_year"] or year
        if not year:
            raise UnreadableDateError(f"«\u00a0{written[:60]}\u00a0» : ajoutez l’année.")
        month = MONTHS.index(match["name"]) + 1 if match["name"] else int(match["month"])
        numbers = [int(year), month, 1 if match["day"] == "1er" else int(match["day"])]
    try:
        day = date(*numbers)
    except ValueError:
        raise unreadable from None
    if day.year not in YEARS:
        raise unreadable
    return day


def read_hour(text):
    """Return the time of day that a text says: « 13:30 », « 13h30 », « 9 h »; raises ValueError."""
    match = _HOUR.match(fold(text).replace("\u00a0", " ").strip())
    if not match:
        raise ValueError("hour")
    return time(int(match[1]), int(match[2] or 0))


def days_between(first, last, weekdays, without=()):
    """Return the days from `first` to `last`, both included, that fall on `weekdays` (0 is Monday) and not `without`.

    Raises TooManyError beyond three years.
    """
    if last > first + LONGEST:
        raise TooManyError("La période dépasse trois ans : choisissez un dernier jour plus proche.")
    without = set(without)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() in weekdays and day not in without]


def moments_on(days, start=None, end=None):
    """Return one Moment a day, from the hour `start` to the hour `end` on the clocks of Paris; all day without hours.

    An `end` that is not after `start` is that of the following night. Raises TooManyError.
    """
    if len(days) > MOST_SLOTS:
        raise TooManyError(f"Cela ferait {len(days)} créneaux : le maximum est de {MOST_SLOTS}.")
    if start is None:
        return [Moment(_on_the_clock(day, time()), None, all_day=True) for day in days]
    moments = []
    for day in days:
        begins = _on_the_clock(day, start)
        ends = None
        if end is not None:
            ends = _on_the_clock(day if end > start else day + timedelta(days=1), end)
            # On the night when clocks go forward, an hour that does not exist may come after the end.
            ends = max(begins, ends)
        moments.append(Moment(begins, ends))
    return moments


def _on_the_clock(day, hour):
    # In UTC, an hour that the clocks skip is the hour they show then.
    moment = timezone.make_aware(datetime.combine(day, hour))
    return moment.astimezone(UTC)


def without_duplicates(moments, starts):
    """Part the moments: those to add, and those at whose start there is a slot already (`starts`, instants)."""
    taken = {start.astimezone(UTC) for start in starts}
    new = [moment for moment in moments if moment.start.astimezone(UTC) not in taken]
    return new, [moment for moment in moments if moment.start.astimezone(UTC) in taken]


def end_of_the_night(start, end):
    """Return the `end` of the following day where the one typed is that of the night after `start`: « de 21 h à 1 h ».

    Both are instants; what is no evening is given back as it is.
    """
    begins, ends = timezone.localtime(start), timezone.localtime(end)
    same_day = begins.date() == ends.date() and ends.time() < begins.time()
    if same_day and begins.time() >= EVENING and ends.time() < DAWN:
        return _on_the_clock(ends.date() + timedelta(days=1), ends.time())
    return end
