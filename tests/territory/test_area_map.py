"""The map once outlines are loaded: areas that lead to their commune, told apart by more than colour, and light."""

import gzip
import json
import re

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.template import Context, Template
from page import validate_pdf_bytes

from pma_site.core import pdf
from pma_site.territory.outlines.drawing import path
from pma_site.territory.outlines.polygons import geometry_of
from pma_site.territory.outlines.reading import PARTS
from tests import builders
from tests.reading import elements, links, text
from tests.territory import outlines as made

pytestmark = pytest.mark.django_db

# What the whole map may weigh in a page, compressed: bytes.
MOST = 15_000


@pytest.fixture
def territory(tmp_path):
    communes = made.communes(4, 2)
    call_command("load_outlines", str(made.written(tmp_path, made.features(4, 2))), source="IGN 2026", verbosity=0)
    return communes


def drawn(response):
    svg = re.search(r'<svg class="commune-map__drawing".*?</svg>', response.content.decode(), re.DOTALL)
    return svg.group() if svg else ""


def test_the_list_comes_first_and_shapes_are_no_stop_of_the_keyboard(client, territory):
    page = client.get("/communes/")
    html = page.content.decode()

    assert html.index('class="commune-list"') < html.index("commune-map__drawing")
    shapes = re.findall(r"<a [^>]*>", drawn(page))
    assert len(shapes) == len(territory)
    assert all('tabindex="-1"' in shape for shape in shapes)
    for commune in territory:
        assert links(page).count(commune.get_absolute_url()) == 2
        assert f"<title>{commune.name}</title>" in drawn(page)


def test_intercommunalities_have_a_border_a_texture_and_a_legend(client, territory):
    page = client.get("/communes/")

    assert drawn(page).count("commune-map__border") == 2
    assert drawn(page).count("<pattern") == 1
    assert len({area["class"] for area in elements(page, "g") if "commune-map__areas" in area.get("class", "")}) == 2
    for words in ("Ouest", "Est", "Contours : IGN 2026."):
        assert words in text(page)


def test_a_filter_leaves_the_others_paler(client, territory):
    assert drawn(client.get("/communes/", {"nom": "commune 0 0"})).count("commune-map__pale") == 7
    assert "commune-map__pale" not in drawn(client.get("/communes/"))


def test_a_commune_stands_out_on_a_light_map_of_its_own(client, territory):
    page = client.get(territory[0].get_absolute_url())

    assert drawn(page).count("commune-map__found") == 1
    assert f"{territory[0].name} y est mise en évidence" in drawn(page)
    assert "<a" not in drawn(page)
    assert re.search(rf"<text[^>]*>{territory[0].name}</text>", drawn(page))
    assert len(drawn(page)) < len(drawn(client.get("/communes/")))


def test_an_intercommunality_shows_its_communes(client, territory):
    page = client.get(territory[0].epci.get_absolute_url())

    assert drawn(page).count("commune-map__chosen") == 4
    assert "4 communes" not in text(page)
    for commune in territory:
        assert (commune.get_absolute_url() in links(page)) == (commune.epci == territory[0].epci)


def test_signs_come_back_once_outlines_are_gone_and_a_rename_is_seen(client, territory):
    territory[0].name = "Autre nom"
    territory[0].save()
    assert "<title>Autre nom</title>" in drawn(client.get("/communes/"))

    call_command("load_outlines", remove=True, verbosity=0)

    assert "un signe par commune" in text(client.get("/communes/")).lower()


def test_an_event_is_shown_on_the_borders_and_on_signs_once_they_are_gone(
    client, territory, django_capture_on_commit_callbacks
):
    inside = {"longitude": territory[0].longitude, "latitude": territory[0].latitude}
    event = builders.event(venue=builders.venue(commune=territory[0], **inside))

    def shown():
        page = client.get(event.url)
        return text(page), len([path for path in elements(page, "path") if path.get("class") == "point-map__area"])

    words, borders = shown()
    assert "Contours : IGN 2026." in words
    assert borders == 2
    with django_capture_on_commit_callbacks(execute=True):
        call_command("load_outlines", remove=True, verbosity=0)

    words, borders = shown()
    assert "Un point par commune. Positions : GeoNames (CC BY 4.0)." in words
    assert borders == 0


def test_the_whole_territory_is_light(client, tmp_path):
    """150 communes whose borders have ninety-six points each."""
    made.communes(15, 10)
    call_command("load_outlines", str(made.written(tmp_path, made.features(15, 10))), verbosity=0)

    page = client.get("/communes/")

    assert len(gzip.compress(drawn(page).encode(), 6)) <= MOST
    assert drawn(page).count("<a ") == 150


@pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed")
def test_a_register_on_paper_shows_where_it_speaks_of(territory):
    page = Template(
        '{% load territory_tags %}<!DOCTYPE html><html lang="fr"><title>Candidats</title><h1>Candidats</h1>'
        "{% place_map communes %}{% place_map nobody %}</html>"
    ).render(Context({"communes": territory[:2], "nobody": []}))

    report = validate_pdf_bytes(pdf.render(page, "https://lettre.example").content, profile="ua1")

    assert [failure.message for failure in report.failures] == []
    assert page.count("<svg") == 1
    assert "Carte du territoire : Commune 0 0 et Commune 1 0" in page


@pytest.mark.parametrize(
    ("ring", "expected"),
    [
        ([(10, 10), (20, 10), (20, 5)], "M10 10l10 0 0-5z"),
        ([(10, 10), (10, 10), (20, 10), (20, 10), (20, 5)], "M10 10l10 0 0-5z"),
        ([(10, 10), (10, 10), (20, 10)], ""),
        ([], ""),
    ],
)
def test_a_path_is_as_short_as_can_be(ring, expected):
    assert path(ring) == expected


def test_the_open_data_give_the_outlines_with_their_source_and_change_with_them(client, territory):
    first = client.get("/donnees/communes.geojson")
    features = json.loads(b"".join(first))["features"]

    assert {feature["geometry"]["type"] for feature in features} == {"Polygon"}
    assert {feature["properties"]["source_contour"] for feature in features} == {"IGN 2026"}
    (ring,) = features[0]["geometry"]["coordinates"]
    assert ring[0] == ring[-1]
    assert all(2 < longitude < 3 and 50 < latitude < 51 for longitude, latitude in ring)

    call_command("load_outlines", remove=True, verbosity=0)
    cache.clear()
    again = client.get("/donnees/communes.geojson", headers={"if-none-match": first["ETag"]})
    assert {feature["geometry"]["type"] for feature in json.loads(b"".join(again))["features"]} == {"Point"}


def test_a_geometry_has_its_holes_and_the_islands_in_them():
    def ring(west, south, side):
        return [place for point in made.square(west, south, side) for place in point]

    lake, island, apart = ring(2, 2, 4), ring(3, 3, 2), ring(20, 0, 5)

    found = geometry_of([ring(0, 0, 10), lake, island, apart])

    assert found["type"] == "MultiPolygon"
    assert [len(polygon) for polygon in found["coordinates"]] == [2, 1, 1]
    (outer, hole), *_ = found["coordinates"]
    # RFC 7946: what is outside turns left, a hole right.
    assert [outer[1], hole[1]] == [[10 / PARTS, 0], [2 / PARTS, 6 / PARTS]]
    assert geometry_of([]) is None
