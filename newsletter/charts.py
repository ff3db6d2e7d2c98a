"""The values of a key figure as points on a line. Knows no model."""

from dataclasses import dataclass
from datetime import date

# The drawing, in units of its SVG, and the room that words take around the line.
WIDTH, HEIGHT = 340, 200
MARGIN_X, MARGIN_TOP, MARGIN_BOTTOM = 36, 36, 40
# Beyond so many values, only the first, the last, the highest and the lowest are written beside their point.
WRITTEN = 5


@dataclass(frozen=True)
class Point:
    """A value in the drawing; `label` is what it was printed as, or "" where there is no room to write it."""

    x: int
    y: int
    label: str
    year: str


@dataclass(frozen=True)
class Curve:
    """The points of a drawing, in the order of time, and the line through them (attribute `points` of a polyline)."""

    points: list

    @property
    def line(self):
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def curve(values: list[tuple[date, float, str]]) -> Curve | None:
    """Return the curve of values (day, number, as printed); None for fewer than two."""
    values = sorted(values, key=lambda value: value[0])
    if len(values) < 2:
        return None
    days, numbers = [day.toordinal() for day, _, _ in values], [float(number) for _, number, _ in values]
    low, high = min(numbers), max(numbers)
    named = {0, len(values) - 1, numbers.index(low), numbers.index(high)}
    years = set()

    def point(rank):
        day, _, display = values[rank]
        x = MARGIN_X + (WIDTH - 2 * MARGIN_X) * (days[rank] - days[0]) / (days[-1] - days[0] or 1)
        part = (numbers[rank] - low) / (high - low) if high > low else 0.5
        y = HEIGHT - MARGIN_BOTTOM - (HEIGHT - MARGIN_TOP - MARGIN_BOTTOM) * part
        is_written = len(values) <= WRITTEN or rank in named
        year = "" if day.year in years or not is_written else str(day.year)
        years.add(day.year)
        return Point(round(x), round(y), display if is_written else "", year)

    return Curve([point(rank) for rank in range(len(values))])
