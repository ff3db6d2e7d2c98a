"""`manage.py load_outlines`: official outlines, made light with shared borders kept, or refused with a reason."""

import json
import re
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from pma_site.territory.models import CommuneOutline
from pma_site.territory.outlines import reading
from pma_site.territory.outlines.simplifying import simplified
from tests import builders
from tests.territory import outlines as made

pytestmark = pytest.mark.django_db


def load(path, **options):
    output = StringIO()
    call_command("load_outlines", str(path), stdout=output, **options)
    return output.getvalue().splitlines()


def kept():
    """The rings of each commune, as points."""
    return {
        outline.commune.insee_code: [list(zip(ring[::2], ring[1::2], strict=True)) for ring in outline.rings]
        for outline in CommuneOutline.objects.select_related("commune")
    }


def sides(rings):
    return {frozenset(side) for ring in rings for side in pairwise([*ring, ring[0]])}


@pytest.mark.parametrize("name", ["code", "insee", "INSEE_COM", "codgeo", "CODE_INSEE", "insee_code", "DEPCOM"])
def test_a_commune_is_known_by_its_code_however_it_is_called(tmp_path, name):
    made.communes(2, 1)

    printed = load(made.written(tmp_path, made.features(2, 1, name=name)), source="IGN 2026")

    assert printed[0] == "Contours : 2 créés, 0 mis à jour, 0 inchangés."
    assert set(kept()) == {"62001", "62002"}
    assert set(CommuneOutline.objects.values_list("source", flat=True)) == {"IGN 2026"}


def test_run_again_it_changes_nothing_and_another_year_is_an_update(tmp_path):
    made.communes(3, 2)
    path = made.written(tmp_path, made.features(3, 2))
    load(path, source="IGN 2025")

    assert load(path, source="IGN 2025")[0] == "Contours : 0 créés, 0 mis à jour, 6 inchangés."
    assert load(path, source="IGN 2026")[0] == "Contours : 0 créés, 6 mis à jour, 0 inchangés."


def test_it_is_taken_back(tmp_path):
    made.communes(2, 1)
    load(made.written(tmp_path, made.features(2, 1)))
    output = StringIO()

    call_command("load_outlines", remove=True, stdout=output)

    assert output.getvalue() == "Contours : 2 retirés.\n"
    assert not CommuneOutline.objects.exists()


def test_what_is_missing_and_what_is_not_ours_is_told(tmp_path):
    made.communes(2, 1)
    builders.commune("Sans contour", insee_code="62900")
    alien = {**made.feature(1, made.ring(5, 5)), "properties": {"code": "59350"}}
    nameless = {**made.feature(1, made.ring(6, 6)), "properties": {"nom": "?"}}

    printed = load(made.written(tmp_path, [*made.features(2, 1), alien, nameless]))

    assert "Communes sans contour dans ce fichier : Sans contour." in printed
    assert "Codes hors du territoire, ignorés : 59350." in printed
    assert "Objets sans code INSEE, ignorés : 1." in printed


def test_pieces_and_holes_are_kept(tmp_path):
    made.communes(3, 1)
    hole = made.square(2.22, 50.32, 0.01)
    island = made.feature(2, made.square(2.26, 50.31, 0.01), made.square(2.28, 50.33, 0.01), kind="MultiPolygon")

    load(made.written(tmp_path, [made.feature(1, made.ring(0, 0), hole), made.feature(3, hole), island]))

    rings = kept()
    assert [len(rings[code]) for code in ("62001", "62002", "62003")] == [2, 2, 1]
    # The hole of one commune is the whole of another.
    assert sides(rings["62003"]) <= sides(rings["62001"])


def test_neighbours_share_their_border_however_light_it_becomes(tmp_path):
    made.communes(6, 5)
    path = made.written(tmp_path, made.features(6, 5))
    centres = {made.code(number + 1): None for number in range(30)}
    whole = reading.read_outlines(path, centres).rings

    for most in (2000, 300, 100):
        light = simplified(whole, most)
        count = {}
        for rings in light.values():
            for side in sides(rings):
                count[side] = count.get(side, 0) + 1
        # Inside, each side has two communes; around all of them, one: together a closed line.
        ends = {}
        for side in (side for side, times in count.items() if times == 1):
            for point in side:
                ends[point] = ends.get(point, 0) + 1
        assert max(count.values()) == 2
        assert set(ends.values()) == {2}
        assert all(rings and len(rings[0]) >= 3 for rings in light.values())
        points = {point for rings in light.values() for ring in rings for point in ring}
        assert points <= {point for rings in whole.values() for ring in rings for point in ring}
    assert sum(len(ring) for rings in light.values() for ring in rings) < 300


