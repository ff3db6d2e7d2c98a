"""The exhibited inventions, each drawn in a local frame standing on y=0."""

from __future__ import annotations

import math

from . import palette as p
from .palette import mix
from .scenery import ring
from .shapes import Canvas, arc, lerp, polar, smooth


def tyre(c: Canvas, strip: bool = True) -> None:
    """Draw a tyre being clad in a fresh green tread."""
    r, dx, dy = 250, 120, -34
    cx, cy = -70, -r
    fresh, fresh_dark = p.CANOPY_MID, p.CANOPY
    if strip:
        band = [(cx, 0), (cx + 520, 0), (cx + 520 + dx, dy), (cx + dx, dy)]
        c.poly(band, fresh)
        c.poly([(cx, 0), (cx + 520, 0), (cx + 520, 16), (cx, 16)], fresh_dark)
        c.poly([(cx + 520, 0), (cx + 520 + dx, dy), (cx + 520 + dx, dy + 16), (cx + 520, 16)], p.CANOPY_DEEP)
        for i in range(3, 13):
            x = cx + i * 40 + 10
            c.poly(
                [(x, -3), (x + 24, -3), (x + 26 + dx * 0.42, dy * 0.46), (x + dx * 0.42, dy * 0.46)],
                fresh_dark,
            )
            x += 14 + dx * 0.54
            c.poly(
                [(x, dy * 0.54), (x + 24, dy * 0.54), (x + 24 + dx * 0.4, dy + 3), (x + dx * 0.4, dy + 3)],
                fresh_dark,
            )
    c.poly(arc(cx + dx, cy + dy, r, r, -106, 74) + arc(cx, cy, r, r, 74, 254), fresh_dark)
    for row, (near, far) in enumerate(((0.03, 0.31), (0.37, 0.65), (0.71, 0.98))):
        for i in range(-18, 13):
            angle = i * 6 + row * 3
            if not -104 < angle < 72:
                continue
            corners = []
            for a, t in ((angle, near), (angle + 4.2, near), (angle + 4.2, far), (angle, far)):
                corners.append(polar(cx + dx * t, cy + dy * t, r + 3, a))
            c.poly(corners, fresh)
    c.disc(cx, cy, r, p.INK)
    ring(c, cx, cy, r - 8, 10, fresh)
    ring(c, cx, cy, r - 60, 3, p.INK_SOFT)
    ring(c, cx, cy, r - 34, 2.5, p.INK_SOFT)
    for i in range(36):
        c.line([polar(cx, cy, r - 52, i * 10), polar(cx, cy, r - 42, i * 10 + 3)], 3, p.INK_SOFT)
    c.poly(arc(cx, cy, r - 22, r - 22, 150, 250) + arc(cx, cy, r - 44, r - 44, 250, 150), p.CHALK, 0.1)
    c.disc(cx, cy, 142, mix(p.ZINC, p.INK, 0.35))
    c.disc(cx + 7, cy + 2, 132, p.ZINC)
    c.disc(cx + 10, cy + 2, 116, mix(p.ZINC, p.INK, 0.5))
    for i in range(5):
        a = i * 72 - 90
        c.poly(
            [
                polar(cx, cy, 34, a - 44),
                polar(cx, cy, 124, a - 9),
                polar(cx, cy, 124, a + 9),
                polar(cx, cy, 34, a + 44),
            ],
            p.ZINC,
        )
    c.disc(cx, cy, 38, p.ZINC)
    c.disc(cx, cy, 24, mix(p.ZINC, p.CHALK, 0.45))
    for i in range(5):
        c.disc(*polar(cx, cy, 30, i * 72 - 54), 4, p.INK_SOFT)


