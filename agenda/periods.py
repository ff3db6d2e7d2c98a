"""The stretches of time that a reader may ask the agenda for, as instants and as days in Paris."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from django.utils import timezone

from .choices import Period

ONE_DAY = timedelta(days=1)
# Nothing that a reader asks for lies outside.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class Window:
    """What is asked for: everything, or the days from `first` to `last`, both included.

    `open` leaves out what is over already; `over` leaves out all the rest, and all but what ended in `year`.
    """

    first: date | None = None
    last: date | None = None
    open: bool = False
    over: bool = False
    year: int | None = None

    @cached_property
    def since(self):
        """The instant at which its first day begins."""
        return midnight(self.first)

    @cached_property
    def until(self):
        """The instant at which its last day is over, exclusive."""
        return midnight(self.last + ONE_DAY)


EVERYTHING = Window()
COMING = Window(open=True)
PAST = Window(over=True)


def midnight(day):
    """The instant at which a day begins in Paris."""
    return timezone.make_aware(datetime.combine(day, time())).astimezone(UTC)


def month_window(month):
    """All of the month that begins on the day `month`."""
    return Window(month, month.replace(day=monthrange(month.year, month.month)[1]))


def window_of(filters, today):
    """What a reader's filters (forms.AgendaFilterForm) ask for; dates go before the name of a period."""
    first, last = filters.get("du"), filters.get("au")
    if first or last:
        # « Jusqu’au 31 » is said of what is still to come, unless that day is over.
        still_to_come = not first and last >= today
        return Window(today if still_to_come else first or FIRST_DAY, last or LAST_DAY, open=still_to_come)
    if filters.get("mois"):
        return month_window(filters["mois"])
    if filters.get("annee"):
        return Window(over=True, year=filters["annee"])
    return named_window(filters.get("periode"), today)


def named_window(period, today):
    """The days of a Period, counted from `today`."""
    match period:
        case Period.PAST:
            return PAST
        case Period.TODAY:
            return Window(today, today, open=True)
        case Period.WEEKEND:
            saturday = today + timedelta(days=max(SATURDAY - today.weekday(), 0))
            return Window(saturday, today + timedelta(days=SUNDAY - today.weekday()), open=True)
        case Period.WEEK:
            return Window(today, today + timedelta(days=SUNDAY - today.weekday()), open=True)
        case Period.MONTH:
            return Window(today, month_window(today.replace(day=1)).last, open=True)
    return COMING
