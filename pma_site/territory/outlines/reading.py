"""Read the outlines of communes from an official file: GeoJSON (RFC 7946) or TopoJSON, by INSEE code, WGS 84."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path

from pma_site.core.faults import reason

from .streaming import BrokenJSONError, JSONReader

# A file is refused above that many bytes before a line of it is read; TopoJSON, whose arcs stand together, before.
MOST = 120_000_000
MOST_TOPOLOGY = 40_000_000
# How the makers of such files name the INSEE code: IGN, INSEE, data.gouv.fr, OpenStreetMap.
CODE_NAMES = (
    "insee_code",
    "insee_com",
    "code_insee",
    "codeinsee",
    "insee",
    "code",
    "codgeo",
    "code_commune",
    "code_com",
    "depcom",
    "com",
    "ref:insee",
)
# Rounded to that many parts of a degree: a metre.
PARTS = 100_000
# A commune is never that far, in degrees, from its own town centre.
FAR = 0.3

Ring = list[tuple[int, int]]


class UnusableFileError(Exception):
    """A file of outlines that cannot be loaded; its message says why, and what to do, in French."""


@dataclass
class Read:
    """What a file holds: the rings of each commune that is ours (outer ones and holes alike), and other codes."""

    rings: dict[str, list[Ring]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    without_code: int = 0


def read_outlines(
    path: Path, centres: dict[str, tuple | None], tell: Callable[[int], None] = lambda read: None
) -> Read:
    """Return the outlines of a file, for the communes of `centres`: {INSEE code: (longitude, latitude) or None}.

    `tell` is told how many characters were read. Raises UnusableFileError.
    """
    try:
        size = Path(path).stat().st_size
        if size > MOST:
            raise UnusableFileError(
                f"le fichier pèse {size // 1_000_000} Mo, et {MOST // 1_000_000} Mo sont lus au plus. Prenez les "
                "contours d’un seul département, ou une version généralisée (« communes-100m »)."
            )
        with Path(path).open(encoding="utf-8-sig") as file:
            read = _read(JSONReader(file, MOST_TOPOLOGY, tell), size, centres)
    except OSError as error:
        raise UnusableFileError(f"le fichier « {path} » est illisible : {reason(error)}.") from error
    except UnicodeDecodeError as error:
        raise UnusableFileError("le fichier n’est pas en UTF-8.") from error
    except BrokenJSONError as error:
        raise UnusableFileError(
            f"ce n’est pas du JSON valide (vers le caractère {error.position}). Téléchargez-le à nouveau."
        ) from error
    _check(read, centres)
    return read


def _read(reader, size, centres):
    found = Read()
    topology, kind, seen = {}, None, False
    for name in reader.members():
        if name == "features":
            for feature in reader.items():
                _keep(found, feature, centres)
            seen = True
            continue
        if name == "arcs" and size > MOST_TOPOLOGY:
            raise UnusableFileError(f"un fichier TopoJSON est lu jusqu’à {MOST_TOPOLOGY // 1_000_000} Mo.")
        value = reader.value()
        kind = value if name == "type" else kind
        if name == "crs":
            _check_declared(value)
        if name in ("arcs", "objects", "transform"):
            topology[name] = value
    if kind == "Topology":
        for geometry, rings in _decoded(topology):
            _keep(found, geometry, centres, rings)
    elif not seen:
        raise UnusableFileError("ce fichier n’est ni un GeoJSON (FeatureCollection) ni un TopoJSON.")
    return found


def _check_declared(crs):
    words = str(crs).upper()
    if not any(known in words for known in ("CRS84", "4326", "WGS84", "WGS 84", "4171", "4258")):
        raise UnusableFileError(
            "ses coordonnées ne sont pas en WGS 84 (le fichier annonce "
            f"« {words[:80]} »). Exportez-le en WGS 84, EPSG:4326."
        )


def _keep(found, feature, centres, rings=None):
    """Keep the outline of a feature that is one of our communes; note the others."""
    if not isinstance(feature, dict):
        raise UnusableFileError("une de ses « features » n’est pas un objet.")
    code = _code(feature)
    if code is None:
        found.without_code += 1
    elif code not in centres:
        found.unknown.append(code)
    else:
        rings = _rings(feature.get("geometry"), code) if rings is None else rings
        # A commune in several pieces may be written as several features.
        known = found.rings.setdefault(code, [])
        known += [read for ring in rings if (read := _ring(ring, code)) and read not in known]


def _code(feature):
    properties = feature.get("properties")
    named = {str(name).lower(): value for name, value in properties.items()} if isinstance(properties, dict) else {}
    for value in (*(named.get(name) for name in CODE_NAMES), feature.get("id")):
        if isinstance(value, str | int) and not isinstance(value, bool):
            code = str(value).strip().upper().zfill(5)
            if len(code) == 5 and code[2:].isdigit():
                return code
    return None


def _rings(geometry, code):
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if kind else None
    if kind == "GeometryCollection":
        return [ring for part in geometry.get("geometries") or [] for ring in _rings(part, code)]
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(coordinates, list):
        raise UnusableFileError(f"le contour de la commune {code} n’est ni un Polygon ni un MultiPolygon.")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not all(isinstance(polygon, list) for polygon in polygons):
        raise UnusableFileError(f"le contour de la commune {code} est mal formé.")
    return [ring for polygon in polygons for ring in polygon]


def _ring(positions, code) -> Ring:
    """Return a ring in parts of a degree, each point once; empty where it encloses nothing."""
    ring = []
    for position in positions if isinstance(positions, list) else [None]:
        point = _point(position, code)
        if not ring or ring[-1] != point:
            ring.append(point)
    while len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    return ring if len(set(ring)) > 2 else []


def _point(position, code):
    pair = position[:2] if isinstance(position, list | tuple) else ()
    if len(pair) != 2 or not all(isinstance(number, int | float) and isfinite(number) for number in pair):
        raise UnusableFileError(f"le contour de la commune {code} est mal formé.")
    longitude, latitude = pair
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise UnusableFileError(
            f"ses coordonnées ({longitude:.0f}, {latitude:.0f} pour la commune {code}) ne sont pas des degrés : il est "
            "sans doute en mètres (Lambert-93). Exportez-le en WGS 84, EPSG:4326."
        )
    return round(longitude * PARTS), round(latitude * PARTS)


def _decoded(topology) -> Iterator[tuple[dict, list]]:
    """Yield (feature, rings) for the polygons of a TopoJSON file."""
    try:
        arcs = _absolute(topology["arcs"], topology.get("transform"))

        def ring(indices):
            points = []
            for index in indices:
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                points += arc[1:] if points else arc
            return points

        for geometry in _geometries(topology["objects"].values()):
            kinds = {"Polygon": [geometry.get("arcs")], "MultiPolygon": geometry.get("arcs")}
            polygons = kinds.get(geometry.get("type")) or []
            yield geometry, [ring(indices) for polygon in polygons for indices in polygon]
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise UnusableFileError("ses arcs TopoJSON sont mal formés.") from error


def _geometries(objects: Iterable) -> Iterator[dict]:
    for geometry in objects:
        if geometry.get("type") == "GeometryCollection":
            yield from _geometries(geometry["geometries"])
        else:
            yield geometry


def _absolute(arcs, transform):
    """Return the arcs in degrees: quantised ones are written as steps on a grid."""
    if not transform:
        return [[list(point[:2]) for point in arc] for arc in arcs]
    (by_x, by_y), (from_x, from_y) = transform["scale"], transform["translate"]
    decoded = []
    for arc in arcs:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append([x * by_x + from_x, y * by_y + from_y])
        decoded.append(points)
    return decoded


def _check(read, centres):
    """Refuse a file with none of our communes, or which lays them elsewhere."""
    read.rings = {code: rings for code, rings in read.rings.items() if rings}
    if not read.rings:
        names = ", ".join(CODE_NAMES[:6])
        why = (
            f"aucun code INSEE n’y est reconnu (propriétés cherchées : {names}…)"
            if not read.unknown
            else f"ses {len(read.unknown)} communes ne sont pas du territoire"
        )
        raise UnusableFileError(f"{why}.")
    known = [(code, centres[code]) for code in read.rings if centres[code]]
    apart = [code for code, centre in known if not _near(read.rings[code], centre)]
    if known and len(apart) * 2 > len(known):
        swapped = sum(_near(read.rings[code], centre[::-1]) for code, centre in known) * 2 > len(known)
        raise UnusableFileError(
            "la latitude y est écrite avant la longitude : GeoJSON veut l’inverse."
            if swapped
            else "il place les communes loin d’où elles sont : ses coordonnées ne sont pas en WGS 84 (EPSG:4326)."
        )


def _near(rings, centre):
    for axis, degrees in enumerate(centre):
        values = [point[axis] / PARTS for ring in rings for point in ring]
        if not min(values) - FAR <= degrees <= max(values) + FAR:
            return False
    return True