def _cell(c: Canvas, x: float, y: float, w: float, h: float, dx: float, dy: float, live: bool) -> None:
    """Draw one prismatic battery cell in oblique view."""
    body = p.CANAL if not live else p.CANOPY_MID
    c.poly([(x, y - h), (x + dx, y - h + dy), (x + w + dx, y - h + dy), (x + w, y - h)], mix(body, p.CHALK, 0.62))
    c.poly([(x + w, y), (x + w, y - h), (x + w + dx, y - h + dy), (x + w + dx, y + dy)], mix(body, p.INK, 0.45))
    c.rect(x, y - h, w, h, body)
    c.rect(x, y - h, w * 0.16, h, p.CHALK, alpha=0.14)
    for t, tone in ((0.25, p.BRICK), (0.7, p.INK)):
        px, py = x + w * 0.42 + dx * t, y - h + dy * t
        c.rect(px - 9, py - 15, 22, 16, mix(tone, p.INK, 0.2))
        c.ellipse(px + 2, py - 15, 11, 5, mix(tone, p.CHALK, 0.3))
    level = 5 if live else 3
    for i in range(5):
        tone = p.SUN if live and i < level else mix(body, p.CHALK, 0.65 if i < level else 0.14)
        c.rect(x + w * 0.3, y - 50 - i * 34, w * 0.42, 22, tone, 4)


def battery(c: Canvas) -> None:
    """Draw an electric car battery with one module lifted out."""
    w, gap, dx, dy, h = 92, 14, 112, -62, 250
    x0, count = -375, 6
    width = count * (w + gap) + 22
    c.poly(
        [
            (x0 - 18, -96),
            (x0 - 18 + dx * 1.2, -96 + dy * 1.2),
            (x0 + width + dx * 1.2, -96 + dy * 1.2),
            (x0 + width, -96),
        ],
        p.INK,
    )
    for i in range(count):
        lift = 128 if i == 3 else 0
        _cell(c, x0 + i * (w + gap) + 10, -42 - lift, w, h, dx, dy, i == 3)
    c.poly(
        [
            (x0 + width, 0),
            (x0 + width, -96),
            (x0 + width + dx * 1.2, -96 + dy * 1.2),
            (x0 + width + dx * 1.2, dy * 1.2),
        ],
        mix(p.INK, p.SLATE, 0.15),
    )
    c.rect(x0 - 18, -96, width + 18, 96, p.INK_SOFT, 6)
    c.rect(x0 - 18, -96, width + 18, 12, p.SLATE, 4)
    for i in range(13):
        c.rect(x0 + 24 + i * 46, -62, 18, 42, p.INK, 6)
    c.disc(x0 + width - 30, -42, 13, p.BRICK)


def drum(c: Canvas) -> None:
    """Draw a drum of plant-based glue and its amber drop."""
    rx, ry, top = 168, 34, -430
    cx = -110
    body = p.CHALK
    c.poly([(cx - rx, top), (cx + rx, top), *arc(cx, -ry, rx, ry, 0, 180)], body)
    for y0, y1 in ((-330, -110),):
        c.poly(arc(cx, y0, rx, ry, 0, 180) + arc(cx, y1, rx, ry, 180, 0), p.CANOPY)
    for y in (-372, -66):
        c.poly(arc(cx, y, rx + 5, ry, 0, 180) + arc(cx, y + 12, rx + 5, ry, 180, 0), p.SAND)
    c.poly([*arc(cx, -ry, rx, ry, 0, 66), (cx + rx * 0.4, top), (cx + rx, top)], p.INK, 0.14)
    c.ellipse(cx, top, rx + 5, ry + 1, p.SAND)
    c.ellipse(cx, top, rx - 8, ry - 6, mix(p.SUN, p.BRICK, 0.3))
    c.poly(arc(cx, top, rx - 8, ry - 6, 180, 360) + arc(cx, top + 9, rx - 8, ry - 8, 360, 180), p.INK, 0.2)
    leaf(c, cx - 10, -132, 176, -62, p.CANOPY_LIGHT, p.CANOPY)
    amber = mix(p.SUN, p.BRICK, 0.22)
    c.taper([(-330, top - 6), (60, top - 14), (300, top - 22)], (16, 20, 46), p.WOOD)
    c.taper([(-330, top + 1), (60, top - 5), (296, top - 6)], (2, 6, 14), p.WOOD_DEEP, 0.5)
    c.blob(
        [(196, top - 36), (262, top - 44), (308, top - 34), (308, top - 6), (268, top + 10), (226, top)],
        amber,
    )
    c.taper([(268, top - 4), (266, top + 50), (268, top + 106)], (46, 9, 5), amber)
    c.blob([(160, -14), (215, -34), (330, -30), (392, -10), (330, 12), (230, 14)], amber)
    c.blob([(205, -22), (250, -29), (300, -26), (255, -20)], mix(amber, p.CHALK, 0.5))
    drop = smooth(
        [
            (268, -330),
            (296, -262),
            (340, -196),
            (336, -126),
            (268, -88),
            (200, -126),
            (196, -196),
            (240, -262),
        ],
        True,
    )
    c.poly(drop, amber)
    c.poly(
        [*smooth([(268, -330), (296, -262), (340, -196), (336, -126), (268, -88)]), (300, -130), (306, -190)],
        p.BRICK,
        0.22,
    )
    c.taper([(224, -196), (222, -160), (240, -128)], (0, 15, 0), mix(amber, p.CHALK, 0.65))


