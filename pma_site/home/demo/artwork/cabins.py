"""Timber architecture: the two sculptural cabins."""

from __future__ import annotations

import math

from . import palette as p
from .palette import mix
from .people import figure
from .scenery import grass, hill, ripples, terril, thicket, tree
from .shapes import Canvas, Point, arc, lerp, smooth


def cabane_abysses() -> Canvas:
    """Draw a segmented wooden creature perched by the water."""
    sky = p.CANOPY_PALE
    c = Canvas(sky)
    c.disc(640, 380, 300, mix(sky, p.SUN_PALE, 0.75))
    terril(c, 240, 700, 400, 260, mix(sky, p.CANOPY, 0.2), mix(sky, p.CANOPY, 0.32))
    thicket(c, -40, 1640, 716, 120, mix(sky, p.CANOPY, 0.4), 2)
    for i, x in enumerate((70, 190, 330, 1180, 1290, 1390, 1480, 1560)):
        tone = mix(p.CANOPY, sky, 0.34 if i % 2 else 0.16)
        c.taper([(x, 760), (x + 8, 300), (x + 4, -20)], (34 - i % 3 * 6, 22, 16), mix(tone, p.INK, 0.25))
    for x, y, rx, ry, t in (
        (40, 60, 240, 170, 0.1),
        (290, 20, 200, 110, 0.26),
        (1540, 60, 260, 190, 0.1),
        (1290, 20, 210, 120, 0.26),
    ):
        c.ellipse(x, y, rx, ry, mix(p.CANOPY, sky, t))
    c.rect(0, 716, 1600, 60, p.CANOPY_MID)
    thicket(c, -40, 560, 764, 60, p.CANOPY, 1)
    thicket(c, 1180, 1640, 764, 70, p.CANOPY, 4)
    _ladder(c, (838, 550), (790, 772), 50)
    _creature(c)
    figure(c, 706, 772, 112, p.BRICK, p.INK, p.SKIN[0], p.INK)
    c.mirror(774, 294, p.CANOPY_DEEP, 0.5)
    c.rect(0, 770, 1600, 7, p.CANOPY_DEEP)
    ripples(c, 0, 1600, 800, 1040, p.CANOPY_LIGHT, 20)
    hill(c, [(-20, 990), (220, 1000), (460, 1090)], p.CANOPY_DEEP)
    hill(c, [(1160, 1090), (1380, 1010), (1620, 960)], p.CANOPY_DEEP)
    for x in (40, 120, 210, 1350, 1440, 1530):
        grass(c, x, 1040, 130, p.CANOPY)
    return c


def _creature(c: Canvas) -> None:
    """Draw the lobster-like cabin: tail fan, ribbed shells, head, antennae, stilts."""
    legs = mix(p.WOOD_DEEP, p.INK, 0.3)
    for x0, x1, x2 in (
        (560, 500, 520),
        (660, 640, 630),
        (770, 780, 760),
        (880, 900, 890),
        (980, 1040, 1020),
        (1080, 1130, 1120),
    ):
        c.taper([(x0, 560), (x1, 660), (x2, 780)], (22, 16, 11), legs)
    for angle, reach in ((-36, 170), (-12, 190), (14, 190), (40, 165)):
        with c.at(1208, 500, 1, angle):
            c.blob([(-20, 0), (60, -34), (reach, -42), (reach + 22, 0), (reach, 42), (60, 34)], p.WOOD_DEEP)
            c.blob([(0, 0), (60, -24), (reach - 8, -30), (reach + 6, 0), (reach - 8, 30), (60, 24)], p.WOOD)
            c.line([(20, 0), (reach - 6, 0)], 3, p.WOOD_DEEP)
    spine = smooth([(1210, 505), (1090, 455), (960, 410), (820, 395), (690, 410), (580, 450)], steps=8)
    sizes = len(spine)
    chosen = [spine[round(i * (sizes - 1) / 9)] for i in range(10)]
    for i, (x, y) in enumerate(chosen):
        t = i / 9
        ry = 64 + 122 * math.sin(min(1.0, t * 1.12) * math.pi * 0.56)
        lean = 24 - 46 * t
        with c.at(x, y, 1, lean):
            _shell(c, ry, i)
            if i in (3, 5, 7):
                c.ellipse(46, -ry * 0.2, 22, 28, p.WOOD_DEEP)
                c.ellipse(46, -ry * 0.2, 14, 20, mix(p.SUN, p.CHALK, 0.3))
    _head(c)


