"""The values of a key figure as points on a line. Knows no model."""

from dataclasses import dataclass
from datetime import date

# The drawing, in units of its SVG, and the room that words take around the line.
WIDTH, HEIGHT = 340, 200
MARGIN_X, MARGIN_TOP, MARGIN_BOTTOM = 36, 36, 40
# How many signs fit beside one another in its width.
ROOM = 34


@dataclass(frozen=True)
class Point:
    """A value in the drawing; `label` is what it was printed as, or "" where there is no room to write it.

    `anchor` is where its words stand (text-anchor of SVG); `year` is "" where it stands at another point already.
    """

    x: int
    y: int
    label: str
    anchor: str
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
    written = _written([display for _, _, display in values], {numbers.index(low), numbers.index(high)})
    # As many years as there is room for, from the first to the last.
    dated = {0, len(values) - 1} if len(values) > ROOM // 5 else set(range(len(values)))
    years = set()

    def point(rank):
        day, _, display = values[rank]
        x = MARGIN_X + (WIDTH - 2 * MARGIN_X) * (days[rank] - days[0]) / (days[-1] - days[0] or 1)
        part = (numbers[rank] - low) / (high - low) if high > low else 0.5
        y = HEIGHT - MARGIN_BOTTOM - (HEIGHT - MARGIN_TOP - MARGIN_BOTTOM) * part
        year = "" if str(day.year) in years or rank not in dated else str(day.year)
        years.add(year)
        anchor = {0: "start", len(values) - 1: "end"}.get(rank, "middle")
        return Point(round(x), round(y), display if rank in written else "", anchor, year)

    return Curve([point(rank) for rank in range(len(values))])


def _written(displays, marked):
    """The ranks of the values that there is room to write: all, the ends and the `marked` ones, the ends, or none."""
    ends = {0, len(displays) - 1}
    longest = max(map(len, displays)) + 1
    for ranks in (set(range(len(displays))), ends | marked, ends):
        if len(ranks) * longest <= ROOM:
            return ranks
    return set()
