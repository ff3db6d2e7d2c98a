"""Soft goods: the upcycled jacket and the plant-based leather."""

from __future__ import annotations

import math

from . import palette as p
from .objects import leaf
from .palette import mix
from .shapes import Canvas, arc, smooth


def jacket(c: Canvas) -> None:
    """Draw a patchwork work jacket on a hanger; the hook hangs at y=-690."""
    denim, dark = p.CANAL, mix(p.CANAL, p.INK, 0.35)
    c.curve([(0, -640), (0, -660), (18, -676), (14, -698), (-6, -700), (-14, -688)], 8, p.INK)
    c.taper([(-170, -566), (0, -642), (170, -566)], (16, 22, 16), p.WOOD_DEEP)
    body = smooth(
        [
            (-86, -612),
            (-178, -570),
            (-206, -520),
            (-190, -330),
            (-196, -30),
            (-100, -12),
            (0, -16),
            (100, -12),
            (196, -30),
            (190, -330),
            (206, -520),
            (178, -570),
            (86, -612),
            (0, -590),
        ],
        True,
    )
    left = smooth(
        [
            (-140, -574),
            (-206, -538),
            (-262, -400),
            (-300, -150),
            (-286, -66),
            (-232, -58),
            (-212, -130),
            (-186, -330),
            (-176, -440),
        ],
        True,
    )
    right = [(-x, y) for x, y in left]
    c.poly(left, p.BRICK)
    with c.clip(left):
        c.poly([(-330, -250), (-150, -220), (-150, 0), (-330, 0)], denim)
        c.rect(-330, -112, 200, 70, dark)
        c.dashes((-300, -238), (-196, -220), 10, 4, p.CHALK)
        c.poly([(-210, -500), (-150, -500), (-150, -50), (-240, -50)], p.INK, 0.15)
    c.poly(right, mix(denim, p.INK, 0.14))
    with c.clip(right):
        c.poly([(200, -420), (330, -450), (330, -280), (190, -260)], p.SAND)
        c.dashes((204, -408), (300, -432), 9, 4, p.CANAL)
        c.rect(130, -112, 200, 70, dark)
        c.poly([(250, -600), (330, -600), (330, 0), (262, 0)], p.INK, 0.12)
    c.poly(body, denim)
    with c.clip(body):
        c.poly([(-260, -640), (0, -640), (0, -420), (-260, -396)], mix(denim, p.CHALK, 0.3))
        c.poly([(-260, -396), (0, -420), (0, -176), (-260, -196)], denim)
        c.poly([(-260, -196), (0, -176), (0, 0), (-260, 0)], p.SAND)
        c.poly([(0, -640), (260, -640), (260, -470), (0, -440)], p.CANOPY_MID)
        c.poly([(0, -440), (260, -470), (260, -212), (0, -236)], mix(denim, p.CHALK, 0.12))
        c.poly([(0, -236), (260, -212), (260, 0), (0, 0)], p.BRICK)
        for start, end in (
            ((-200, -388), (-8, -408)),
            ((-200, -186), (-8, -168)),
            ((10, -430), (200, -452)),
            ((10, -226), (200, -206)),
        ):
            c.dashes(start, end, 15, 4, p.CHALK)
        c.poly([(112, -640), (260, -640), (260, 0), (140, 0)], p.INK, 0.13)
        c.rect(-260, -52, 520, 60, dark)
        c.dashes((-200, -44), (200, -44), 30, 3, mix(p.CANAL, p.CHALK, 0.5))
    for x, y, tone in ((-150, -366, p.CANAL_LIGHT), (44, -396, p.SAND)):
        c.poly([(x, y), (x + 106, y), (x + 106, y + 96), (x + 53, y + 116), (x, y + 96)], tone)
        c.poly(
            [(x - 3, y), (x + 109, y), (x + 109, y + 26), (x + 53, y + 44), (x - 3, y + 26)],
            mix(tone, p.INK, 0.2),
        )
        c.disc(x + 53, y + 26, 6, p.BRICK)
    c.line([(0, -560), (0, -14)], 5, dark)
    for i in range(5):
        c.disc(14, -490 + i * 98, 8.5, p.SUN if i == 0 else p.SAND)
    c.poly([(-92, -618), (0, -590), (92, -618), (58, -634), (0, -622), (-58, -634)], p.INK_SOFT)
    for side, tone in ((-1, dark), (1, mix(dark, p.INK, 0.25))):
        c.poly([(side * 58, -638), (side * 102, -612), (side * 84, -520), (0, -560), (side * 4, -580)], tone)


def hide(c: Canvas) -> None:
    """Draw a roll of plant-based leather, its loose end and a leaf."""
    skin, light, dark = p.BRICK, p.BRICK_LIGHT, p.BRICK_DEEP
    x0, x1, cy, r = -300, 236, -170, 128
    c.poly(
        smooth([(x0 - 6, -66), (x0 - 24, 20), (x0 - 50, 150)])
        + smooth(
            [
                (x0 - 50, 150),
                (x0 + 60, 166),
                (x0 + 190, 150),
                (x0 + 330, 168),
                (x1 + 20, 152),
                (x1 + 120, 160),
            ]
        )
        + smooth([(x1 + 120, 160), (x1 + 60, 40), (x1, -66)]),
        mix(skin, light, 0.55),
    )
    c.dashes((x0 - 22, 136), (x1 + 96, 138), 34, 4, p.CHALK)
    c.poly([(x0, cy - r), (x1, cy - r), *arc(x1, cy, 56, r, -90, 90), (x0, cy + r)], skin)
    c.poly([(x0, cy - r), (x1, cy - r), (x1 + 30, cy - r * 0.8), (x0 + 30, cy - r * 0.8)], light, 0.45)
    c.poly(
        [(x0, cy + r * 0.35), (x1 + 52, cy + r * 0.35), *arc(x1, cy, 56, r, 20, 90), (x0, cy + r)],
        p.INK,
        0.16,
    )
    c.ellipse(x0, cy, 56, r, mix(light, p.CHALK, 0.4))
    spiral = [(x0 + 56 * t * cos, cy + r * t * sin) for t, cos, sin in _spiral(2.6, 150)]
    c.line(spiral, 9, dark)
    leaf(c, 60, 76, 330, -156, p.CANOPY_MID, p.CANOPY_DEEP)
    leaf(c, 70, 82, 230, -14, p.CANOPY, p.CANOPY_DEEP)


def _spiral(turns: float, steps: int) -> list[tuple[float, float, float]]:
    """Return radius share, cosine and sine along a spiral."""
    return [
        (
            0.08 + 0.83 * i / steps,
            math.cos(turns * 2 * math.pi * i / steps),
            math.sin(turns * 2 * math.pi * i / steps),
        )
        for i in range(steps + 1)
    ]