def _shell(c: Canvas, ry: float, index: int) -> None:
    """Draw one overlapping rib of shingled wood."""
    rx = 92
    outline = arc(0, 0, rx, ry)
    c.ellipse(-10, 4, rx + 5, ry + 3, p.WOOD_DEEP)
    c.poly(outline, p.WOOD if index % 2 else mix(p.WOOD, p.WOOD_DEEP, 0.22))
    c.poly(arc(0, 0, rx, ry, 20, 168) + [(-rx * 0.3, ry * 0.42), (rx * 0.4, ry * 0.5)], p.BRICK_DEEP, 0.26)
    for i in range(-2, 3):
        y = i * ry * 0.34
        half = rx * math.sqrt(max(0, 1 - (y / ry) ** 2))
        c.taper([(-half, y), (-half * 0.4, y - 5), (half * 0.2, y)], (3.5, 3, 0), p.WOOD_DEEP)


def _head(c: Canvas) -> None:
    """Draw the head with its lit porthole, antennae, claws and gangway."""
    dark = mix(p.WOOD_DEEP, p.INK, 0.25)
    for points in (
        [(470, 400), (380, 260), (420, 130), (560, 90)],
        [(490, 380), (450, 220), (540, 90), (720, 60)],
    ):
        c.taper(points, (15, 10, 6, 2), dark)
    c.blob(
        [
            (392, 500),
            (410, 400),
            (500, 330),
            (610, 320),
            (660, 400),
            (660, 520),
            (600, 610),
            (500, 622),
            (420, 580),
        ],
        p.WOOD_DEEP,
    )
    c.blob(
        [
            (404, 500),
            (422, 410),
            (505, 344),
            (604, 336),
            (644, 405),
            (644, 515),
            (592, 596),
            (502, 606),
            (430, 570),
        ],
        p.WOOD_LIGHT,
    )
    c.blob([(430, 570), (502, 606), (592, 596), (644, 515), (600, 540), (520, 556)], p.WOOD_DEEP, 0.35)
    for lift in (0, 1, 2):
        c.taper(
            [(420 - lift * 4, 520 - lift * 62), (520, 500 - lift * 58), (640, 500 - lift * 56)],
            (2, 3.5, 1),
            p.WOOD,
        )
    glass = arc(512, 462, 78, 92)
    c.ellipse(512, 462, 90, 104, dark)
    c.poly(glass, mix(p.SUN, p.CHALK, 0.25))
    with c.clip(glass):
        c.poly([(430, 500), (600, 440), (600, 570), (430, 570)], p.BRICK_LIGHT, 0.4)
        for x in (473, 512, 551):
            c.line([(x, 360), (x, 560)], 6, dark)
        c.line([(430, 500), (600, 500)], 6, dark)
    c.taper([(450, 580), (370, 640), (300, 630)], (40, 34, 24), dark)
    c.blob([(318, 652), (250, 664), (170, 620), (150, 560), (200, 584), (250, 600), (300, 600)], p.WOOD_DEEP)
    c.blob([(250, 604), (214, 574), (214, 520), (262, 552), (300, 600)], p.WOOD)


def cabane_chateau_eau() -> Canvas:
    """Draw the water-tower cabin beside its canal basin."""
    sky = p.CANAL_PALE
    c = Canvas(sky)
    c.disc(880, 360, 290, mix(sky, p.WHITE, 0.6))
    terril(c, 300, 740, 400, 290, mix(sky, p.CANAL, 0.24), mix(sky, p.CANAL, 0.38))
    terril(c, 1420, 740, 330, 210, mix(sky, p.CANOPY, 0.28), mix(sky, p.CANOPY, 0.44), 2)
    thicket(c, -40, 1640, 750, 84, mix(sky, p.CANOPY, 0.62), 3)
    c.rect(0, 744, 1600, 56, p.CANOPY_LIGHT)
    for x, h in ((90, 330), (210, 260), (1330, 300), (1450, 390), (1560, 300)):
        tree(c, x, 772, h, p.CANOPY_MID if h < 320 else p.CANOPY)
    _tower(c, 800, 776)
    figure(c, 1130, 786, 150, p.BRICK, p.INK, p.SKIN[2], p.INK, walking=True, flip=True)
    c.mirror(806, 262, p.CANAL, 0.52)
    c.rect(0, 786, 1600, 22, p.SAND)
    c.rect(0, 802, 1600, 9, mix(p.SAND, p.INK, 0.4))
    ripples(c, 0, 1600, 830, 1050, p.CANAL_LIGHT, 20)
    _barge(c, 200, 930)
    return c


