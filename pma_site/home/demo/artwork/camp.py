"""The summer camp at dusk: tents, garlands and a small stage."""

from __future__ import annotations

from . import palette as p
from .palette import Color, mix
from .people import figure
from .scenery import grass, hill, terril, thicket, tree
from .shapes import Canvas, smooth


def bivouac() -> Canvas:
    """Draw tents at dusk in a wooded park, with a small lit stage."""
    c = Canvas(p.CANAL_DEEP)
    dusk, warm = mix(p.CANAL_DEEP, p.CANAL, 0.35), mix(p.BRICK_LIGHT, p.CANAL_DEEP, 0.22)
    c.gradient(mix(p.CANAL_DEEP, p.INK, 0.4), dusk, 0, 330)
    c.gradient(dusk, warm, 330, 700)
    for i in range(26):
        c.disc((i * 611) % 1600, 30 + (i * 149) % 250, 1.6 + i % 3 * 0.7, p.CHALK, 0.7)
    c.disc(420, 190, 46, p.CHALK)
    terril(c, 640, 720, 430, 330, mix(p.CANAL_DEEP, warm, 0.3), mix(p.CANAL_DEEP, warm, 0.12))
    terril(c, 1010, 720, 330, 210, mix(p.CANAL_DEEP, warm, 0.42), mix(p.CANAL_DEEP, warm, 0.24), 2)
    night = mix(p.CANOPY_DEEP, p.INK, 0.4)
    thicket(c, -40, 1640, 730, 76, night, 1)
    thicket(c, -40, 250, 740, 170, night, 1)
    thicket(c, 1380, 1640, 740, 170, night, 2)
    hill(c, [(-20, 716), (500, 726), (1100, 722), (1620, 716)], p.CANOPY_DEEP)
    _stage(c, 860, 772)
    hill(c, [(-20, 800), (600, 810), (1100, 800), (1620, 810)], mix(p.CANOPY_DEEP, p.CANOPY, 0.5))
    for x, base, h in ((40, 850, 820), (1570, 860, 880), (210, 800, 430), (1440, 800, 440)):
        tree(c, x, base, h, night, 0.24, mix(p.INK, p.WOOD_DEEP, 0.12))
    for nodes in (
        ((60, 300), (480, 500), (1000, 480), (1540, 260)),
        ((60, 180), (560, 330), (1080, 340), (1540, 160)),
    ):
        wire = smooth(nodes)
        c.line(wire, 3, p.INK)
        for i in range(2, len(wire), 3):
            c.disc(wire[i][0], wire[i][1] + 10, 20, p.SUN, 0.2)
            c.disc(wire[i][0], wire[i][1] + 10, 7, mix(p.SUN, p.CHALK, 0.35))
    _tent(c, 1330, 850, 260, p.CANAL, False)
    _tent(c, 1130, 920, 380, p.CANOPY_MID, False)
    _tent(c, 330, 980, 480, p.BRICK, True)
    for x, tone, flip in ((770, p.INK_SOFT, False), (838, p.BRICK, True)):
        figure(c, x, 980, 170, tone, p.INK, p.SKIN[1], p.INK, "hold", flip)
    hill(c, [(-20, 1030), (500, 1050), (1000, 1046), (1620, 1010)], p.CANOPY_DEEP)
    for x in (90, 660, 720, 1240, 1330, 1470):
        grass(c, x, 1072, 70, night)
    return c


def _tent(c: Canvas, x: float, base: float, width: float, tone: Color, lit: bool) -> None:
    """Draw a ridge tent, its front panel open on a warm light when lit."""
    h, run, rise = width * 0.62, width * 0.52, width * 0.1
    w = width * 0.36
    c.shadow(x + run * 0.4, base - 2, width * 0.72, width * 0.05, 0.3)
    c.poly(
        [(x, base - h), (x + run, base - h - rise * 0.4), (x + run + w, base - rise), (x + w, base)],
        mix(tone, p.INK, 0.34),
    )
    c.poly([(x - w, base), (x, base - h), (x + w, base)], tone)
    inside = mix(p.SUN, p.BRICK_LIGHT, 0.25) if lit else mix(tone, p.SUN, 0.42)
    c.poly([(x - w * 0.46, base), (x, base - h * 0.82), (x + w * 0.46, base)], inside)
    if lit:
        c.poly([(x - w * 0.2, base), (x, base - h * 0.5), (x + w * 0.2, base)], p.SUN_PALE, 0.6)
    c.poly(
        [(x + w * 0.46, base), (x, base - h * 0.82), (x + w * 0.16, base - h * 0.3), (x + w * 0.62, base)],
        mix(tone, p.CHALK, 0.2),
    )
    c.line([(x - w, base), (x, base - h), (x + w, base)], width * 0.012, mix(tone, p.CHALK, 0.3))
    c.line([(x, base - h), (x - w * 1.35, base + 4)], 2.5, mix(p.INK, p.CHALK, 0.3))


def _stage(c: Canvas, x: float, base: float) -> None:
    """Draw a small glowing stage with its players and audience."""
    for r, a in ((260, 0.1), (190, 0.14), (130, 0.18)):
        c.disc(x, base - 90, r, p.SUN, a)
    c.poly(
        [(x - 130, base), (x - 130, base - 150), (x, base - 196), (x + 130, base - 150), (x + 130, base)],
        mix(p.SUN, p.BRICK, 0.35),
    )
    c.poly(
        [(x - 104, base), (x - 60, base - 140), (x + 60, base - 140), (x + 104, base)],
        mix(p.SUN, p.CHALK, 0.4),
    )
    c.line([(x - 142, base - 148), (x, base - 198), (x + 142, base - 148)], 10, p.BRICK_DEEP)
    for dx, pose in ((-36, "hold"), (34, "point")):
        figure(c, x + dx, base - 8, 92, p.INK, p.INK, p.INK, p.INK, pose)
    c.rect(x - 150, base - 10, 300, 26, p.BRICK_DEEP)
    for i in range(9):
        figure(
            c,
            x - 136 + i * 34,
            base + 62 + (i % 2) * 6,
            84,
            p.INK,
            p.INK,
            p.INK,
            p.INK,
            "up" if i in (2, 6) else "down",
            i % 2 == 0,
        )