def leaf(c: Canvas, x: float, y: float, size: float, angle: float, fill: p.Color, vein: p.Color) -> None:
    """Draw a pointed leaf growing from its stalk, half of it darker."""
    with c.at(x, y, size / 100, angle=angle):
        upper = smooth([(0, 0), (26, -25), (62, -27), (100, 0)])
        lower = smooth([(100, 0), (62, 27), (26, 25), (0, 0)])
        c.poly(upper + lower, fill)
        c.poly(lower, mix(fill, vein, 0.3))
        c.taper([(-16, 0), (40, 0), (97, 0)], (4, 3, 0.5), vein)
        for i in range(4):
            start = 16 + i * 19
            reach = 17 * (1 - (start / 105) ** 2)
            for side in (-1, 1):
                c.taper([(start, 0), (start + reach, side * reach)], (1.9, 0.3), vein)


def ingots(c: Canvas) -> None:
    """Draw a stack of cast zinc ingots."""
    dx, dy = 170, -80
    for level, xs in enumerate(((-350, -120, 110), (-235, -5), (-120,))):
        for i, x in enumerate(xs):
            _ingot(c, x, -level * 104, dx, dy, 0.1 * ((i + level) % 2))


def _ingot(c: Canvas, x: float, y: float, dx: float, dy: float, tone: float) -> None:
    """Draw one ingot: trapezoid end, long flank, bright top."""
    base = mix(p.ZINC, p.CANAL, tone)
    w, h, inset = 214, 100, 32
    front = [(x, y), (x + inset, y - h), (x + w - inset, y - h), (x + w, y)]
    c.poly(
        [(x + w, y), (x + w - inset, y - h), (x + w - inset + dx, y - h + dy), (x + w + dx, y + dy)],
        mix(base, p.INK, 0.5),
    )
    c.poly(
        [
            (x + inset, y - h),
            (x + inset + dx, y - h + dy),
            (x + w - inset + dx, y - h + dy),
            (x + w - inset, y - h),
        ],
        mix(base, p.CHALK, 0.55),
    )
    c.poly(
        [
            (x + inset + 22, y - h - 6),
            (x + inset + dx - 4, y - h + dy + 8),
            (x + inset + dx + 34, y - h + dy + 8),
            (x + inset + 58, y - h - 6),
        ],
        p.WHITE,
        0.7,
    )
    c.poly(front, base)
    c.poly([lerp(front[0], front[1], 0.06), front[1], lerp(front[1], front[2], 0.28), (x + 34, y)], p.CHALK, 0.22)
    c.line(
        [(x + 62, y - 30), (x + 84, y - 70), (x + 130, y - 70), (x + 152, y - 30), (x + 62, y - 30)],
        4,
        mix(base, p.INK, 0.25),
    )


def heat(c: Canvas, x: float, y: float, height: float, tones: tuple[p.Color, ...], gap: float) -> None:
    """Draw rising warm waves."""
    for i, tone in enumerate(tones):
        tall = height * (1 - 0.16 * abs(i - (len(tones) - 1) / 2))
        points = [(x + i * gap + 24 * math.sin(t * 1.05), y - tall * t / 9) for t in range(10)]
        c.taper(points, (0, 20, 24, 18, 0), tone)