def _tower(c: Canvas, x: float, base: float) -> None:
    """Draw stilts, braces, the planked tank, its roof and the stair."""
    dark = mix(p.WOOD_DEEP, p.INK, 0.25)
    neck = base - 270
    for side in (-0.42, 0.42):
        c.taper([(x + side * 150, neck), (x + side * 230, base)], (18, 18), dark)
    for low, high in (((-150, base), (130, neck + 20)), ((150, base), (-130, neck + 20))):
        c.line([(x + low[0], low[1]), (x + high[0], high[1])], 9, dark)
    for side in (-1, 1):
        c.taper([(x + side * 136, neck), (x + side * 172, base)], (24, 24), p.WOOD_DEEP)
    c.line([(x - 154, base - 130), (x + 154, base - 130)], 14, p.WOOD_DEEP)
    top = neck - 270
    left: list[Point] = [(x - 214, top), (x - 218, neck - 90), (x - 140, neck + 8)]
    right: list[Point] = [(x + 140, neck + 8), (x + 218, neck - 90), (x + 214, top)]
    body = left + right
    c.poly(body, p.WOOD)
    with c.clip(body):
        for i in range(15):
            angle = math.pi * i / 14
            px = x - 222 * math.cos(angle)
            c.line([(px, top), (px, neck - 90), (x + (px - x) * 0.64, neck + 10)], 3.5, p.WOOD_DEEP)
        c.poly(
            [
                (x + 92, top),
                (x + 230, top),
                (x + 230, neck - 80),
                (x + 150, neck + 20),
                (x + 60, neck + 20),
                (x + 92, neck - 90),
            ],
            p.BRICK_DEEP,
            0.25,
        )
        c.rect(x - 230, top, 460, 22, p.INK, alpha=0.18)
    for y in (neck - 92, top + 60):
        c.rect(x - 222, y, 444, 13, dark, 5)
    for dx, r in ((-118, 36), (0, 52), (118, 36)):
        c.disc(x + dx, top + 130, r + 11, dark)
        c.disc(x + dx, top + 130, r, mix(p.SUN, p.CHALK, 0.35))
        c.line([(x + dx, top + 130 - r), (x + dx, top + 130 + r)], 5, dark)
        c.line([(x + dx - r, top + 130), (x + dx + r, top + 130)], 5, dark)
    roof = [(x - 256, top + 6), (x, top - 150), (x + 256, top + 6)]
    c.poly(roof, p.SLATE)
    c.poly([(x + 30, top - 132), (x + 256, top + 6), (x + 96, top + 6)], p.INK, 0.3)
    c.poly([(x, top - 150), (x + 31, top - 131), (x + 96, top + 6), (x + 40, top + 6)], p.INK, 0.12)
    c.rect(x - 262, top, 524, 14, p.INK_SOFT, 6)
    c.line([(x, top - 148), (x, top - 196)], 8, p.INK_SOFT)
    c.disc(x, top - 200, 11, p.BRICK)
    _ladder(c, (x - 30, neck + 6), (x - 70, base), 52)


def _ladder(c: Canvas, top: Point, foot: Point, width: float) -> None:
    """Lean a wooden ladder between two points of its left rail."""
    for offset in (0, width):
        c.line([(top[0] + offset, top[1]), (foot[0] + offset, foot[1])], 8, p.WOOD_LIGHT)
    rungs = round((foot[1] - top[1]) / 24)
    for i in range(1, rungs):
        x, y = lerp(top, foot, i / rungs)
        c.line([(x, y), (x + width, y)], 7, p.WOOD_LIGHT)


def _barge(c: Canvas, x: float, y: float) -> None:
    """Draw a moored barge."""
    c.shadow(x + 250, y + 8, 310, 12, 0.22)
    c.poly(
        smooth([(x - 40, y - 60), (x - 30, y - 10), (x + 10, y + 6)])
        + [(x + 490, y + 6), *smooth([(x + 490, y + 6), (x + 540, y - 20), (x + 556, y - 66)])],
        p.INK,
    )
    c.poly([(x - 40, y - 62), (x + 556, y - 68), (x + 552, y - 50), (x - 38, y - 44)], p.BRICK)
    c.rect(x + 90, y - 112, 270, 52, p.CANOPY, 5)
    c.rect(x + 80, y - 120, 290, 14, p.CHALK, 5)
    for i in range(4):
        c.rect(x + 112 + i * 62, y - 96, 40, 24, p.SUN_PALE, 4)
    c.rect(x + 390, y - 150, 90, 86, p.CHALK, 5)
    c.rect(x + 404, y - 136, 62, 34, p.SLATE, 4)
    c.rect(x + 380, y - 160, 110, 14, p.BRICK, 5)
