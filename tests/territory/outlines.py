"""Outlines made up for tests: communes side by side on a grid, with winding borders that neighbours share."""

import json
from decimal import Decimal
from math import sin

from tests import builders

WEST, SOUTH, SIDE = 2.2, 50.3, 0.05
# Points between two corners.
STEPS = 24


def _edge(start, end):
    """The winding line between two corners, the same whichever end it is walked from."""
    if start > end:
        return _edge(end, start)[::-1]
    points = []
    for step in range(STEPS + 1):
        part = step / STEPS
        bend = 0.004 * sin(part * 3.14159 * 4) * (1 + 0.5 * sin(start[0] * 7 + start[1] * 3))
        x = WEST + SIDE * (start[0] + (end[0] - start[0]) * part) + (bend if start[0] == end[0] else 0)
        y = SOUTH + SIDE * (start[1] + (end[1] - start[1]) * part) + (bend if start[1] == end[1] else 0)
        points.append([round(x, 6), round(y, 6)])
    return points


def ring(column, row):
    """The ring of the commune of a cell, closed, anticlockwise."""
    corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
    points = []
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        points += _edge(start, end)[:-1]
    return [*points, points[0]]


def square(west, south, side):
    """A ring of four points."""
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def code(number):
    return f"62{number:03}"


def communes(columns, rows, **fields):
    """Communes of a grid, of two intercommunalities: the western half and the eastern one."""
    epcis = [builders.epci(name="Ouest", acronym="CAO"), builders.epci(name="Est", acronym="CAE")]
    return [
        builders.commune(
            f"Commune {column} {row}",
            insee_code=code(row * columns + column + 1),
            epci=epcis[column * 2 >= columns],
            longitude=Decimal(str(round(WEST + SIDE * (column + 0.5), 4))),
            latitude=Decimal(str(round(SOUTH + SIDE * (row + 0.5), 4))),
            **fields,
        )
        for row in range(rows)
        for column in range(columns)
    ]


def feature(number, *rings, name="code", kind="Polygon"):
    coordinates = list(rings) if kind == "Polygon" else [[ring] for ring in rings]
    return {
        "type": "Feature",
        "properties": {name: code(number), "nom": "…"},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def features(columns, rows, **fields):
    return [
        feature(row * columns + column + 1, ring(column, row), **fields)
        for row in range(rows)
        for column in range(columns)
    ]


def written(folder, content, name="communes.geojson"):
    """Write a file of features, or any other text, and return its path."""
    path = folder / name
    if isinstance(content, list):
        content = {"type": "FeatureCollection", "features": content}
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path
