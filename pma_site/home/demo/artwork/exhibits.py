"""One invention per picture: hero object, round plinth, terrils behind."""

from __future__ import annotations

from . import palette as p
from .bicycle import bicycle
from .energy import car, cat, charging_point, heater
from .objects import battery, drum, ingots, tyre
from .palette import Color, mix
from .scenery import corons, floor, plinth, terril, thicket
from .shapes import Canvas
from .textiles import hide, jacket

HORIZON = 770


def _set(
    sky: Color, far: Color, sun: tuple[float, float, float], heaps: tuple[tuple[float, float, float], ...]
) -> Canvas:
    """Prepare the shared setting: tinted sky, pale disc, distant terrils, floor."""
    c = Canvas(sky)
    c.disc(*sun, mix(sky, p.WHITE, 0.6))
    for i, (cx, half, height) in enumerate(heaps):
        terril(c, cx, HORIZON, half, height, mix(sky, far, 0.3), mix(sky, far, 0.46), seed=i * 2.2)
    thicket(c, -40, 1640, HORIZON, 46, mix(sky, far, 0.56), seed=sun[0])
    floor(c, HORIZON, mix(sky, p.CHALK_DEEP, 0.62))
    return c


def pneu() -> Canvas:
    """Draw the retreaded tyre."""
    c = _set(p.CANOPY_PALE, p.CANOPY, (640, 430, 330), ((1290, 400, 300), (1560, 330, 200)))
    plinth(c, 800, 830, 560, 130, p.CHALK, p.WHITE)
    c.shadow(820, 842, 330, 16)
    with c.at(700, 842, 1.06):
        tyre(c)
    return c


def batterie() -> Canvas:
    """Draw the battery pack."""
    c = _set(p.CANAL_PALE, p.CANAL, (900, 400, 330), ((250, 420, 330), (-40, 330, 210)))
    plinth(c, 800, 820, 560, 140, p.CHALK, p.WHITE)
    c.shadow(840, 836, 410, 22)
    with c.at(772, 848, 1.12):
        battery(c)
    return c


def colle() -> Canvas:
    """Draw the glue drum."""
    c = _set(mix(p.SUN_PALE, p.CHALK, 0.45), p.CANOPY_MID, (980, 400, 320), ((330, 430, 300), (40, 300, 190)))
    plinth(c, 800, 820, 560, 140, p.CANOPY, p.CANOPY_MID)
    c.shadow(760, 838, 260, 22)
    with c.at(748, 846, 1.24):
        drum(c)
    return c


def zinc() -> Canvas:
    """Draw the zinc ingots."""
    c = _set(p.BRICK_PALE, p.BRICK, (760, 420, 340), ((1370, 420, 320), (1090, 260, 170)))
    plinth(c, 800, 830, 560, 130, p.INK_SOFT, p.SLATE)
    c.shadow(860, 838, 440, 24, 0.3)
    with c.at(768, 852, 1.08):
        ingots(c)
    return c


def veste() -> Canvas:
    """Draw the upcycled jacket on its rail."""
    c = _set(p.CHALK_DEEP, p.CANAL, (800, 430, 350), ((250, 400, 270), (1420, 380, 330)))
    c.shadow(800, 962, 400, 22, 0.14)
    for x in (452, 1148):
        c.line([(x, 150), (x, 950)], 14, p.INK)
        c.line([(x - 62, 956), (x + 62, 956)], 14, p.INK)
    c.line([(420, 150), (1180, 150)], 14, p.INK)
    with c.at(800, 892, 1.06):
        jacket(c)
    return c


def cuir() -> Canvas:
    """Draw the plant-based leather."""
    c = _set(mix(p.CANOPY_PALE, p.CHALK, 0.3), p.CANOPY, (700, 400, 320), ((1360, 420, 300), (1080, 260, 160)))
    plinth(c, 800, 760, 560, 210, p.CHALK, p.WHITE)
    c.shadow(806, 776, 380, 26, 0.14)
    with c.at(806, 776, 1.2):
        hide(c)
    return c


def borne() -> Canvas:
    """Draw the shared charging point and its car."""
    c = _set(p.CANAL_PALE, p.CANAL, (520, 400, 300), ((1330, 460, 330), (960, 280, 180)))
    corons(c, -70, HORIZON, 132, 4, mix(p.BRICK, p.CANAL_PALE, 0.4), mix(p.SLATE, p.CANAL_PALE, 0.4))
    c.rect(0, 900, 1600, 200, mix(p.CHALK_DEEP, p.SLATE, 0.28))
    c.rect(0, 892, 1600, 12, p.CHALK)
    with c.at(820, 960, 1.06):
        car(c, p.BRICK)
    with c.at(540, 896, 1.02):
        charging_point(c)
    c.curve([(630, 604), (684, 634), (704, 760), (730, 850), (792, 866), (858, 830), (912, 796)], 13, p.INK)
    c.disc(914, 794, 25, p.CHALK)
    c.disc(914, 794, 17, p.INK_SOFT)
    return c


def chauffage() -> Canvas:
    """Draw the heater under a winter window."""
    wall, far = p.CHALK_DEEP, p.CANAL
    c = Canvas(wall)
    glass = [(380, 110), (1220, 110), (1220, 500), (380, 500)]
    c.poly(glass, p.CANAL_PALE)
    with c.clip(glass):
        c.disc(980, 300, 92, p.WHITE)
        terril(c, 620, 500, 300, 240, mix(p.CANAL_PALE, far, 0.3), mix(p.CANAL_PALE, far, 0.5))
        terril(c, 930, 500, 260, 170, mix(p.CANAL_PALE, far, 0.2), mix(p.CANAL_PALE, far, 0.36), 2)
        thicket(c, 360, 1240, 504, 40, mix(p.CANAL_PALE, far, 0.62))
    for start, end in (
        ((380, 110), (1220, 110)),
        ((380, 110), (380, 500)),
        ((1220, 110), (1220, 500)),
        ((800, 110), (800, 500)),
    ):
        c.line([start, end], 18, p.WHITE)
    c.rect(350, 500, 900, 24, p.WHITE, 4)
    c.rect(350, 522, 900, 10, p.SAND)
    floor(c, 860, p.WOOD_LIGHT)
    c.rect(0, 836, 1600, 26, p.WHITE)
    for y in (905, 965, 1030):
        c.line([(0, y), (1600, y)], 2.5, p.WOOD)
    c.ellipse(800, 975, 560, 62, p.CANOPY)
    c.ellipse(800, 973, 520, 53, p.CANOPY_MID)
    with c.at(800, 930, 1.06):
        heater(c)
    cat(c, 470, 985, 165, p.INK)
    return c


def velo() -> Canvas:
    """Draw the bamboo bicycle."""
    c = _set(p.CANOPY_PALE, p.CANOPY, (800, 420, 350), ((250, 420, 280), (1440, 380, 330)))
    plinth(c, 800, 850, 640, 110, p.CHALK, p.WHITE)
    with c.at(482, 858, 1.02):
        bicycle(c)
    return c
