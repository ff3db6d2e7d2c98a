"""Energy objects: the shared charging point, a small car and the heater."""

from __future__ import annotations

from . import palette as p
from .objects import heat
from .palette import Color, mix
from .scenery import ring
from .shapes import Canvas, arc, box, polar, smooth


def car(c: Canvas, body: Color) -> None:
    """Draw a small electric car facing left, 620 wide, standing on y=0."""
    c.shadow(312, 0, 330, 16, 0.2)
    dark = mix(body, p.INK, 0.22)
    shell = smooth(
        [
            (6, -66),
            (8, -120),
            (40, -158),
            (150, -184),
            (226, -270),
            (290, -304),
            (420, -308),
            (520, -284),
            (586, -200),
            (612, -150),
            (612, -80),
            (590, -50),
            (330, -46),
            (30, -48),
        ],
        True,
    )
    c.poly(shell, body)
    with c.clip(shell):
        c.rect(-20, -104, 700, 120, dark)
    c.poly(smooth([(188, -188), (246, -264), (300, -286), (352, -290)]) + [(352, -186)], p.CANAL_PALE)
    c.poly(
        [(372, -186), (372, -290), *smooth([(420, -290), (496, -272), (548, -204)]), (548, -186)],
        p.CANAL_LIGHT,
    )
    c.poly([(236, -186), (290, -282), (318, -287), (270, -186)], p.CHALK, 0.6)
    c.line([(362, -180), (362, -70)], 4, dark)
    c.rect(384, -160, 40, 9, dark, 4)
    c.blob([(20, -136), (44, -148), (54, -132), (24, -118)], p.CHALK)
    c.rect(592, -166, 20, 40, p.BRICK, 6)
    for x in (128, 490):
        c.disc(x, -58, 74, mix(dark, p.INK, 0.45))
        c.disc(x, -58, 60, p.INK)
        c.disc(x, -58, 38, p.ZINC)
        for i in range(5):
            c.line([(x, -58), polar(x, -58, 34, i * 72 + 18)], 9, p.SLATE)
        c.disc(x, -58, 9, p.CHALK)


def charging_point(c: Canvas) -> None:
    """Draw a charging pillar with a gauge, 560 high, standing on y=0."""
    c.shadow(30, 0, 150, 14, 0.22)
    c.curve([(-76, -400), (-150, -380), (-162, -250), (-120, -180), (-78, -230)], 11, p.INK)
    c.rect(-106, -26, 212, 28, p.SLATE, 8)
    c.rect(-82, -600, 164, 580, p.CANOPY, 76)
    c.rect(-82, -300, 164, 280, p.CANOPY)
    c.poly([(40, -589), *arc(6, -524, 76, 76, -64, 0), (82, -26), (40, -26)], p.INK, 0.2)
    c.rect(-58, -540, 92, 200, p.INK, 30)
    for i in range(5):
        tone = p.SUN if i == 3 else p.CANOPY_LIGHT if i < 3 else p.INK_SOFT
        c.rect(-42, -384 - i * 33, 60, 21, tone, 6)
    ring(c, -12, -250, 44, 9, p.CANOPY_LIGHT)
    bolt(c, -12, -250, 50, p.CHALK)
    c.rect(66, -336, 36, 92, p.INK_SOFT, 12)
    c.rect(-96, -440, 30, 84, p.INK_SOFT, 10)


def bolt(c: Canvas, x: float, y: float, size: float, fill: Color) -> None:
    """Draw a lightning bolt."""
    outline = [(0.12, -0.5), (-0.3, 0.1), (-0.03, 0.1), (-0.12, 0.5), (0.3, -0.12), (0.04, -0.12)]
    c.poly([(x + dx * size, y + dy * size) for dx, dy in outline], fill)


def heater(c: Canvas) -> None:
    """Draw a fluted ceramic heater with warm waves, standing on y=0."""
    c.shadow(20, 0, 330, 14, 0.18)
    for x in (-220, 196):
        c.taper([(x, -60), (x - 6 if x < 0 else x + 30, 0)], (26, 14), p.WOOD_DEEP)
    c.rect(-290, -330, 580, 284, p.BRICK, 46)
    with c.clip(box(-290, -330, 580, 284, 46)):
        for i in range(12):
            x = -290 + i * 49
            c.rect(x, -340, 16, 310, mix(p.BRICK, p.BRICK_LIGHT, 0.7))
            c.rect(x + 36, -340, 13, 310, p.BRICK_DEEP, alpha=0.55)
    c.rect(-306, -350, 612, 34, p.WOOD_LIGHT, 14)
    c.rect(-306, -332, 612, 16, p.WOOD, 8)
    c.rect(160, -112, 92, 38, p.INK, 19)
    c.disc(232, -93, 12, p.SUN)
    heat(c, -150, -378, 300, (p.BRICK_LIGHT, mix(p.BRICK, p.SUN, 0.6), p.BRICK_LIGHT), 150)


def cat(c: Canvas, x: float, y: float, size: float, fill: Color) -> None:
    """Draw a cat asleep, curled up."""
    with c.at(x, y, size / 100):
        c.shadow(4, 0, 62, 5, 0.16)
        c.blob([(-54, -4), (-56, -26), (-30, -46), (8, -48), (44, -34), (56, -10), (40, 0), (-30, 1)], fill)
        c.blob([(-62, -6), (-66, -24), (-50, -34), (-32, -28), (-28, -10), (-44, 0)], mix(fill, p.CHALK, 0.12))
        c.poly([(-64, -24), (-64, -42), (-50, -32)], mix(fill, p.CHALK, 0.12))
        c.poly([(-46, -32), (-36, -42), (-33, -24)], mix(fill, p.CHALK, 0.12))
        c.taper([(52, -14), (44, 0), (0, 0), (-34, -3)], (10, 13, 11, 5), mix(fill, p.CHALK, 0.2))
