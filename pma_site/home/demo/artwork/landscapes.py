"""The open territory: parks, canal, slag heaps, paths."""

from __future__ import annotations

from . import palette as p
from .bicycle import rider
from .palette import Color, mix
from .people import figure
from .scenery import (
    birch,
    chevalement,
    corons,
    gable,
    grass,
    hill,
    poplar,
    ripples,
    terril,
    thicket,
    tree,
)
from .shapes import Canvas, Point, smooth


def path(c: Canvas, left: list[Point], right: list[Point], fill: Color) -> None:
    """Fill a winding path between its two smooth edges."""
    c.poly(smooth(left) + smooth(right)[::-1], fill)


def parc() -> Canvas:
    """Draw a park between canal and slag heaps."""
    sky = p.CANAL_PALE
    c = Canvas(sky)
    c.disc(1120, 330, 210, mix(sky, p.WHITE, 0.65))
    terril(c, 980, 620, 420, 350, mix(sky, p.CANAL, 0.3), mix(sky, p.CANAL, 0.48))
    terril(c, 1400, 620, 330, 230, mix(sky, p.CANOPY, 0.34), mix(sky, p.CANOPY, 0.52), 2)
    thicket(c, -40, 1640, 648, 84, mix(sky, p.CANOPY, 0.6), 1)
    hill(
        c,
        [(-20, 600), (300, 612), (700, 640), (1100, 622), (1620, 610)],
        mix(p.CANOPY_LIGHT, p.CANOPY_PALE, 0.3),
    )
    for x, h in ((1196, 190), (1256, 230), (1318, 206), (1380, 244), (1440, 214)):
        poplar(c, x, 690, h, p.CANOPY_MID)
    water = smooth([(1620, 690), (1180, 706), (800, 742), (420, 752), (-20, 730)]) + smooth(
        [(-20, 800), (420, 838), (860, 826), (1240, 776), (1620, 764)]
    )
    c.poly(water, p.CANAL_LIGHT)
    with c.clip(water):
        ripples(c, -20, 1620, 720, 826, p.WHITE, 18)
    hill(c, [(-20, 790), (420, 834), (860, 820), (1240, 770), (1620, 758)], p.CANOPY_LIGHT)
    path(
        c,
        [(620, 1090), (700, 1000), (960, 930), (1010, 880), (900, 820)],
        [(960, 1090), (960, 1010), (1130, 930), (1110, 870), (946, 818)],
        p.CHALK,
    )
    path(c, [(1046, 900), (1250, 900), (1620, 830)], [(1090, 936), (1290, 936), (1620, 872)], p.CHALK)
    _footbridge(c, 800, 770, 250)
    hill(c, [(-20, 900), (200, 908), (460, 968), (640, 1080)], p.CANOPY_MID)
    tree(c, 150, 956, 640, p.CANOPY)
    tree(c, 392, 1000, 420, p.CANOPY_MID)
    birch(c, 1420, 960, 470, mix(p.CANOPY_MID, p.CANOPY_LIGHT, 0.35))
    birch(c, 1530, 1000, 400, p.CANOPY_MID)
    hill(c, [(1180, 1090), (1340, 990), (1620, 950)], p.CANOPY)
    figure(c, 940, 1010, 178, p.BRICK, p.INK, p.SKIN[0], p.WOOD_DEEP, walking=True, flip=True)
    figure(c, 862, 1018, 168, p.CANAL, p.SLATE, p.SKIN[2], p.INK, "hold", long_hair=True)
    for x in (210, 480, 1330, 1500):
        grass(c, x, 1075 if x > 1000 else 1060, 60, p.CANOPY_DEEP)
    return c


def _footbridge(c: Canvas, x: float, y: float, width: float) -> None:
    """Draw a light arched footbridge seen from the bank."""
    deck = [(x - 20, y + 60), (x + width * 0.5, y + 4), (x + width + 40, y - 20)]
    rail = [(px, py - 46) for px, py in deck]
    c.curve(deck, 16, p.WOOD_DEEP)
    c.curve([(px, py - 9) for px, py in deck], 5, p.WOOD_LIGHT)
    c.curve(rail, 6, p.WOOD_DEEP)
    spots = smooth(deck)
    for i in range(0, len(spots), 4):
        px, py = spots[i]
        c.line([(px, py), (px, py - 46)], 4, p.WOOD_DEEP)


