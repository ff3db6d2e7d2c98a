"""A bamboo bicycle with true proportions, and its rider."""

from __future__ import annotations

import math

from . import palette as p
from .palette import Color, mix
from .scenery import ring
from .shapes import Canvas, Point, lerp, polar

RADIUS = 211
REAR: Point = (0, -RADIUS)
FRONT: Point = (628, -RADIUS)
CRANK: Point = (263, -168)
SEAT: Point = (165, -488)
SADDLE: Point = (140, -570)
CROWN: Point = (529, -424)
HEAD: Point = (496, -528)
STEM: Point = (486, -560)
GRIP: Point = (424, -566)


def wheel(c: Canvas, x: float, y: float, radius: float, tyre: Color = p.INK) -> None:
    """Draw a spoked wheel with a bamboo rim."""
    for i in range(28):
        side = 1 if i % 2 else -1
        hub = polar(x, y, radius * 0.07, i * 360 / 28 + 70 * side)
        c.line([hub, polar(x, y, radius * 0.9, i * 360 / 28)], radius * 0.009, p.SLATE)
    ring(c, x, y, radius * 0.96, radius * 0.075, tyre)
    ring(c, x, y, radius * 0.895, radius * 0.056, p.WOOD)
    c.disc(x, y, radius * 0.085, p.INK_SOFT)
    c.disc(x, y, radius * 0.035, p.ZINC)


def _bamboo(c: Canvas, start: Point, end: Point, width: float, nodes: int) -> None:
    """Draw a bamboo tube: lit edge, shaded edge, raised nodes."""
    length = math.dist(start, end)
    nx, ny = (start[1] - end[1]) / length, (end[0] - start[0]) / length
    if ny < 0:
        nx, ny = -nx, -ny
    c.line([start, end], width, p.WOOD)
    offset = width * 0.26
    low = [(q[0] + nx * offset, q[1] + ny * offset) for q in (start, end)]
    c.line(low, width * 0.46, mix(p.WOOD, p.WOOD_DEEP, 0.45), caps=False)
    high = [(q[0] - nx * offset, q[1] - ny * offset) for q in (start, end)]
    c.line(high, width * 0.18, p.WOOD_LIGHT, caps=False)
    for i in range(nodes):
        x, y = lerp(start, end, (i + 0.9) / (nodes + 0.8))
        reach = width * 0.62
        knot = [(x - nx * reach, y - ny * reach), (x + nx * reach, y + ny * reach)]
        c.line(knot, width * 0.2, p.WOOD_DEEP)


def _lug(c: Canvas, joint: Point, ends: list[Point], reach: float, width: float) -> None:
    """Wrap a joint in hemp fibre."""
    tone = mix(p.WOOD_DEEP, p.INK, 0.3)
    length = [math.dist(joint, end) for end in ends]
    for end, far in zip(ends, length, strict=True):
        c.line([joint, lerp(joint, end, reach / far)], width, tone)


def bicycle(c: Canvas, nodes: int = 4, crank: float = 24, detail: bool = True) -> None:
    """Draw the bicycle heading right, rear axle above the local origin."""
    c.shadow(314, 4, 470, 12, 0.16)
    wheel(c, *REAR, RADIUS)
    wheel(c, *FRONT, RADIUS)
    _pedal(c, crank + 180, p.SLATE)
    c.line([REAR, (CRANK[0] - 2, CRANK[1])], 12, p.WOOD_DEEP)
    for start, end, width, count in (
        (REAR, SEAT, 13, nodes),
        (REAR, CRANK, 15, nodes - 1),
        (CRANK, SEAT, 24, nodes),
        (SEAT, lerp(HEAD, CROWN, 0.26), 24, nodes),
        (CRANK, lerp(HEAD, CROWN, 0.74), 26, nodes + 1),
    ):
        _bamboo(c, start, end, width, count)
    c.curve([CROWN, (552, -350), (590, -270), FRONT], 15, p.INK_SOFT)
    c.line([HEAD, CROWN], 28, mix(p.WOOD_DEEP, p.INK, 0.3))
    _lug(c, SEAT, [CRANK, HEAD, REAR], 34, 29)
    _lug(c, CRANK, [SEAT, CROWN, REAR], 38, 30)
    _lug(c, lerp(HEAD, CROWN, 0.26), [SEAT], 34, 28)
    _lug(c, lerp(HEAD, CROWN, 0.74), [CRANK], 36, 30)
    c.line([SEAT, (SADDLE[0] + 4, SADDLE[1] + 12)], 11, p.SLATE)
    c.blob(
        [
            (60, -580),
            (84, -592),
            (140, -584),
            (206, -578),
            (222, -570),
            (200, -563),
            (150, -560),
            (104, -548),
            (70, -558),
        ],
        p.BRICK_DEEP,
    )
    c.line([HEAD, STEM], 14, p.SLATE)
    c.curve([STEM, (520, -574), (548, -580), (552, -604), (520, -612), (470, -600), GRIP], 11, p.SLATE)
    c.curve([(474, -601), (452, -588), GRIP, (404, -556)], 19, p.BRICK_DEEP)
    chain = mix(p.INK, p.SLATE, 0.4)
    ring(c, *CRANK, 46, 8, chain)
    for i in range(5):
        c.line([CRANK, polar(*CRANK, 44, i * 72 + crank)], 6, chain)
    ring(c, *REAR, 22, 8, chain)
    c.line([(0, REAR[1] - 23), (263, CRANK[1] - 47)], 4, p.INK)
    c.line([(0, REAR[1] + 23), (263, CRANK[1] + 47)], 4, p.INK)
    _pedal(c, crank, p.INK)
    if detail:
        c.disc(518, -470, 8, p.SUN)


