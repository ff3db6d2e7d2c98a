"""Simplified figures: no faces, clear postures."""

from __future__ import annotations

from . import palette as p
from .palette import Color, mix
from .shapes import Canvas, Point


def figure(
    c: Canvas,
    x: float,
    base: float,
    height: float,
    coat: Color,
    legs: Color = p.INK_SOFT,
    skin: Color = p.SKIN[0],
    hair: Color = p.INK,
    arm: str = "down",
    flip: bool = False,
    long_hair: bool = False,
    walking: bool = False,
) -> None:
    """Draw a standing person, three-quarter view, turned to the right."""
    with c.at(x, base, height / 100, flip=flip):
        c.ellipse(3, 0, 15, 1.6, p.INK, 0.16)
        spread = 5 if walking else 1.5
        far = mix(legs, p.INK, 0.3)
        c.taper([(-2, -48), (-3 - spread, -24), (-4 - spread * 1.6, -1)], (9, 6.5, 4.6), far)
        c.taper([(3, -48), (4 + spread * 0.6, -24), (3 + spread, -1)], (9.5, 7, 5), legs)
        c.line([(-5 - spread * 1.6, -0.8), (-1.5 - spread * 1.6, -0.8)], 2.6, p.INK)
        c.line([(2.5 + spread, -0.8), (7 + spread, -0.8)], 2.6, p.INK)
        c.taper([(0.4, -78), (1.2, -88)], (5, 4.4), mix(skin, p.INK, 0.15))
        c.blob(
            [
                (-8, -80),
                (0, -83),
                (8.5, -80),
                (10, -68),
                (9.4, -50),
                (9.8, -41),
                (0, -40),
                (-9.6, -41),
                (-9, -52),
                (-9.8, -68),
            ],
            coat,
        )
        c.poly([(4, -81.5), (8.5, -80), (10, -68), (9.4, -50), (9.8, -41.5), (4, -41)], p.INK, 0.12)
        if long_hair:
            c.blob([(-5.5, -95), (-7, -86), (-5.5, -78), (0, -79), (1, -92)], hair)
        c.ellipse(1.2, -91.5, 5, 6.4, skin)
        c.blob(
            [
                (-4.4, -90),
                (-4.6, -96),
                (0, -99.3),
                (5, -97.4),
                (6, -94.6),
                (1, -94.5),
                (-1.4, -90),
                (-3, -87),
            ],
            hair,
        )
        sleeve = mix(coat, p.INK, 0.22)
        hand: Point
        if arm == "point":
            bones, hand = [(-5.5, -77), (1, -66), (15, -68)], (17.5, -68.6)
        elif arm == "hold":
            bones, hand = [(-5.5, -77), (-5, -62), (8, -59)], (10.5, -59)
        elif arm == "up":
            bones, hand = [(5, -77), (13, -82), (16, -96)], (16.6, -98.5)
        else:
            bones, hand = [(-6.5, -77), (-8.2, -62), (-6, -48)], (-5.6, -46)
        c.taper(bones, (6, 5.4, 4.2), sleeve)
        c.disc(bones[0][0], bones[0][1] + 0.4, 3, sleeve)
        c.disc(*hand, 2.2, skin)
