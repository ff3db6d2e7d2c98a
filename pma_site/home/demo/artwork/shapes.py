"""A small supersampled canvas: every drawing goes through these primitives."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PIL import Image, ImageDraw

from .palette import INK, Color

WIDTH, HEIGHT, SAMPLES = 1600, 1067, 3
Point = tuple[float, float]
Points = Sequence[Point]


def lerp(start: Point, end: Point, amount: float) -> Point:
    """Return the point at ``amount`` of the way from start to end."""
    return (
        start[0] + (end[0] - start[0]) * amount,
        start[1] + (end[1] - start[1]) * amount,
    )


def polar(cx: float, cy: float, radius: float, degrees: float, squash: float = 1) -> Point:
    """Return a point on a circle, or on an ellipse flattened by ``squash``."""
    angle = math.radians(degrees)
    return (cx + radius * math.cos(angle), cy + radius * squash * math.sin(angle))


def arc(cx: float, cy: float, rx: float, ry: float, start: float = 0, end: float = 360, steps: int = 90) -> list[Point]:
    """Sample an elliptical arc; angles in degrees, clockwise on screen."""
    count = max(2, round(steps * abs(end - start) / 360))
    return [polar(cx, cy, rx, start + (end - start) * i / count, ry / rx) for i in range(count + 1)]


def smooth(points: Points, closed: bool = False, steps: int = 14) -> list[Point]:
    """Sample a Catmull-Rom spline through the points."""
    count = len(points)
    if closed:
        padded = [points[-1], *points, points[0], points[1]]
        spans = count
    else:
        padded = [points[0], *points, points[-1]]
        spans = count - 1
    result: list[Point] = []
    for i in range(spans):
        p0, p1, p2, p3 = padded[i : i + 4]
        for step in range(steps):
            t = step / steps
            result.append(
                tuple(
                    0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)
                    for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
                )
            )
    if not closed:
        result.append(points[-1])
    return result


class Canvas:
    """An RGB surface addressed in 1600x1067 units, with nested transforms."""

    def __init__(self, sky: Color) -> None:
        """Create the surface filled with the sky colour."""
        self.image = Image.new("RGB", (WIDTH * SAMPLES, HEIGHT * SAMPLES), sky)
        self._draw = ImageDraw.Draw(self.image, "RGBA")
        self._matrix = (float(SAMPLES), 0.0, 0.0, 0.0, float(SAMPLES), 0.0)
        self._scale = float(SAMPLES)

    @contextmanager
    def at(self, x: float, y: float, scale: float = 1, angle: float = 0, flip: bool = False) -> Iterator[None]:
        """Draw in a local frame: origin moved, scaled, turned, mirrored."""
        saved = self._matrix, self._scale
        a, b, c, d, e, f = self._matrix
        cos, sin = math.cos(math.radians(angle)) * scale, math.sin(math.radians(angle)) * scale
        side = -1 if flip else 1
        self._matrix = (
            side * (a * cos + b * sin),
            b * cos - a * sin,
            a * x + b * y + c,
            side * (d * cos + e * sin),
            e * cos - d * sin,
            d * x + e * y + f,
        )
        self._scale *= scale
        yield
        self._matrix, self._scale = saved

    def _px(self, points: Points) -> list[Point]:
        a, b, c, d, e, f = self._matrix
        return [(a * x + b * y + c, d * x + e * y + f) for x, y in points]

    def poly(self, points: Points, fill: Color, alpha: float = 1) -> None:
        """Fill a polygon."""
        pixels = [(round(x), round(y)) for x, y in self._px(points)]
        self._draw.polygon(pixels, fill=(*fill, round(255 * alpha)))

    def blob(self, points: Points, fill: Color, alpha: float = 1) -> None:
        """Fill a smooth closed shape."""
        self.poly(smooth(points, closed=True), fill, alpha)

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, fill: Color, alpha: float = 1) -> None:
        """Fill an ellipse."""
        self.poly(arc(cx, cy, rx, ry, steps=max(80, int(1.2 * max(rx, ry)))), fill, alpha)

    def disc(self, cx: float, cy: float, r: float, fill: Color, alpha: float = 1) -> None:
        """Fill a circle."""
        self.ellipse(cx, cy, r, r, fill, alpha)

    def rect(self, x: float, y: float, w: float, h: float, fill: Color, r: float = 0, alpha: float = 1) -> None:
        """Fill a rectangle, with rounded corners when ``r`` is given."""
        self.poly(box(x, y, w, h, r), fill, alpha)

    def line(self, points: Points, width: float, fill: Color, caps: bool = True) -> None:
        """Stroke a polyline with round joints and, by default, round ends."""
        radius = width * self._scale / 2
        pixels = self._px(points)
        for (x0, y0), (x1, y1) in zip(pixels, pixels[1:], strict=False):
            length = math.hypot(x1 - x0, y1 - y0)
            if length:
                nx, ny = (y0 - y1) / length * radius, (x1 - x0) / length * radius
                self._draw.polygon(
                    [(x0 + nx, y0 + ny), (x1 + nx, y1 + ny), (x1 - nx, y1 - ny), (x0 - nx, y0 - ny)],
                    fill=fill,
                )
        if radius > 1:
            for x, y in pixels if caps else pixels[1:-1]:
                self._draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)

    def curve(self, points: Points, width: float, fill: Color, caps: bool = True) -> None:
        """Stroke a smooth open curve."""
        self.line(smooth(points), width, fill, caps)

    def taper(self, points: Points, widths: Sequence[float], fill: Color, alpha: float = 1) -> None:
        """Fill a smooth ribbon whose width follows ``widths`` along the points."""
        spine = smooth(points)
        left, right = [], []
        last = len(spine) - 1
        for i, (x, y) in enumerate(spine):
            (x0, y0), (x1, y1) = spine[max(0, i - 1)], spine[min(last, i + 1)]
            length = math.hypot(x1 - x0, y1 - y0) or 1
            position = i / last * (len(widths) - 1)
            index = min(int(position), len(widths) - 2)
            share = position - index
            half = (widths[index] * (1 - share) + widths[index + 1] * share) / 2
            nx, ny = (y0 - y1) / length * half, (x1 - x0) / length * half
            left.append((x + nx, y + ny))
            right.append((x - nx, y - ny))
        self.poly(left + right[::-1], fill, alpha)

    def dashes(self, start: Point, end: Point, count: int, width: float, fill: Color) -> None:
        """Stroke a dashed straight line."""
        for i in range(count):
            self.line(
                [lerp(start, end, (i + 0.2) / count), lerp(start, end, (i + 0.75) / count)],
                width,
                fill,
            )

    def shadow(self, cx: float, cy: float, rx: float, ry: float, alpha: float = 0.2) -> None:
        """Lay a flat contact shadow."""
        self.ellipse(cx, cy, rx, ry, INK, alpha)

    @contextmanager
    def clip(self, points: Points) -> Iterator[None]:
        """Keep what is drawn inside only where it falls within the polygon."""
        whole, pen, matrix = self.image, self._draw, self._matrix
        pixels = self._px(points)
        x0 = max(0, math.floor(min(x for x, _ in pixels)))
        y0 = max(0, math.floor(min(y for _, y in pixels)))
        x1 = min(whole.width, math.ceil(max(x for x, _ in pixels)) + 1)
        y1 = min(whole.height, math.ceil(max(y for _, y in pixels)) + 1)
        self.image = whole.crop((x0, y0, x1, y1))
        self._draw = ImageDraw.Draw(self.image, "RGBA")
        a, b, c, d, e, f = matrix
        self._matrix = (a, b, c - x0, d, e, f - y0)
        mask = Image.new("L", self.image.size)
        ImageDraw.Draw(mask).polygon([(round(x - x0), round(y - y0)) for x, y in pixels], fill=255)
        yield
        whole.paste(self.image, (x0, y0), mask)
        self.image, self._draw, self._matrix = whole, pen, matrix

    def gradient(self, top: Color, bottom: Color, y0: float, y1: float) -> None:
        """Paint a full-width vertical gradient between two heights."""
        height = round((y1 - y0) * SAMPLES)
        ramp = Image.linear_gradient("L").crop((0, 0, 1, 256))
        column = Image.composite(Image.new("RGB", ramp.size, bottom), Image.new("RGB", ramp.size, top), ramp)
        band = column.resize((self.image.width, height), Image.Resampling.BILINEAR)
        self.image.paste(band, (0, round(y0 * SAMPLES)))

    def mirror(self, line: float, depth: float, tint: Color, amount: float) -> None:
        """Reflect what stands above a water line into the band below it."""
        y, d = round(line * SAMPLES), round(depth * SAMPLES)
        band = self.image.crop((0, y - d, self.image.width, y))
        band = band.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        self.image.paste(Image.blend(band, Image.new("RGB", band.size, tint), amount), (0, y))

    def to_jpeg(self) -> bytes:
        """Reduce the surface and encode it."""
        output = io.BytesIO()
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.save(output, "JPEG", quality=88, subsampling=0, optimize=True)
        return output.getvalue()


def box(x: float, y: float, w: float, h: float, r: float = 0) -> list[Point]:
    """Return the outline of a rectangle with optional rounded corners."""
    if not r:
        return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
    corners = ((x + w - r, y + r), (x + w - r, y + h - r), (x + r, y + h - r), (x + r, y + r))
    outline: list[Point] = []
    for i, (cx, cy) in enumerate(corners):
        outline += arc(cx, cy, r, r, 90 * i - 90, 90 * i, steps=64)
    return outline
