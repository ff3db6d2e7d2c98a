"""Spans of days, either end of which may be open."""

from datetime import date
from itertools import combinations

# The first rounds of general municipal elections; from each on, who goes on as mayor begins a new mandate.
ELECTIONS = [date(2001, 3, 11), date(2008, 3, 9), date(2014, 3, 23), date(2020, 3, 15), date(2026, 3, 15)]

# No mayor of today began before, and no date of the register lies before.
FIRST_DAY = date(1945, 1, 1)

Period = tuple[date | None, date | None]


def covers(period: Period, day: date) -> bool:
    """Whether a period, both of whose ends belong to it, holds `day`."""
    start, end = period
    return (start is None or start <= day) and (end is None or day <= end)


def meet(one: Period, other: Period) -> bool:
    """Whether two periods have a day in common."""
    return all(start is None or end is None or start <= end for start, end in ((one[0], other[1]), (other[0], one[1])))


def overlap(periods: list[Period]) -> bool:
    """Whether any two of these periods have a day in common: two mayors do not head one town hall."""
    return any(meet(one, other) for one, other in combinations(periods, 2))


def elected_between(start: date | None, later: date) -> bool:
    """Whether a general municipal election lies between the day a mandate began and a later one."""
    return start is not None and any(start < day <= later for day in ELECTIONS)
