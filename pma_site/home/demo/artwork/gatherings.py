"""Places where people meet: showroom, forum, workshop, label."""

from __future__ import annotations

from . import palette as p
from .bicycle import bicycle, wheel
from .objects import battery, leaf, tyre
from .palette import mix
from .people import figure
from .scenery import floor, gable, hill, plinth, terril, thicket, tree
from .shapes import Canvas, Point, arc, box, lerp, polar
from .workshop import bench, tool_wall


def cover_innov() -> Canvas:
    """Draw innovators and their objects before the slag heaps."""
    sky = mix(p.CHALK, p.CANOPY_PALE, 0.35)
    c = Canvas(sky)
    for r, t in ((430, 0.22), (350, 0.45), (262, 0.75)):
        c.disc(800, 420, r, mix(sky, mix(p.SUN_PALE, p.CHALK, 0.2), t))
    c.disc(800, 420, 150, mix(p.SUN_PALE, p.SUN, 0.22))
    terril(c, 430, 730, 470, 400, mix(sky, p.INK, 0.5), mix(sky, p.INK, 0.66))
    terril(c, 1200, 730, 450, 360, p.CANOPY_LIGHT, mix(p.CANOPY_LIGHT, p.CANOPY, 0.32), 2)
    thicket(c, -40, 1640, 736, 64, p.CANOPY, 3)
    floor(c, 734, p.CHALK_DEEP)
    c.shadow(840, 1004, 640, 34, 0.14)
    c.poly([(330, 776), (410, 730), (1190, 730), (1270, 776)], p.WHITE)
    c.rect(330, 776, 940, 26, p.CHALK)
    c.rect(360, 802, 880, 196, p.CANOPY)
    c.rect(360, 802, 880, 18, p.CANOPY_DEEP)
    for i in range(1, 8):
        c.line([(360 + i * 110, 820), (360 + i * 110, 998)], 3, p.CANOPY_DEEP, caps=False)
    plinth(c, 508, 706, 118, 46, p.BRICK, p.BRICK_LIGHT)
    with c.at(498, 710, 0.46):
        tyre(c, strip=False)
    c.shadow(826, 763, 146, 8)
    with c.at(808, 764, 0.38):
        battery(c)
    plinth(c, 1090, 672, 106, 80, p.CANAL, mix(p.CANAL, p.CANAL_LIGHT, 0.5))
    for x in (1052, 1128):
        c.line([(x, 676), (1090, 532)], 8, p.INK)
    wheel(c, 1090, 532, 136)
    people = (
        (292, 958, 430, p.SUN_PALE, p.SLATE, p.SKIN[1], p.INK, "hold", False, True),
        (150, 984, 462, p.BRICK, p.INK, p.SKIN[0], p.INK, "point", False, False),
        (1322, 962, 436, p.CANAL, p.INK, p.SKIN[2], p.INK, "point", True, False),
        (1470, 986, 448, p.CANOPY, p.INK, p.SKIN[0], p.WOOD_DEEP, "down", True, True),
    )
    for x, base, h, coat, legs, skin, hair, pose, flip, mane in people:
        figure(c, x, base, h, coat, legs, skin, hair, pose, flip, mane)
    return c


def showroom() -> Canvas:
    """Draw a former sawtooth workshop turned into a showroom."""
    wall = p.CHALK
    c = Canvas(wall)
    _sheds(c)
    floor(c, 760, p.CHALK_DEEP)
    c.poly(
        [(0, 1067), (0, 940), (420, 760), (1180, 760), (1600, 940), (1600, 1067)],
        mix(p.CHALK_DEEP, p.WHITE, 0.4),
    )
    for x in (300, 800, 1300):
        c.line([(x, 250), (x, 330)], 4, p.INK)
        c.poly([(x - 52, 378), (x - 18, 330), (x + 18, 330), (x + 52, 378)], p.INK)
        c.poly([(x - 52, 378), (x + 52, 378), (x + 210, 800), (x - 210, 800)], p.SUN, 0.1)
        c.ellipse(x, 378, 40, 7, mix(p.SUN, p.CHALK, 0.4))
    figure(c, 470, 852, 300, p.CANAL, p.INK, p.SKIN[2], p.INK, "point", long_hair=True)
    figure(c, 1130, 848, 310, p.BRICK, p.SLATE, p.SKIN[0], p.WOOD_DEEP, "hold", flip=True)
    plinth(c, 236, 800, 172, 130, p.BRICK, p.BRICK_LIGHT)
    with c.at(226, 806, 0.52):
        tyre(c, strip=False)
    plinth(c, 1372, 800, 196, 130, p.CANAL, mix(p.CANAL, p.CANAL_LIGHT, 0.5))
    with c.at(1358, 810, 0.4):
        battery(c)
    plinth(c, 800, 890, 330, 84, p.CANOPY, p.CANOPY_MID)
    with c.at(622, 896, 0.56):
        bicycle(c, 3)
    return c