def test_topojson_says_the_same_as_geojson(tmp_path):
    made.communes(2, 1)
    left, right = made.square(2.2, 50.3, 0.05), made.square(2.25, 50.3, 0.05)
    load(made.written(tmp_path, [made.feature(1, left), made.feature(2, right)]))
    expected = {code: sides(rings) for code, rings in kept().items()}
    CommuneOutline.objects.all().delete()
    # One arc is shared; it is walked backwards by the second. Steps on a grid of a ten-thousandth of a degree.
    arcs = [
        [[500, 0], [0, 500]],
        [[500, 500], [-500, 0], [0, -500], [500, 0]],
        [[500, 0], [500, 0], [0, 500], [-500, 0]],
    ]
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.0001, 0.0001], "translate": [2.2, 50.3]},
        "arcs": arcs,
        "objects": {
            "communes": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "properties": {"code": "62001"}, "arcs": [[0, 1]]},
                    {"type": "Polygon", "id": "62002", "arcs": [[-1, 2]]},
                ],
            }
        },
    }

    load(made.written(tmp_path, topology, "communes.topojson"))

    assert {code: sides(rings) for code, rings in kept().items()} == expected


def lambert(rings):
    """As in metres of Lambert-93."""
    return [[[700_000 + 10_000 * x, 7_000_000 + 10_000 * y] for x, y in ring] for ring in rings]


GRID = [made.ring(0, 0)]
REFUSED = {
    "empty": ("", "pas du JSON valide"),
    "cut": (json.dumps({"type": "FeatureCollection", "features": [made.feature(1, *GRID)]})[:-20], "JSON valide"),
    "list": ("[1, 2]", "pas du JSON valide"),
    "deep": ('{"features": ' + "[" * 100_000, "pas du JSON valide"),
    "infinite": ('{"features": [{"id": "62001", "geometry": {"type": "Polygon", "coordinates": NaN}}]}', "JSON valide"),
    "other": ('{"type": "Feature"}', "ni un GeoJSON"),
    "no feature": ('{"type": "FeatureCollection", "features": []}', "aucun code INSEE"),
    "metres": ([made.feature(1, *lambert(GRID))], "Lambert-93"),
    "declared": ({"crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}, "features": []}, "WGS 84"),
    "swapped": ([made.feature(1, [[y, x] for x, y in GRID[0]])], "latitude y est écrite avant"),
    "elsewhere": ([made.feature(1, [[x - 9, y] for x, y in GRID[0]])], "loin d’où elles sont"),
    "strangers": ([made.feature(800, *GRID)], "ne sont pas du territoire"),
    "nameless": ([{**made.feature(1, *GRID), "properties": None}], "aucun code INSEE"),
    "point": ([{**made.feature(1), "geometry": {"type": "Point", "coordinates": [2, 50]}}], "ni un Polygon"),
    "no geometry": ([{**made.feature(1), "geometry": None}], "ni un Polygon"),
    "words": ([made.feature(1, [["a", "b"]] * 5)], "mal formé"),
    "a number": ([made.feature(1, 5)], "mal formé"),
    "not features": ({"features": [1]}, "n’est pas un objet"),
    "arcs": ({"type": "Topology", "arcs": [[[0, 0]]], "objects": {"a": {"type": "Polygon", "arcs": [[7]]}}}, "arcs"),
    "no arcs": ({"type": "Topology", "objects": {}}, "arcs"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_loaded_is_refused_with_a_reason_and_nothing_changes(tmp_path, name):
    made.communes(2, 1)
    content, reason = REFUSED[name]

    with pytest.raises(CommandError, match=re.escape(reason)):
        load(made.written(tmp_path, content))

    assert not CommuneOutline.objects.exists()


def test_a_heavy_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "communes.geojson"
    with path.open("wb") as file:
        file.truncate(200_000_000)

    with pytest.raises(CommandError, match="pèse 200 Mo, et 120 Mo"):
        load(path)


def test_a_file_in_another_encoding_or_absent_is_refused(tmp_path):
    path = tmp_path / "communes.geojson"
    path.write_bytes('{"type": "é"}'.encode("latin-1"))

    with pytest.raises(CommandError, match="UTF-8"):
        load(path)
    with pytest.raises(CommandError, match="illisible"):
        load(tmp_path / "nothing.geojson")
    with pytest.raises(CommandError, match="--remove"):
        call_command("load_outlines")


def test_features_are_read_one_by_one(tmp_path, monkeypatch):
    """A file much longer than what is held at once, whose values are cut anywhere between two readings."""
    monkeypatch.setattr("pma_site.territory.outlines.streaming._CHUNK", 7)
    made.communes(2, 1)
    content = {"name": "communes", "bbox": [1, 2, 3, 4], "features": made.features(2, 1), "type": "FeatureCollection"}

    load(made.written(tmp_path, json.dumps(content, indent=1)))

    assert set(kept()) == {"62001", "62002"}
