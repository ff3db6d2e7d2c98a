"""Colours shared by every illustration, derived from the site's palette."""

Color = tuple[int, int, int]


def rgb(value: str) -> Color:
    """Convert ``#rrggbb`` to a tuple."""
    number = int(value.lstrip("#"), 16)
    return (number >> 16, number >> 8 & 255, number & 255)


def mix(first: Color, second: Color, amount: float) -> Color:
    """Blend ``amount`` of the second colour into the first."""
    return tuple(round(a + (b - a) * amount) for a, b in zip(first, second, strict=True))


INK = rgb("#1d2321")
CHALK = rgb("#f6f1e7")
CANOPY = rgb("#1f5a41")
CANOPY_MID = rgb("#3f8a63")
CANOPY_LIGHT = rgb("#a9cdb3")
CANAL = rgb("#1f5f8b")
CANAL_LIGHT = rgb("#9cc4dc")
BRICK = rgb("#a8452f")
BRICK_LIGHT = rgb("#d98b6f")
SUN = rgb("#f2b632")

WHITE = mix(CHALK, (255, 255, 255), 0.6)
INK_SOFT = mix(INK, CHALK, 0.18)
SLATE = mix(INK, CANAL_LIGHT, 0.38)
CHALK_DEEP = rgb("#e9e0cd")
SAND = rgb("#d9ccb2")
CANOPY_DEEP = mix(CANOPY, INK, 0.4)
CANOPY_PALE = mix(CANOPY_LIGHT, CHALK, 0.55)
CANAL_DEEP = mix(CANAL, INK, 0.45)
CANAL_PALE = mix(CANAL_LIGHT, CHALK, 0.6)
BRICK_DEEP = mix(BRICK, INK, 0.4)
BRICK_PALE = mix(BRICK_LIGHT, CHALK, 0.62)
SUN_PALE = mix(SUN, CHALK, 0.68)
WOOD = rgb("#cfa36a")
WOOD_LIGHT = mix(WOOD, CHALK, 0.45)
WOOD_DEEP = mix(WOOD, BRICK_DEEP, 0.5)
BARK = mix(WOOD_DEEP, INK, 0.45)
ZINC = mix(CANAL_LIGHT, rgb("#b9bdb9"), 0.6)
SKIN = (
    mix(BRICK_LIGHT, CHALK, 0.45),
    mix(BRICK, WOOD, 0.55),
    mix(BRICK_DEEP, WOOD, 0.25),
)