def territoire() -> Canvas:
    """Draw the emblematic panorama, from black slag heap to green one."""
    sky = mix(p.CHALK, p.SUN_PALE, 0.3)
    c = Canvas(sky)
    c.disc(800, 420, 250, mix(sky, p.SUN, 0.24))
    c.disc(800, 420, 190, mix(sky, p.SUN, 0.42))
    far = mix(sky, p.CANAL_LIGHT, 0.55)
    terril(c, 760, 690, 330, 200, far, mix(far, p.CANAL, 0.16), 1)
    terril(c, 330, 720, 560, 480, p.INK_SOFT, p.INK)
    terril(c, 1270, 720, 560, 450, p.CANOPY_MID, p.CANOPY, 2.4)
    for x, y, h in (
        (1170, 462, 46),
        (1096, 540, 56),
        (1128, 552, 50),
        (1214, 560, 54),
        (1000, 610, 66),
        (1036, 622, 58),
        (1150, 640, 62),
        (1290, 630, 60),
        (1330, 640, 66),
        (1400, 560, 50),
    ):
        tree(c, x, y, h, mix(p.CANOPY_MID, p.CANOPY_LIGHT, 0.3) if x < 1240 else p.CANOPY_MID)
    thicket(c, 780, 1640, 728, 90, p.CANOPY, 2)
    thicket(c, -40, 700, 726, 34, p.CANOPY_DEEP, 1)
    c.rect(0, 712, 1600, 60, p.CANOPY_DEEP)
    chevalement(c, 610, 728, 330, p.BRICK_DEEP)
    corons(c, 60, 752, 112, 4, p.BRICK, p.SLATE)
    corons(c, 850, 752, 112, 5, mix(p.BRICK, p.BRICK_LIGHT, 0.35), p.INK_SOFT)
    c.rect(0, 750, 1600, 20, p.CANOPY_LIGHT)
    for x, h in ((530, 120), (730, 150), (778, 128), (1452, 190), (1510, 160)):
        tree(c, x, 756, h, p.CANOPY_MID)
    c.mirror(768, 300, p.CANAL, 0.6)
    c.rect(0, 766, 1600, 6, p.CANOPY_DEEP)
    ripples(c, 0, 1600, 790, 960, p.CANAL_LIGHT, 22)
    hill(c, [(-20, 930), (300, 950), (800, 1000), (1200, 985), (1620, 930)], p.CANOPY_LIGHT)
    hill(c, [(-20, 985), (300, 1000), (700, 1046), (1100, 1048), (1620, 985)], p.CHALK)
    hill(c, [(-20, 1030), (300, 1040), (800, 1072), (1620, 1040)], p.CANOPY_MID)
    for x in (60, 130, 1330, 1420, 1560):
        grass(c, x, 1010, 74, p.CANOPY)
    figure(c, 1170, 1042, 150, p.BRICK, p.INK, p.SKIN[1], p.INK, walking=True)
    return c


