"""Bench, vice and hand tools for the discovery workshop."""

from __future__ import annotations

from . import palette as p
from .bicycle import wheel
from .palette import mix
from .scenery import terril, thicket
from .shapes import Canvas, arc, box, polar, smooth


def tool_wall(c: Canvas) -> None:
    """Draw a window on the slag heaps and a board of hung tools."""
    glass = box(90, 110, 420, 420)
    sky = p.CANAL_PALE
    c.poly(glass, sky)
    with c.clip(glass):
        c.disc(390, 260, 84, p.WHITE)
        terril(c, 270, 530, 250, 250, p.CANOPY_LIGHT, mix(p.CANOPY_LIGHT, p.CANOPY, 0.36))
        thicket(c, 60, 560, 536, 50, p.CANOPY_MID)
    c.line([*glass, glass[0]], 16, p.INK_SOFT)
    c.line([(300, 110), (300, 530)], 9, p.INK_SOFT)
    c.line([(90, 320), (510, 320)], 9, p.INK_SOFT)
    c.rect(670, 84, 840, 306, p.CANOPY, 14)
    c.rect(670, 84, 840, 14, p.CANOPY_MID, 6)
    _saw(c, 706, 190)
    _hammer(c, 1026, 140)
    _square(c, 1108, 140)
    _spanner(c, 1314, 136)
    for i in range(3):
        _screwdriver(c, 1386 + i * 44, 140, (p.BRICK, p.SUN, p.CANAL_LIGHT)[i])


def _saw(c: Canvas, x: float, y: float) -> None:
    """Hang a hand saw."""
    teeth = [(x + 205 - i * 10, y + 92 - (i % 2) * 9 - i * 1.6) for i in range(20)]
    c.poly([(x, y + 36), (x + 205, y), *teeth, (x, y + 60)], p.ZINC)
    handle = smooth(
        [
            (x + 196, y - 8),
            (x + 236, y - 18),
            (x + 258, y + 18),
            (x + 252, y + 84),
            (x + 226, y + 106),
            (x + 196, y + 94),
        ],
        True,
    )
    c.poly(handle, p.WOOD)
    c.blob(
        [(x + 212, y + 24), (x + 230, y + 18), (x + 236, y + 44), (x + 226, y + 70), (x + 212, y + 66)],
        p.CANOPY,
    )


def _hammer(c: Canvas, x: float, y: float) -> None:
    """Hang a hammer, head up."""
    c.taper([(x + 20, y + 24), (x + 20, y + 120), (x + 20, y + 214)], (14, 18, 24), p.WOOD)
    c.poly([(x - 34, y + 4), (x + 44, y), (x + 78, y + 26), (x + 44, y + 36), (x - 34, y + 36)], p.ZINC)
    c.rect(x - 44, y, 18, 40, mix(p.ZINC, p.INK, 0.3), 4)


def _square(c: Canvas, x: float, y: float) -> None:
    """Hang a carpenter's square."""
    c.rect(x + 20, y, 26, 214, p.WOOD_DEEP, 4)
    c.rect(x + 46, y + 188, 106, 22, p.ZINC)
    for i in range(8):
        c.line([(x + 56 + i * 12, y + 189), (x + 56 + i * 12, y + 197)], 2, p.INK_SOFT)


def _spanner(c: Canvas, x: float, y: float) -> None:
    """Hang an open-ended spanner."""
    c.line([(x, y + 36), (x, y + 180)], 17, p.ZINC)
    for cy, turn in ((y + 24, -90), (y + 192, 90)):
        c.poly(arc(x, cy, 30, 30, turn + 34, turn + 326) + [polar(x, cy, 8, turn + 180)], p.ZINC)


def _screwdriver(c: Canvas, x: float, y: float, tone: p.Color) -> None:
    """Hang a screwdriver, blade down."""
    c.rect(x - 11, y, 22, 84, tone, 9)
    c.rect(x - 4, y + 82, 8, 120, p.ZINC)
    c.rect(x - 11, y + 58, 22, 8, p.INK, alpha=0.25)


def bench(c: Canvas) -> None:
    """Draw the bench, its vice, and a bicycle wheel being trued."""
    c.shadow(800, 1040, 740, 26, 0.16)
    for x in (200, 1330):
        c.rect(x, 790, 70, 250, p.WOOD_DEEP)
    c.rect(236, 930, 1120, 34, mix(p.WOOD, p.WOOD_DEEP, 0.5))
    c.rect(690, 796, 260, 110, mix(p.WOOD, p.WOOD_DEEP, 0.35))
    c.rect(798, 844, 44, 12, p.INK, 6)
    c.poly([(110, 742), (190, 712), (1410, 712), (1490, 742)], p.WOOD_LIGHT)
    c.rect(110, 742, 1380, 54, p.WOOD)
    c.rect(110, 782, 1380, 14, p.WOOD_DEEP, alpha=0.5)
    c.line([(770, 724), (820, 560)], 13, p.INK)
    c.line([(880, 724), (830, 560)], 13, p.INK)
    c.rect(742, 718, 166, 14, p.INK, 5)
    wheel(c, 825, 560, 140)
    _vice(c, 230, 724)
    for i, tone in enumerate((p.WOOD_LIGHT, p.WOOD, p.WOOD_LIGHT)):
        c.rect(1210 + i * 16, 704 - i * 22, 220 - i * 34, 22, tone, 3)
        c.ellipse(1214 + i * 16, 715 - i * 22, 5, 10, p.WOOD_DEEP)
    c.rect(990, 700, 120, 20, p.SUN, 4)
    for i in range(9):
        c.line([(1000 + i * 12, 701), (1000 + i * 12, 708)], 2, p.INK)


def _vice(c: Canvas, x: float, y: float) -> None:
    """Draw a bench vice gripping a plank."""
    dark = mix(p.CANAL, p.INK, 0.4)
    c.rect(x + 74, y - 176, 22, 130, p.WOOD, 3)
    c.rect(x + 30, y - 62, 190, 22, p.ZINC, 6)
    c.poly([(x - 24, y), (x - 8, y - 30), (x + 78, y - 30), (x + 94, y)], dark)
    c.poly([(x - 6, y - 28), (x - 6, y - 74), (x + 22, y - 112), (x + 72, y - 112), (x + 72, y - 28)], p.CANAL)
    c.poly(
        [(x + 98, y - 36), (x + 98, y - 112), (x + 134, y - 112), (x + 156, y - 74), (x + 156, y - 36)],
        p.CANAL,
    )
    for jaw in (x + 60, x + 98):
        c.rect(jaw, y - 122, 13, 32, dark, 2)
    c.line([(x + 218, y - 92), (x + 218, y - 10)], 8, p.INK_SOFT)
    for end in (y - 92, y - 10):
        c.disc(x + 218, end, 8, p.INK_SOFT)