def _pedal(c: Canvas, angle: float, tone: Color) -> None:
    """Draw one crank arm and its pedal."""
    end = polar(*CRANK, 104, angle)
    c.line([CRANK, end], 12, tone)
    c.rect(end[0] - 34, end[1] - 7, 68, 14, tone, 5)


def rider(c: Canvas, jersey: Color, skin: Color, crank: float = 60) -> None:
    """Draw the bicycle and a rider in the saddle, heading right."""
    hip: Point = (148, -600)
    shoulder: Point = (318, -846)
    for turn, tone in ((180, mix(skin, p.INK, 0.32)), (0, None)):
        if turn == 0:
            bicycle(c, 3, crank, detail=False)
        leg = tone or skin
        foot = polar(*CRANK, 104, crank + turn)
        ankle = (foot[0] - 26, foot[1] - 46)
        knee = _knee(hip, ankle, 236, 232)
        short = mix(p.INK, p.SLATE, 0.25 if turn else 0)
        c.taper([knee, lerp(knee, ankle, 0.4), ankle], (58, 56, 30), leg)
        c.taper([hip, lerp(hip, knee, 0.5), knee], (104, 92, 60), short)
        c.disc(*lerp(hip, knee, 0.97), 30, short)
        c.line(
            [(foot[0] - 34, foot[1] - 14), (foot[0] + 44, foot[1] - 14)],
            28,
            p.BRICK if not turn else p.BRICK_DEEP,
        )
        c.line([ankle, (foot[0] - 24, foot[1] - 24)], 30, p.CHALK if not turn else p.SAND)
    c.blob(
        [
            (88, -612),
            (118, -700),
            (190, -810),
            (282, -884),
            (352, -876),
            (358, -822),
            (300, -730),
            (240, -640),
            (196, -576),
            (118, -572),
        ],
        jersey,
    )
    c.poly(
        [(196, -576), (240, -640), (300, -730), (356, -824), (300, -790), (210, -690), (140, -574)],
        p.INK,
        0.14,
    )
    c.taper([(330, -868), (366, -920)], (58, 48), mix(skin, p.INK, 0.14))
    c.ellipse(392, -960, 52, 60, skin)
    c.blob(
        [(322, -968), (340, -1020), (400, -1044), (454, -1010), (462, -976), (420, -982), (370, -966)],
        p.BRICK,
    )
    c.line([(350, -968), (386, -904)], 6, p.INK)
    elbow = (392, -690)
    c.taper([elbow, (414, -630), (GRIP[0] + 6, GRIP[1] - 12)], (44, 40, 30), skin)
    c.taper([shoulder, lerp(shoulder, elbow, 0.6), elbow], (74, 58, 46), mix(jersey, p.INK, 0.18))
    c.disc(shoulder[0], shoulder[1], 37, mix(jersey, p.INK, 0.18))
    c.disc(GRIP[0] + 4, GRIP[1] - 6, 24, skin)


def _knee(hip: Point, ankle: Point, thigh: float, shin: float) -> Point:
    """Solve the forward-bent knee between hip and ankle."""
    gap = min(math.dist(hip, ankle), thigh + shin - 1)
    along = (thigh**2 - shin**2 + gap**2) / (2 * gap)
    rise = math.sqrt(max(0, thigh**2 - along**2))
    ux, uy = (ankle[0] - hip[0]) / gap, (ankle[1] - hip[1]) / gap
    return (hip[0] + ux * along + uy * rise, hip[1] + uy * along - ux * rise)