def _sheds(c: Canvas) -> None:
    """Draw the sawtooth roof, its glazing and brick piers."""
    c.rect(0, 0, 1600, 250, p.CHALK_DEEP)
    for i in range(4):
        x = i * 400
        pane = [(x + 24, 214), (x + 24, 52), (x + 330, 214)]
        c.poly(pane, p.CANAL_PALE)
        for t in (0.25, 0.5, 0.75):
            c.line([lerp(pane[0], pane[2], t), lerp(pane[1], pane[2], t)], 5, p.WHITE)
        c.line([(x, 236), (x + 12, 24), (x + 400, 236)], 15, p.INK_SOFT)
    c.rect(0, 228, 1600, 24, p.INK_SOFT)
    for x in (470, 930):
        frame = box(x, 380, 200, 300)
        c.poly(frame, p.CANAL_PALE)
        with c.clip(frame):
            terril(
                c,
                x + (70 if x < 800 else 120),
                680,
                190,
                190,
                p.CANOPY_LIGHT,
                mix(p.CANOPY_LIGHT, p.CANOPY, 0.35),
            )
        c.line([*frame, frame[0]], 12, p.INK_SOFT)
        c.line([(x + 100, 380), (x + 100, 680)], 7, p.INK_SOFT)
        c.line([(x, 530), (x + 200, 530)], 7, p.INK_SOFT)
    for x in (20, 1490):
        c.rect(x, 252, 90, 508, mix(p.BRICK, p.BRICK_LIGHT, 0.25))
        for row in range(21):
            y = 252 + row * 24
            c.line([(x, y), (x + 90, y)], 2, p.BRICK_LIGHT, caps=False)
            for dx in (15, 45, 75) if row % 2 else (30, 60):
                c.line([(x + dx, y), (x + dx, y + 24)], 2, p.BRICK_LIGHT, caps=False)


