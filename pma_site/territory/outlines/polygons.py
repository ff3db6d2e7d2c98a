"""Outlines as GeoJSON writes them (RFC 7946, 3.1.6): each polygon its outer ring, then its holes."""

from .reading import PARTS

Ring = list[tuple[int, int]]


def geometry_of(rings: list[list[int]]) -> dict | None:
    """Return the geometry of rings as the database holds them ([[x, y, x, y…], …]), in degrees; None where none is.

    Outer rings turn left, holes right, whichever way they turned.
    """
    points = [_closed(list(zip(ring[::2], ring[1::2], strict=True))) for ring in rings]
    around = {place: _around(place, points) for place in range(len(points))}
    outer = [place for place in around if len(around[place]) % 2 == 0]
    polygons = []
    for place in outer:
        holes = [hole for hole in around if len(around[hole]) == len(around[place]) + 1 and place in around[hole]]
        polygons.append([_degrees(points[place], left=True), *(_degrees(points[hole], left=False) for hole in holes)])
    if not polygons:
        return None
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _closed(ring):
    """The ring with its first point at its end as well."""
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def _around(place, rings):
    """The places of the rings that a ring lies in: most of its points do, others may be on a border."""
    ring = rings[place]
    return {
        other
        for other, larger in enumerate(rings)
        if other != place and sum(_is_within(point, larger) for point in ring) * 2 > len(ring)
    }


def _is_within(point, ring):
    """Whether a ray to the right of a point crosses a ring an odd number of times."""
    x, y = point
    crossed = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:], strict=False):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            crossed = not crossed
    return crossed


def _degrees(ring: Ring, *, left: bool) -> list[list[float]]:
    if (_area(ring) > 0) != left:
        ring = ring[::-1]
    return [[x / PARTS, y / PARTS] for x, y in ring]


def _area(ring):
    """Twice the area of a closed ring: positive where it turns left."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:], strict=False))
