"""The territory drawn as it is bounded: its communes as areas, its intercommunalities as what surrounds them.

Lengths are in the units of an SVG 800 wide, as those of the map of signs (territory.map). Knows no model.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ..map import LARGE_NAMES, LARGEST_NAMES, LETTER, NAMES, SHAPES, WIDTH, Name, Names, overlap, projection
from .reading import PARTS, Ring

MARGIN = 12
# One a group, so that colour is never alone: paths in a square that repeats. A group more begins again.
SIDE = 16
TEXTURES = ("", "M-1 17L17-1", "M3 4h2M11 12h2", "M8 0v16M0 8h16")


@dataclass(frozen=True)
class Outlined:
    """A commune to be drawn: what is known of it, and its rings in parts of a degree (reading.PARTS)."""

    insee_code: str
    name: str
    href: str
    population: int
    epci: tuple[str, str]
    rings: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True)
class Area:
    """A commune on the map: its surface as an SVG path, the middle of it, and how high it reaches."""

    insee_code: str
    name: str
    href: str
    path: str
    x: int
    y: int
    top: int


@dataclass(frozen=True)
class AreaGroup:
    """The communes of one intercommunality, what surrounds them all, and the texture that marks them."""

    number: int
    name: str
    acronym: str
    # The colour it has in common with its sign on the other map.
    shape: str
    texture: str
    border: str
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class AreaMap:
    """A drawing of all areas; `missing` of the `total` communes have no outline."""

    width: int
    height: int
    groups: tuple[AreaGroup, ...]
    ranked: tuple[Area, ...]
    total: int
    missing: int
    source: str
    # Two positions (longitude, latitude) between which all of it lies, MARGIN around them.
    corners: tuple[tuple[float, float], tuple[float, float]]

    def names(self, codes: Iterable[str] = (), size: tuple[int, int] = LARGEST_NAMES) -> tuple[Names, Names]:
        """Return the names to write, for a wide screen and for a narrow one: of these communes, or of the largest.

        `size` is that of the letters of the former, and how many of them are written at the most.
        """
        wanted = set(codes)
        areas = [area for area in self.ranked if area.insee_code in wanted] if wanted else self.ranked
        sizes = (size, size) if wanted else (NAMES, LARGE_NAMES)
        # The name of an area that is looked for stands above it; the others across theirs.
        return tuple(self._written(areas, *letters, above=bool(wanted)) for letters in sizes)

    def _written(self, areas, size, most, above):
        entries, boxes = [], []
        for area in areas[:most]:
            half = len(area.name) * size * LETTER / 2
            x = min(max(area.x, half), WIDTH - half)
            y = min(max(area.top - 0.4 * size if above else area.y, size), self.height - size / 2)
            box = (x - half, y - size * 0.7, x + half, y + size * 0.3)
            if not any(overlap(box, other) for other in boxes):
                boxes.append(box)
                entries.append(Name(area.name, round(x), round(y + size * 0.3), "middle"))
        return Names(size, tuple(entries))


def draw_areas(communes: Iterable[Outlined], source: str = "") -> AreaMap:
    """Return the map of the communes; those without rings are counted as `missing`."""
    communes = list(communes)
    known = [commune for commune in communes if commune.rings]
    points = [point for commune in known for ring in commune.rings for point in ring]
    corners = tuple((least(x for x, _ in points) / PARTS, least(y for _, y in points) / PARTS) for least in (min, max))
    place, height = projection(corners, MARGIN)

    def placed(ring):
        return [tuple(map(round, place(x / PARTS, y / PARTS))) for x, y in ring]

    groups, ranked = [], []
    for number, epci in enumerate(sorted({commune.epci for commune in communes})):
        areas = []
        members = [commune for commune in known if commune.epci == epci]
        for commune in members:
            rings = [placed(ring) for ring in commune.rings]
            x, y = _middle(max(rings, key=lambda ring: abs(_twice_surface(ring))))
            top = min(y for ring in rings for _, y in ring)
            area = Area(commune.insee_code, commune.name, commune.href, "".join(map(path, rings)), x, y, top)
            areas.append(area)
            ranked.append((-commune.population, area.insee_code, area))
        border = "".join(path(placed(ring)) for ring in _around(members))
        shape, texture = SHAPES[number % len(SHAPES)], TEXTURES[number % len(TEXTURES)]
        groups.append(AreaGroup(number, *epci, shape, texture, border, tuple(areas)))
    return AreaMap(
        width=WIDTH,
        height=height,
        groups=tuple(groups),
        ranked=tuple(area for _, _, area in sorted(ranked, key=lambda entry: entry[:2])),
        total=len(communes),
        missing=len(communes) - len(known),
        source=source,
        corners=corners,
    )


def path(ring: Ring) -> str:
    """Return the SVG path of a ring of whole units, as short as can be; empty where nothing is left of it.

    >>> path([(10, 10), (20, 10), (20, 5)])
    'M10 10l10 0 0-5z'
    """
    points = [point for index, point in enumerate(ring) if point != ring[index - 1]]
    if len(points) < 3:
        return ""
    (x, y), steps = points[0], []
    start = f"M{x} {y}l"
    for right, down in points[1:]:
        steps += [right - x, down - y]
        x, y = right, down
    words = "".join(f"{step}" if step < 0 or not index else f" {step}" for index, step in enumerate(steps))
    return f"{start}{words}z"


def _around(communes):
    """The rings that surround communes together: the sides that only one of them has, end to end."""
    sides = defaultdict(int)
    for commune in communes:
        for ring in commune.rings:
            for index, point in enumerate(ring):
                sides[frozenset((ring[index - 1], point))] += 1
    onward = defaultdict(set)
    for side in (side for side, count in sides.items() if count == 1 and len(side) == 2):
        one, other = sorted(side)
        onward[one].add(other)
        onward[other].add(one)
    while onward:
        start = here = min(onward)
        ring = []
        while onward.get(here):
            ring.append(here)
            there = min(onward[here])
            for one, other in ((here, there), (there, here)):
                onward[one].discard(other)
                if not onward[one]:
                    del onward[one]
            here = there
            if here == start:
                break
        yield ring


def _twice_surface(ring):
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True))


def _middle(ring):
    """The centre of gravity of a ring; of a ring without surface, the middle of its points."""
    surface = _twice_surface(ring)
    if not surface:
        return round(sum(x for x, _ in ring) / len(ring)), round(sum(y for _, y in ring) / len(ring))
    x = y = 0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        part = ax * by - bx * ay
        x += (ax + bx) * part
        y += (ay + by) * part
    return round(x / (3 * surface)), round(y / (3 * surface))
