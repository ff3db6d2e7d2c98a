"""Landmarks of the mining basin: terrils, trees, houses, pitheads, water, people."""

from __future__ import annotations

import math

from . import palette as p
from .palette import Color, mix
from .shapes import WIDTH, Canvas, Point, arc, lerp, polar, smooth


def terril(
    c: Canvas,
    cx: float,
    base: float,
    half: float,
    height: float,
    lit: Color,
    shade: Color,
    seed: float = 0,
) -> None:
    """Draw a slag heap: a cone lit from the left, scored by ravines."""
    crest = half * 0.035

    def edge(side: int) -> list[Point]:
        return [
            (
                cx + side * (crest + (half - crest) * (1 - u)) + math.sin(u * 19 + seed + side) * half * 0.0025,
                base - height * u**1.03,
            )
            for u in (i / 24 for i in range(25))
        ]

    left, right = edge(-1), edge(1)
    peak = (cx - crest * 0.2, base - height * 1.012)
    c.poly([*left, peak, *right[::-1]], lit)
    ridge = []
    for i in range(12):
        v = i / 11
        swing = 0.035 * math.sin(i * 2.3 + seed) * v
        ridge.append((cx + half * (0.14 * v + swing), base - height * (1 - v) ** 1.1))
    c.poly([peak, *ridge, *right], shade)
    for i in range(6):
        foot = (cx - half * (0.04 + 0.14 * i), base)
        top = 0.3 + 0.09 * i + 0.05 * math.sin(i * 4.1 + seed)
        bottom = min(0.97, top + 0.36 + 0.1 * math.sin(i * 2.7 + seed))
        start, end = lerp(peak, foot, top), lerp(peak, foot, bottom)
        bend = lerp(start, end, 0.5)
        c.taper(
            [start, (bend[0] + half * 0.008, bend[1]), end],
            (0, half * 0.016, 0),
            mix(lit, shade, 0.55),
        )


def hill(c: Canvas, points: list[Point], fill: Color, bottom: float = 1100) -> None:
    """Fill the land under a smooth skyline."""
    line = smooth(points)
    c.poly([*line, (line[-1][0], bottom), (line[0][0], bottom)], fill)


def thicket(c: Canvas, x0: float, x1: float, base: float, height: float, fill: Color, seed: float = 0) -> None:
    """Draw a continuous band of rounded foliage."""
    x, i, last = x0, 0, x0
    while x < x1:
        size = height * (0.62 + 0.38 * math.sin(i * 2.4 + seed) ** 2)
        c.ellipse(x, base - size * 0.5, size * 0.72, size * 0.51, fill)
        last = x
        x += size * 0.8
        i += 1
    c.rect(x0, base - height * 0.4, last - x0, height * 0.41, fill)


def tree(
    c: Canvas,
    x: float,
    base: float,
    height: float,
    leaf: Color,
    width: float = 0.3,
    bark: Color = p.BARK,
) -> None:
    """Draw a tree with an egg-shaped crown, shaded on its right side."""
    rx, ry = height * width, height * 0.4
    cy = base - height + ry
    dark = mix(leaf, p.INK, 0.22)
    crown = [_crown(x, cy, rx, ry, angle) for angle in range(-90, 270, 6)]
    c.poly(crown, leaf)
    inner = [(0.2, 0.93), (0.34, 0.5), (0.12, 0.12), (0.3, -0.3), (0.14, -0.62), (0.16, -0.94)]
    c.poly(crown[2:29] + smooth([(x + rx * u, cy + ry * v) for u, v in inner]), dark)
    c.taper([(x, base), (x, cy + ry * 0.1)], (height * 0.032, height * 0.01), bark)
    for side, at in ((-1, 0.62), (1, 0.36)):
        c.taper(
            [(x, cy + ry * at), (x + side * rx * 0.4, cy + ry * (at - 0.34))],
            (height * 0.014, height * 0.004),
            bark,
        )


def _crown(x: float, cy: float, rx: float, ry: float, degrees: float) -> Point:
    """Return a point of a slightly irregular, egg-shaped crown."""
    angle = math.radians(degrees)
    swell = 1 + 0.035 * math.sin(3 * angle + x) + 0.025 * math.sin(5 * angle + x * 0.7)
    wide = rx * swell * (1 + 0.1 * math.sin(angle))
    return (x + wide * math.cos(angle), cy + ry * swell * math.sin(angle))


def poplar(c: Canvas, x: float, base: float, height: float, leaf: Color) -> None:
    """Draw a slender poplar."""
    tree(c, x, base, height, leaf, 0.1)