def roadmap() -> Canvas:
    """Draw a path climbing three hills, each with its marker."""
    sky = p.CHALK
    c = Canvas(sky)
    c.disc(1130, 300, 215, p.SUN_PALE)
    c.disc(1130, 300, 150, mix(p.SUN_PALE, p.SUN, 0.34))
    terril(c, 300, 600, 400, 250, p.CANAL_PALE, mix(p.CANAL_PALE, p.CANAL, 0.16))
    third = [(-20, 560), (500, 560), (900, 400), (1180, 318), (1400, 400), (1620, 480)]
    hill(c, third, p.CANOPY_LIGHT)
    path(
        c,
        [(840, 660), (1010, 570), (1100, 500), (1090, 430), (1162, 322)],
        [(970, 680), (1110, 590), (1170, 505), (1130, 430), (1180, 318)],
        p.CHALK,
    )
    second = [(-20, 600), (280, 520), (520, 500), (820, 600), (1150, 690), (1620, 580)]
    hill(c, second, p.CANOPY_MID)
    path(
        c,
        [(1100, 800), (800, 775), (440, 725), (330, 625), (480, 540), (700, 548), (870, 616)],
        [(1210, 720), (860, 712), (560, 672), (450, 622), (530, 578), (700, 576), (910, 636)],
        p.CHALK,
    )
    first = [(-20, 830), (300, 800), (700, 800), (1060, 740), (1320, 720), (1620, 790)]
    hill(c, first, p.CANOPY)
    path(
        c,
        [(180, 1090), (420, 960), (900, 900), (1120, 820), (1080, 728)],
        [(560, 1090), (640, 990), (1040, 920), (1230, 820), (1204, 716)],
        p.CHALK,
    )
    for x, y, h, tone in ((1300, 736, 300, p.BRICK), (420, 520, 220, p.CANAL), (1180, 322, 160, p.SUN)):
        _marker(c, x, y, h, tone)
    for x, y, h in ((1480, 790, 250), (1560, 810, 190), (130, 830, 270), (230, 820, 200)):
        tree(c, x, y, h, mix(p.CANOPY, p.INK, 0.16))
    for x, y, h in ((150, 580, 120), (210, 560, 150), (1420, 640, 150), (1490, 620, 120)):
        tree(c, x, y, h, p.CANOPY)
    for x, y, h in ((860, 430, 70), (910, 412, 84), (1340, 382, 76)):
        tree(c, x, y, h, p.CANOPY_MID)
    figure(c, 560, 1000, 190, p.BRICK, p.INK, p.SKIN[0], p.INK, walking=True)
    figure(c, 450, 1016, 178, p.SUN_PALE, p.SLATE, p.SKIN[2], p.INK, "point", long_hair=True)
    return c


def _marker(c: Canvas, x: float, y: float, height: float, tone: Color) -> None:
    """Plant a stage pennant."""
    c.shadow(x + height * 0.06, y, height * 0.12, height * 0.02)
    c.line([(x, y), (x, y - height)], height * 0.03, p.INK)
    flag = [(x, y - height), (x + height * 0.46, y - height * 0.85), (x, y - height * 0.68)]
    c.poly(flag, tone)
    c.poly([flag[1], flag[2], (x, y - height * 0.85)], p.INK, 0.14)


def gravel() -> Canvas:
    """Draw a gravel rider bound for two slag heaps."""
    sky = p.BRICK_PALE
    c = Canvas(sky)
    c.disc(1010, 350, 230, mix(sky, p.WHITE, 0.55))
    terril(c, 1270, 650, 400, 400, mix(sky, p.INK, 0.52), mix(sky, p.INK, 0.68), 1.4)
    terril(c, 850, 650, 380, 370, mix(sky, p.INK, 0.64), mix(sky, p.INK, 0.8))
    thicket(c, -40, 1640, 660, 60, p.CANOPY, 2)
    hill(c, [(-20, 640), (500, 650), (1000, 664), (1620, 640)], p.CANOPY_LIGHT)
    gable(c, 120, 668, 96, 130, p.BRICK, p.SLATE)
    gable(c, 212, 668, 86, 112, mix(p.BRICK, p.BRICK_LIGHT, 0.4), p.SLATE)
    path(
        c,
        [(-20, 880), (500, 900), (1130, 860), (1330, 790), (1160, 720), (1040, 662)],
        [(-20, 1090), (900, 1090), (1400, 960), (1560, 800), (1230, 710), (1062, 661)],
        p.CHALK,
    )
    for i in range(70):
        x, y = (i * 397) % 1300, 925 + (i * 53) % 125
        c.ellipse(x, y, 7 + i % 4, 3, p.SAND)
    for x, h in ((1420, 180), (1500, 240), (1570, 200)):
        birch(c, x, 730, h, p.CANOPY_MID)
    for x, h in ((40, 260), (330, 200)):
        tree(c, x, 720, h, p.CANOPY_MID)
    with c.at(420, 990, 0.62):
        rider(c, p.CANAL, p.SKIN[1])
    hill(c, [(-20, 1030), (200, 1046), (420, 1090)], p.CANOPY)
    hill(c, [(1080, 1090), (1300, 1040), (1620, 990)], p.CANOPY)
    for x in (50, 140, 230, 1300, 1400, 1500, 1570):
        grass(c, x, 1072, 84 if x != 1570 else 120, p.CANOPY_MID)
    return c
