"""The territory drawn as signs: one a commune, where it lies, the larger the more people live there.

Lengths are in the units of an SVG 800 wide. Knows no model: it draws whatever has the fields of a commune.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import cos, hypot, pi, radians, sqrt

WIDTH, MARGIN = 800, 40
# Radius of the sign of an empty commune, and of that of the largest one.
SMALLEST, LARGEST = 3.5, 19
# A commune alone is drawn as in a territory of so many degrees.
LEAST_SPAN = 0.1
# One a group, so that colour is never alone. A group more than there are shapes begins again.
SHAPES = ("circle", "square", "diamond", "triangle")
# Size of names on a wide screen, on a narrow one, and on the small map of one commune; how many at most are written.
NAMES, LARGE_NAMES, LARGEST_NAMES = (20, 12), (36, 6), (56, 3)
# On the map of a point: how tall its pin is, the size of names, and how many are written.
PIN_HEIGHT, POINT_LETTERS, POINT_NAMES = 90, 46, 6
LETTER = 0.52  # Width of a letter, as a part of its size.
SPACED_OUT = 0.14  # What it takes more where its reader spaces letters and words out.


@dataclass(frozen=True)
class Dot:
    """A commune on the map: its centre, the radius of a circle of its surface, its outline as an SVG path."""

    insee_code: str
    name: str
    x: float
    y: float
    radius: float
    path: str


@dataclass(frozen=True)
class Name:
    """A name on the map: the point of its line that `anchor` tells (start, middle or end)."""

    text: str
    x: int
    y: int
    anchor: str


@dataclass(frozen=True)
class Names:
    """The names that are written in one size."""

    size: int
    entries: tuple[Name, ...]


@dataclass(frozen=True)
class Group:
    """The communes of one intercommunality, of one shape; `sample` draws it in a square of 24 by 24."""

    name: str
    acronym: str
    shape: str
    sample: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class Map:
    """A drawing: its groups, the names beside the largest communes, a ring around the one to be found."""

    width: int
    height: int
    groups: tuple[Group, ...]
    names: Names
    large_names: Names
    ring: str
    total: int
    missing: int


def draw(communes: Iterable, highlighted: str = "") -> Map:
    """Return the map of communes (each with its `epci`); `highlighted` is the INSEE code of the one to be found.

    Communes whose position is not known are counted as `missing`. The same communes with the same figures are
    drawn once.
    """
    facts = []
    for commune in communes:
        position = None if commune.longitude is None else (float(commune.longitude), float(commune.latitude))
        facts.append(
            (commune.insee_code, commune.name, commune.population, (commune.epci.name, commune.epci.acronym), position)
        )
    return _drawn(tuple(facts), highlighted)


@lru_cache(maxsize=64)
def _drawn(facts, highlighted):
    known = [fact for fact in facts if fact[-1]]
    place, height = projection([position for *_, position in known])
    most = max((population for _, _, population, *_ in known), default=0) or 1
    groups = []
    for number, epci in enumerate(sorted({epci for _, _, _, epci, _ in facts})):
        shape = SHAPES[number % len(SHAPES)]
        dots = []
        for code, name, population, of, position in known:
            if of == epci:
                # Half units make no difference to the eye, and a shorter page.
                radius = round(2 * (SMALLEST + (LARGEST - SMALLEST) * sqrt(population / most))) / 2
                x, y = place(*position)
                dots.append(Dot(code, name, x, y, radius, outline(shape, x, y, radius)))
        # Small ones last, in front of large ones.
        dots.sort(key=lambda dot: -dot.radius)
        groups.append(Group(*epci, shape, outline(shape, 12, 12, 8), tuple(dots)))
    dots = sorted((dot for group in groups for dot in group.dots), key=lambda dot: -dot.radius)
    dots.sort(key=lambda dot: dot.insee_code != highlighted)
    found = [dot for dot in dots if dot.insee_code == highlighted]
    return Map(
        width=WIDTH,
        height=height,
        groups=tuple(groups),
        names=_names(dots, height, *NAMES),
        large_names=_names(dots, height, *(LARGEST_NAMES if found else LARGE_NAMES)),
        ring="".join(outline("circle", dot.x, dot.y, dot.radius + 7) for dot in found),
        total=len(facts),
        missing=len(facts) - len(known),
    )


def projection(positions, margin=MARGIN):
    """Return how to place a longitude and a latitude, and the height of the drawing, `margin` around it.

    Equirectangular: at this size no eye tells it from any other, once degrees of longitude are shortened as they
    are at the latitude of the territory.
    """
    west, east = _bounds([longitude for longitude, _ in positions])
    south, north = _bounds([latitude for _, latitude in positions])
    narrowing = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * margin) / ((east - west) * narrowing)
    height = round((north - south) * scale) + 2 * margin

    def place(longitude, latitude):
        x = margin + (longitude - west) * narrowing * scale
        return round(x, 1), round(margin + (north - latitude) * scale, 1)

    return place, height


def _bounds(degrees):
    least, most = min(degrees, default=0), max(degrees, default=0)
    missing = max(0, LEAST_SPAN - (most - least)) / 2
    return least - missing, most + missing


def outline(shape: str, x: float, y: float, radius: float) -> str:
    """Return the SVG path of a shape centred on a point, of the surface of a circle of that radius.

    It begins on a whole unit and is as short as can be: a page holds 122 of them.
    """
    surface = pi * radius**2
    if shape == "circle":
        arc = f"{radius:g} {radius:g} 0 1 0"
        return f"M{x - radius:.0f} {y:.0f}a{arc} {2 * radius:g} 0 {arc}-{2 * radius:g} 0"
    if shape == "square":
        side = round(sqrt(surface), 1)
        return f"M{x - side / 2:.0f} {y - side / 2:.0f}h{side:g}v{side:g}h-{side:g}z"
    if shape == "diamond":
        half = round(sqrt(surface / 2), 1)
        return f"M{x:.0f} {y - half:.0f}l{half:g} {half:g}-{half:g} {half:g}-{half:g}-{half:g}z"
    half = round(sqrt(surface / sqrt(3)), 1)
    rise = round(half * sqrt(3), 1)
    return f"M{x:.0f} {y - 2 * rise / 3:.0f}l{half:g} {rise:g}h-{2 * half:g}z"


def _names(dots, height, size, most):
    """Write names of the largest dots beside them, where they hide no name, none of the very largest and few others."""
    written, boxes = [], []
    # On a small screen signs are small too: a name hides more of them, or hardly any could be written.
    most_hidden = 3 if size <= NAMES[0] else 5
    # Where there is no room beside one of them, the next one is a landmark too.
    for dot in dots[: 3 * most]:
        if len(written) == most:
            break
        length, gap = len(dot.name) * size * LETTER, dot.radius + size / 4
        places = {
            "start": (dot.x + gap, dot.y - size / 2),
            "end": (dot.x - gap - length, dot.y - size / 2),
            "middle": (dot.x - length / 2, dot.y + gap),
            "above": (dot.x - length / 2, dot.y - gap - size),
        }
        free = []
        for anchor, (left, top) in places.items():
            box = (left, top, left + length, top + size)
            # Whoever spaces letters out reads it whole too (WCAG 1.4.12).
            before, after = {"start": (0, 1), "end": (1, 0)}.get(anchor, (0.5, 0.5))
            spread = len(dot.name) * size * SPACED_OUT
            if left < before * spread or box[2] + after * spread > WIDTH or top < 0 or box[3] > height:
                continue
            if any(overlap(box, other) for other in boxes):
                continue
            if not any(_covers(box, other) for other in dots[:most] if other is not dot):
                hidden = sum(_covers(box, other) for other in dots)
                # The first one is that which one looks for, or the largest.
                if hidden <= most_hidden or dot is dots[0]:
                    free.append((hidden, anchor, box))
        if free:
            _, anchor, box = min(free, key=lambda place: place[0])
            boxes.append(box)
            x = {"start": box[0], "end": box[2]}.get(anchor, dot.x)
            anchor = "middle" if anchor == "above" else anchor
            written.append(Name(dot.name, round(x), round(box[1] + size * 0.83), anchor))
    return Names(size, tuple(written))


def overlap(box: tuple, other: tuple) -> bool:
    """Tell whether two boxes (left, top, right, bottom) share a surface."""
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _covers(box, dot):
    """Tell whether a name written in a box would run over a dot."""
    x = min(max(dot.x, box[0]), box[2])
    y = min(max(dot.y, box[1]), box[3])
    return hypot(dot.x - x, dot.y - y) < dot.radius


@dataclass(frozen=True)
class Background:
    """What a point is shown on, the same for every point.

    `corners` are two positions (longitude, latitude) between which all of it lies, `margin` around them; `borders` are
    paths, `dots` strokes without length, `towns` the places of the largest communes, whose names may be written.
    """

    corners: tuple
    margin: int
    borders: tuple[str, ...]
    dots: str
    towns: tuple[tuple[str, float, float], ...]
    caption: str


@dataclass(frozen=True)
class PointMap:
    """A drawing of the territory behind the tip of a pin at (`x`, `y`)."""

    width: int
    height: int
    background: Background
    names: Names
    x: float
    y: float


def signs_behind(communes: Iterable[tuple[str, float, float]]) -> Background | None:
    """Return the background of a point where no border is known: a dot a commune, (name, longitude, latitude), WGS 84.

    The largest come first. None where there is no commune.
    """
    communes = list(communes)
    if not communes:
        return None
    corners = _corners([position for _, *position in communes])
    place, _ = projection(corners)
    towns = [(name, *place(*position)) for name, *position in communes]
    return Background(
        corners,
        MARGIN,
        (),
        dotted(towns),
        tuple(towns[:POINT_NAMES]),
        "Un point par commune. Positions : GeoNames (CC BY 4.0).",
    )


def dotted(towns: Iterable[tuple[str, float, float]]) -> str:
    """Return the path of strokes without length at places of a drawing."""
    return "".join(f"M{x:.0f} {y:.0f}h0" for _, x, y in towns)


def draw_point(background: Background, longitude: float, latitude: float) -> PointMap | None:
    """Return the map of a point, WGS 84; None where it lies outside the drawing."""
    place, height = projection(background.corners, background.margin)
    x, y = place(longitude, latitude)
    if not (0 <= x <= WIDTH and 0 <= y <= height):
        return None
    dots = [Dot("", name, left, top, SMALLEST * 2, "") for name, left, top in background.towns]
    # Names leave their room to the pin, which is written as a dot that they may not cover.
    pin = Dot("", "", x, y - PIN_HEIGHT / 2, PIN_HEIGHT / 2, "")
    names = _names([*dots, pin], height, POINT_LETTERS, POINT_NAMES + 1)
    names = Names(names.size, tuple(name for name in names.entries if name.text))
    return PointMap(WIDTH, height, background, names, round(x), round(y))


def _corners(positions):
    return tuple(zip(*((min(degrees), max(degrees)) for degrees in zip(*positions, strict=True)), strict=True))