def birch(c: Canvas, x: float, base: float, height: float, leaf: Color) -> None:
    """Draw a birch, the pioneer tree of the slag heaps."""
    for dx, dy, rx, ry in ((0, 0.76, 0.17, 0.24), (-0.11, 0.6, 0.12, 0.14), (0.12, 0.57, 0.12, 0.14)):
        c.ellipse(x + dx * height, base - dy * height, rx * height, ry * height, leaf)
    c.taper([(x, base), (x + height * 0.01, base - height * 0.86)], (height * 0.034, 2), p.CHALK)
    for i, level in enumerate((0.12, 0.22, 0.3, 0.43, 0.52, 0.64)):
        shift = height * (0.008 if i % 2 else -0.008)
        c.line(
            [(x + shift, base - level * height), (x + shift + height * 0.012, base - level * height)],
            height * 0.008,
            p.INK,
        )


def grass(c: Canvas, x: float, base: float, size: float, fill: Color, count: int = 5) -> None:
    """Draw a tuft of tapering blades."""
    for i in range(count):
        lean = (i - (count - 1) / 2) * size * 0.22
        tall = size * (0.7 + 0.3 * math.sin(i * 2.1 + x))
        start = (x + lean * 0.4, base)
        end = (x + lean * 1.6, base - tall)
        c.taper([start, (x + lean * 0.7, base - tall * 0.6), end], (size * 0.09, 0), fill)


def gable(c: Canvas, x: float, base: float, width: float, height: float, wall: Color, roof: Color) -> None:
    """Draw a brick house seen from its gable end."""
    eave, top = base - height * 0.58, base - height
    mid = x + width / 2
    trim = mix(wall, p.CHALK, 0.55)
    c.rect(x + width * 0.68, top + height * 0.02, width * 0.12, height * 0.3, mix(wall, p.INK, 0.25))
    c.poly([(x, base), (x, eave), (mid, top), (x + width, eave), (x + width, base)], wall)
    c.poly([(mid, base), (mid, top), (x + width, eave), (x + width, base)], p.INK, 0.07)
    lip = width * 0.05
    c.line([(x - lip, eave + lip), (mid, top), (x + width + lip, eave + lip)], width * 0.07, roof)
    for wx in (0.2, 0.6):
        c.rect(x + wx * width, base - height * 0.46, width * 0.2, height * 0.2, trim)
        c.rect(x + (wx + 0.03) * width, base - height * 0.44, width * 0.14, height * 0.18, p.SLATE)
    c.rect(x + 0.41 * width, eave - height * 0.14, width * 0.18, height * 0.13, p.SLATE, width * 0.05)
    c.rect(x + 0.2 * width, base - height * 0.22, width * 0.2, height * 0.22, p.CANOPY)


def corons(c: Canvas, x: float, base: float, unit: float, count: int, wall: Color, roof: Color) -> None:
    """Draw a terrace of miners' houses seen from the street."""
    eave, ridge = base - unit * 0.62, base - unit * 1.04
    width = unit * count
    for i in range(count + 1):
        stack = min(max(x + i * unit - unit * 0.08, x + unit * 0.14), x + width - unit * 0.3)
        c.rect(stack, ridge - unit * 0.2, unit * 0.16, unit * 0.4, mix(wall, p.INK, 0.3))
    c.rect(x, eave, width, base - eave, wall)
    c.poly(
        [
            (x - unit * 0.06, eave),
            (x + unit * 0.1, ridge),
            (x + width - unit * 0.1, ridge),
            (x + width + unit * 0.06, eave),
        ],
        roof,
    )
    c.rect(x - unit * 0.06, eave, width + unit * 0.12, unit * 0.05, mix(roof, p.INK, 0.35))
    trim = mix(wall, p.CHALK, 0.6)
    for i in range(count):
        left = x + i * unit
        door = 0.12 if i % 2 else 0.66
        window = 0.48 if i % 2 else 0.16
        c.rect(left + door * unit, base - unit * 0.46, unit * 0.22, unit * 0.46, trim, unit * 0.02)
        tone = (p.CANOPY, p.CANAL, p.INK_SOFT)[i % 3]
        c.rect(left + (door + 0.03) * unit, base - unit * 0.41, unit * 0.16, unit * 0.41, tone)
        c.rect(left + window * unit, base - unit * 0.46, unit * 0.34, unit * 0.3, trim, unit * 0.02)
        c.rect(left + (window + 0.03) * unit, base - unit * 0.41, unit * 0.28, unit * 0.23, p.SLATE)
        c.rect(left + (window + 0.16) * unit, base - unit * 0.41, unit * 0.02, unit * 0.23, trim)
        if i % 2:
            middle = (eave + ridge) / 2
            c.rect(left - unit * 0.12, middle - unit * 0.07, unit * 0.24, unit * 0.13, p.SLATE)


