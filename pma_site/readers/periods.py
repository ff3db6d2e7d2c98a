"""Spans of days, either end of which may be open."""

from datetime import date
from itertools import combinations

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