def agenda() -> Canvas:
    """Draw a forum: curved rows facing a speaker and the landscape."""
    c = Canvas(p.CANOPY_DEEP)
    sky = mix(p.CHALK, p.CANAL_PALE, 0.5)
    view = [(120, 90), (1480, 90), (1480, 640), (120, 640)]
    c.poly(view, sky)
    with c.clip(view):
        c.disc(960, 340, 170, mix(sky, p.SUN_PALE, 0.8))
        terril(c, 560, 620, 420, 390, mix(sky, p.CANAL, 0.34), mix(sky, p.CANAL, 0.52))
        terril(c, 1120, 620, 380, 300, p.CANOPY_LIGHT, mix(p.CANOPY_LIGHT, p.CANOPY, 0.34), 2)
        thicket(c, 80, 1540, 648, 84, p.CANOPY_MID, 1)
    for x in (120, 460, 800, 1140, 1480):
        c.line([(x, 80), (x, 650)], 16, p.INK)
    for y in (86, 220, 646):
        c.line([(120, y), (1480, y)], 14, p.INK)
    floor(c, 690, p.WOOD_LIGHT)
    c.rect(0, 680, 1600, 14, p.WOOD_DEEP)
    c.ellipse(800, 770, 330, 52, mix(p.WOOD_LIGHT, p.CHALK, 0.6))
    figure(c, 830, 780, 236, p.BRICK, p.INK, p.SKIN[0], p.WOOD_DEEP, "point", flip=True, long_hair=True)
    figure(c, 690, 776, 244, p.CANAL, p.SLATE, p.SKIN[2], p.INK, "hold")
    seats = []
    for rx, ry, count, size in ((500, 150, 9, 0.66), (860, 300, 10, 0.98)):
        for i in range(count):
            x, y = polar(800, 706, rx, 172 - i * 164 / (count - 1), ry / rx)
            seats.append((y + 50, x, size, (i * 3 + count + rx // 100) % 7))
    for y, x, size, draw in sorted(seats):
        _seat(c, x, y, size, draw if draw < 5 else None, (800 - x) / 1000)
    return c


def _seat(c: Canvas, x: float, y: float, size: float, sitter: int | None, turn: float) -> None:
    """Draw a chair seen from behind, occupied when a sitter is given."""
    with c.at(x, y, size):
        c.ellipse(0, 62, 66, 10, p.INK, 0.16)
        for side in (-1, 1):
            c.line([(side * 38, 4), (side * 46, 60)], 8, p.INK)
        if sitter is not None:
            coat = (p.INK_SOFT, p.CANOPY_MID, p.CANAL, p.SUN_PALE, p.BRICK_LIGHT)[sitter]
            skin = p.SKIN[sitter % 3]
            hair = (p.INK, p.WOOD_DEEP, p.INK, p.BRICK_DEEP, p.SLATE)[sitter]
            lean = turn * 14
            c.blob([(-66, 10), (-70, -70), (-50, -106), (0, -120), (50, -106), (70, -70), (66, 10)], coat)
            c.rect(-15 + lean * 0.5, -146, 30, 34, mix(skin, p.INK, 0.15), 8)
            c.ellipse(lean, -168, 34, 40, skin)
            c.blob(
                [
                    (-38 + lean, -166),
                    (-34 + lean, -202),
                    (lean, -216),
                    (34 + lean, -202),
                    (38 + lean, -166),
                    (22 + lean, -140),
                    (-22 + lean, -140),
                ],
                hair,
            )
        c.rect(-60, -70, 120, 84, p.WOOD, 20)
        c.rect(-60, -8, 120, 22, p.WOOD_DEEP, 10)
        c.rect(-40, -46, 80, 10, mix(p.WOOD, p.WOOD_DEEP, 0.5), 5)


def label() -> Canvas:
    """Draw a rosette of leaves and bricks above the rooftops."""
    sky = mix(p.CHALK, p.CANOPY_PALE, 0.3)
    c = Canvas(sky)
    c.disc(800, 440, 400, mix(sky, p.WHITE, 0.7))
    for x, r, h in ((170, 420, 220), (1450, 440, 260)):
        terril(c, x, 960, r, h + 110, p.CANOPY_PALE, mix(p.CANOPY_LIGHT, p.CANOPY_PALE, 0.3), x)
    _rosette(c, 800, 440)
    tones = (p.BRICK, mix(p.BRICK, p.BRICK_LIGHT, 0.4), p.BRICK_DEEP)
    for i, (x, w, h) in enumerate(
        (
            (-40, 250, 250),
            (215, 220, 200),
            (440, 210, 170),
            (655, 290, 140),
            (950, 210, 175),
            (1165, 220, 215),
            (1390, 250, 250),
        )
    ):
        gable(c, x, 1164, w + 6, h + 138, tones[i % 3], p.INK_SOFT if i % 2 else p.SLATE)
    for x, h in ((205, 170), (652, 120), (948, 120), (1390, 170)):
        tree(c, x, 1090, h + 20, p.CANOPY)
    return c


def _rosette(c: Canvas, cx: float, cy: float) -> None:
    """Draw concentric rings: long leaves, bricks, small leaves, a core."""
    for i in range(16):
        angle = i * 22.5
        start = polar(cx, cy, 216, angle)
        tone = (p.CANOPY, p.CANOPY_MID)[i % 2]
        with c.at(*start, 1, angle):
            leaf(c, 0, 0, 150 if i % 2 else 172, 0, tone, p.CANOPY_DEEP)
    c.disc(cx, cy, 232, p.CHALK)
    for ring_index, (inner, outer, count) in enumerate(((186, 222, 18), (144, 180, 14))):
        span = 360 / count
        for i in range(count):
            start = (i + 0.5 * ring_index) * span + 1.1
            end = start + span - 2.2
            tone = (p.BRICK, p.BRICK_LIGHT, p.BRICK, p.BRICK_DEEP, mix(p.BRICK, p.BRICK_LIGHT, 0.5))[
                (i * 3 + ring_index) % 5
            ]
            c.poly(arc(cx, cy, outer, outer, start, end, 180) + arc(cx, cy, inner, inner, end, start, 180), tone)
    c.disc(cx, cy, 128, p.CANOPY)
    core: list[Point] = []
    for i in range(48):
        core.append(polar(cx, cy, 112 if i % 2 else 118, i * 7.5))
    c.poly(core, p.CHALK)
    with c.clip(arc(cx, cy, 106, 106)):
        c.disc(cx, cy, 106, p.CANAL_PALE)
        c.disc(cx + 34, cy - 30, 30, p.SUN)
        terril(c, cx - 22, cy + 62, 110, 112, p.INK_SOFT, p.INK)
        terril(c, cx + 62, cy + 62, 90, 76, p.CANOPY_MID, p.CANOPY, 2)
        hill(c, [(cx - 130, cy + 54), (cx, cy + 62), (cx + 130, cy + 50)], p.CANOPY_LIGHT, cy + 150)


def emploi_metiers() -> Canvas:
    """Draw a hands-on workshop: bench, tools, a mentor and an apprentice."""

    wall = p.CHALK_DEEP
    c = Canvas(wall)
    tool_wall(c)
    floor(c, 880, mix(p.SAND, p.SLATE, 0.12))
    c.rect(0, 866, 1600, 16, p.WHITE)
    figure(c, 560, 1040, 640, p.CANOPY, p.INK, p.SKIN[2], p.INK, "point")
    figure(c, 1090, 1046, 590, p.BRICK, p.SLATE, p.SKIN[0], p.WOOD_DEEP, "point", flip=True, long_hair=True)
    bench(c)
    return c
