"""The eco-materials building site: a timber frame and its straw bales."""

from __future__ import annotations

from . import palette as p
from .palette import Color, mix
from .people import figure
from .scenery import birch, floor, hill, terril, thicket, tree
from .shapes import Canvas


def bois_materiaux() -> Canvas:
    """Draw a timber frame being filled with straw bales."""
    sky: Color = mix(p.SUN_PALE, p.CHALK, 0.5)
    c = Canvas(sky)
    c.disc(1080, 370, 280, mix(sky, p.WHITE, 0.6))
    terril(c, 1330, 780, 420, 320, mix(sky, p.CANOPY, 0.3), mix(sky, p.CANOPY, 0.46))
    thicket(c, -40, 1640, 790, 80, mix(sky, p.CANOPY, 0.6), 2)
    floor(c, 786, mix(p.CANOPY_LIGHT, p.CANOPY_PALE, 0.3))
    tree(c, 90, 830, 420, p.CANOPY_MID)
    birch(c, 1530, 830, 430, p.CANOPY_MID)
    c.poly([(220, 880), (1180, 880), (1240, 920), (160, 920)], p.SAND)
    _frame(c, 240, 884)
    for x, y in ((1190, 970), (1350, 970), (1270, 888)):
        _bale(c, x, y, 152, 78, 46)
    for i in range(4):
        y = 990 - i * 20
        c.rect(430 + i * 8, y, 470, 17, p.WOOD if i % 2 else p.WOOD_LIGHT, 3)
        c.rect(430 + i * 8, y, 22, 17, p.WOOD_DEEP, 3)
    c.shadow(690, 1012, 280, 9, 0.18)
    figure(c, 1080, 960, 250, p.CANAL, p.INK, p.SKIN[2], p.SUN, "point", flip=True)
    figure(c, 330, 972, 240, p.BRICK, p.SLATE, p.SKIN[0], p.SUN, "hold")
    hill(c, [(-20, 1010), (300, 1050), (800, 1062), (1620, 1020)], p.CANOPY)
    return c


def _bale(c: Canvas, x: float, y: float, w: float, h: float, depth: float) -> None:
    """Draw a straw bale with its two strings."""
    straw = mix(p.SUN, p.WOOD_LIGHT, 0.55)
    if depth:
        up = depth * 0.42
        c.poly(
            [(x, y - h), (x + depth, y - h - up), (x + w + depth, y - h - up), (x + w, y - h)],
            mix(straw, p.CHALK, 0.4),
        )
        c.poly(
            [(x + w, y), (x + w, y - h), (x + w + depth, y - h - up), (x + w + depth, y - up)],
            mix(straw, p.WOOD_DEEP, 0.55),
        )
    c.rect(x, y - h, w, h, straw)
    for i in range(12):
        sx, sy = x + w * (0.06 + (i * 0.37) % 0.82), y - h * (0.12 + (i * 0.29) % 0.76)
        c.line([(sx, sy), (sx + w * 0.09, sy - 3)], 2.2, p.WOOD)
    for t in (0.28, 0.72):
        c.line([(x + w * t, y), (x + w * t, y - h)], 3, p.BRICK, caps=False)


def _frame(c: Canvas, x: float, base: float) -> None:
    """Draw the gabled timber frame, partly infilled."""
    w, eave, ridge = 860, base - 330, base - 610
    post = 30
    c.poly(
        [(x, base), (x, eave), (x + w / 2, ridge), (x + w, eave), (x + w, base)],
        mix(p.CHALK, p.SAND, 0.5),
        0.75,
    )
    for column, rows in ((0, 4), (1, 3), (3, 1)):
        left = x + column * w / 4
        for row in range(rows):
            for half in (0, 1):
                _bale(c, left + half * w / 8, base - row * 82, w / 8 - 2, 80, 0)
    c.rect(x + w / 2, base - 246, w / 4, 246, p.CANOPY_DEEP)
    c.rect(x + w / 2 + 24, base - 222, w / 4 - 48, 222, p.SUN_PALE)
    for i in range(5):
        px = x + i * w / 4
        c.rect(px - post / 2, eave, post, base - eave, p.WOOD)
        c.rect(px + post * 0.1, eave, post * 0.4, base - eave, p.WOOD_DEEP, alpha=0.5)
    c.line([(x + w * 0.77, base - 20), (x + w * 0.98, eave + 20)], 18, p.WOOD_DEEP)
    c.line([(x + w / 2, ridge), (x + w / 2, eave)], 26, p.WOOD)
    for side in (-1, 1):
        c.line([(x + w / 2, eave - 40), (x + w / 2 + side * w * 0.22, eave - 120)], 16, p.WOOD_DEEP)
        c.line([(x + w / 2 + side * w * 0.25, eave), (x + w / 2 + side * w * 0.25, eave - 136)], 22, p.WOOD)
    for y in (eave, base - 8):
        c.rect(x - 20, y - 15, w + 40, 30, p.WOOD)
        c.rect(x - 20, y + 5, w + 40, 10, p.WOOD_DEEP, alpha=0.5)
    c.line([(x - 60, eave + 40), (x + w / 2, ridge), (x + w + 60, eave + 40)], 32, p.WOOD_DEEP)
    c.line([(x - 60, eave + 30), (x + w / 2, ridge - 10), (x + w + 60, eave + 30)], 14, p.WOOD_LIGHT)