def chevalement(c: Canvas, x: float, base: float, height: float, fill: Color) -> None:
    """Draw a pithead frame: braced tower, raking leg and twin winding wheels."""
    w = height * 0.11
    deck = base - height * 0.78
    pen = height * 0.022
    for side in (-1, 1):
        c.line([(x + side * w, base), (x + side * w * 0.72, deck)], pen, fill)
    for i in range(5):
        low, high = i / 5, (i + 1) / 5
        a, b = w * (1 - 0.28 * low), w * (1 - 0.28 * high)
        y0, y1 = base + (deck - base) * low, base + (deck - base) * high
        c.line([(x - a, y0), (x + b, y1)], pen * 0.5, fill)
        c.line([(x + a, y0), (x - b, y1)], pen * 0.5, fill)
        c.line([(x - b, y1), (x + b, y1)], pen * 0.5, fill)
    for foot, top in ((0.52, 0.75), (0.42, 0.2)):
        c.line([(x + height * foot, base), (x + w * top, deck - height * 0.02)], pen * 0.95, fill)
    for i in range(1, 6):
        level = i / 6
        a = lerp((x + height * 0.52, base), (x + w * 0.75, deck), level)
        b = lerp((x + height * 0.42, base), (x + w * 0.2, deck), level)
        c.line([a, b], pen * 0.5, fill)
    c.rect(x - w * 1.7, deck - pen, w * 3.4, pen * 1.4, fill)
    for wx, wy, r in ((-0.75, 0.085, 0.075), (0.75, 0.085, 0.075)):
        cx, cy = x + wx * w, deck - wy * height
        ring(c, cx, cy, r * height, pen * 0.75, fill)
        for i in range(4):
            spoke = [polar(cx, cy, r * height, i * 45 + turn) for turn in (0, 180)]
            c.line(spoke, pen * 0.3, fill)
    roof = deck - height * 0.19
    c.line([(x - w * 1.5, deck), (x - w * 1.3, roof)], pen * 0.5, fill)
    c.line([(x + w * 1.5, deck), (x + w * 1.3, roof)], pen * 0.5, fill)
    c.poly(
        [
            (x - w * 1.7, roof),
            (x, roof - height * 0.05),
            (x + w * 1.7, roof),
            (x + w * 1.7, roof + pen),
            (x - w * 1.7, roof + pen),
        ],
        fill,
    )


def ring(c: Canvas, cx: float, cy: float, r: float, width: float, fill: Color) -> None:
    """Stroke a circle."""
    c.line(arc(cx, cy, r, r, steps=max(80, int(1.2 * r))), width, fill)


def ripples(c: Canvas, x0: float, x1: float, y0: float, y1: float, fill: Color, count: int = 14) -> None:
    """Scatter horizontal glints on water, longer towards the viewer."""
    for i in range(count):
        depth = (i + 0.5) / count
        y = y0 + (y1 - y0) * depth
        x = x0 + (x1 - x0) * ((i * 0.618 + 0.13) % 1)
        length = 40 + 130 * depth * (0.5 + 0.5 * math.sin(i * 1.9) ** 2)
        c.taper([(x - length, y), (x, y), (x + length, y)], (0, 2.2 + 3.2 * depth, 0), fill)


def plinth(c: Canvas, cx: float, top: float, rx: float, height: float, side: Color, cap: Color) -> None:
    """Draw a round exhibition plinth with a shaded right flank."""
    ry = rx * 0.11
    c.shadow(cx + rx * 0.3, top + height + ry * 0.1, rx * 1.2, ry * 1.25, 0.14)
    outline = arc(cx, top + height, rx, ry, 0, 180)
    c.poly([(cx - rx, top), (cx + rx, top), *outline], side)
    flank = arc(cx, top + height, rx, ry, 0, 62)
    c.poly([(cx + rx, top), *flank, (flank[-1][0], top)], p.INK, 0.12)
    c.ellipse(cx, top, rx, ry, cap)


def floor(c: Canvas, y: float, fill: Color) -> None:
    """Fill the ground from a straight horizon down."""
    c.rect(0, y, WIDTH, 1100 - y, fill)
