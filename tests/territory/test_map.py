"""The map of the territory: where communes lie on it, what it shows, and what it leaves to the list."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pma_site.territory.map import draw, outline
from tests import builders
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db

# Longitude, latitude and population of real town centres.
TOWNS = {
    "Lens": ("2.8319", "50.4329", 32920),
    "Béthune": ("2.6400", "50.5303", 24895),
    "Carvin": ("2.9579", "50.4922", 17571),
    "Oignies": ("2.9936", "50.4684", 9700),
    "Acheville": ("2.8827", "50.3840", 576),
}


@pytest.fixture
def towns():
    epcis = {
        "Lens": builders.epci(name="CA de Lens-Liévin"),
        "Béthune": builders.epci(name="CA de Béthune-Bruay"),
        "Carvin": builders.epci(name="CA d’Hénin-Carvin"),
    }
    epcis |= {"Oignies": epcis["Carvin"], "Acheville": epcis["Lens"]}
    return {
        name: builders.commune(
            name,
            longitude=Decimal(longitude),
            latitude=Decimal(latitude),
            population=population,
            epci=epcis[name],
        )
        for name, (longitude, latitude, population) in TOWNS.items()
    }


def dots(drawing):
    return {dot.name: dot for group in drawing.groups for dot in group.dots}


def drawn(response):
    """The paths of the map of a page, and its words that are drawn."""
    svg = re.search(r'<svg class="commune-map__drawing".*?</svg>', response.content.decode(), re.DOTALL)
    return svg.group() if svg else ""


class TestDrawing:
    def test_north_is_up_and_east_is_right(self, towns):
        placed = dots(draw(towns.values()))

        assert placed["Béthune"].x < placed["Lens"].x < placed["Carvin"].x < placed["Oignies"].x
        assert placed["Béthune"].y < placed["Carvin"].y < placed["Lens"].y < placed["Acheville"].y

    def test_distances_keep_their_proportions(self, towns):
        """Lens-Béthune is 17,4 km as the crow flies, Lens-Carvin 11,1 km."""
        placed = dots(draw(towns.values()))

        def distance(one, other):
            return ((placed[one].x - placed[other].x) ** 2 + (placed[one].y - placed[other].y) ** 2) ** 0.5

        assert distance("Lens", "Béthune") / distance("Lens", "Carvin") == pytest.approx(17.4 / 11.1, rel=0.02)

    def test_all_stand_in_the_frame(self, towns):
        drawing = draw(towns.values())

        for dot in dots(drawing).values():
            assert dot.radius < dot.x < drawing.width - dot.radius
            assert dot.radius < dot.y < drawing.height - dot.radius
        for name in (*drawing.names.entries, *drawing.large_names.entries):
            assert 0 <= name.x <= drawing.width

    def test_size_follows_population(self, towns):
        placed = dots(draw(towns.values()))

        radii = [placed[name].radius for name in ("Lens", "Béthune", "Carvin", "Oignies", "Acheville")]
        assert radii == sorted(radii, reverse=True)
        assert radii[-1] >= 3
        assert radii[0] < 25

    def test_each_intercommunality_has_a_shape_and_small_signs_lie_on_top(self, towns):
        drawing = draw(towns.values())

        assert len({group.shape for group in drawing.groups}) == len(drawing.groups) == 3
        (lens,) = [group for group in drawing.groups if "Lens" in group.name]
        assert [dot.name for dot in lens.dots] == ["Lens", "Acheville"]

    def test_names_do_not_cover_one_another(self, towns):
        place = {"longitude": Decimal("2.8320"), "latitude": Decimal("50.4330")}
        close = [builders.commune(f"Tout près {number}", population=30_000 - number, **place) for number in range(5)]

        names = [name.text for name in draw([*towns.values(), *close]).names.entries]

        # One on each of the four sides of the point: there is no room for more.
        assert {"Lens", "Tout près 0"} <= set(names)
        assert "Tout près 4" not in names

    def test_where_the_largest_have_no_room_the_next_ones_are_landmarks(self, towns):
        place = {"longitude": Decimal("2.8320"), "latitude": Decimal("50.4330")}
        close = [builders.commune(f"Tout près {number}", population=30_000 - number, **place) for number in range(5)]

        names = [name.text for name in draw([*towns.values(), *close]).large_names.entries]

        # Six are written at most, and the six largest but one stand on one another.
        assert {"Lens", "Béthune", "Carvin"} <= set(names)

    @pytest.mark.parametrize("shape", ["circle", "square", "diamond", "triangle"])
    def test_a_shape_has_the_surface_of_its_circle(self, shape):
        path = outline(shape, 100, 100, 10)
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path)]

        surface = {
            "circle": lambda: 3.1416 * numbers[2] * numbers[3],
            "square": lambda: numbers[2] * numbers[3],
            "diamond": lambda: 2 * numbers[2] * numbers[3],
            "triangle": lambda: numbers[2] * numbers[3],
        }[shape]()
        assert surface == pytest.approx(314, rel=0.02)

    def test_the_same_communes_are_drawn_once_and_a_changed_figure_anew(self, towns):
        first = draw(towns.values())
        towns["Lens"].population = 10

        assert draw([*towns.values()]) is draw([*towns.values()])
        assert draw(towns.values()) != first

    def test_one_commune_stands_in_the_middle(self):
        drawing = draw([builders.commune("Lens", longitude=Decimal("2.83"), latitude=Decimal("50.43"))])

        (dot,) = dots(drawing).values()
        assert (dot.x, dot.y) == (drawing.width / 2, pytest.approx(drawing.height / 2, abs=1))

    def test_nobody_and_nothing_are_drawn_too(self):
        empty = builders.commune("Vide", population=0, longitude=Decimal("2.83"), latitude=Decimal("50.43"))

        assert len(dots(draw([empty]))) == 1
        assert dots(draw([])) == {}


class TestList:
    def test_it_shows_the_map_and_says_what_is_missing(self, client, towns):
        for number in range(2):
            builders.commune(f"Sans place {number}")

        page = client.get("/communes/")

        assert drawn(page).count("<path") == len(TOWNS)
        assert "2 communes sur 7, dont nous ne connaissons pas la position, n’y figurent pas." in text(page)
        assert "Sans place 0" in text(page)
        (drawing,) = [svg for svg in elements(page, "svg") if svg.get("class") == "commune-map__drawing"]
        assert drawing["role"] == "img"
        assert f'<title id="{drawing["aria-labelledby"]}">Carte des communes du territoire' in drawn(page)

    def test_one_missing_is_said_in_the_singular(self, client, towns):
        builders.commune("Sans place")

        assert "1 commune sur 6, dont nous ne connaissons pas la position, n’y figure pas." in text(
            client.get("/communes/")
        )

    def test_nothing_is_missing_when_all_have_a_place(self, client, towns):
        assert "ne connaissons pas" not in text(client.get("/communes/"))

    def test_its_legend_names_each_shape(self, client, towns):
        page = client.get("/communes/")

        samples = [svg["class"] for svg in elements(page, "svg") if "sample" in svg.get("class", "")]
        assert len(set(samples)) == 3
        for name in ("CA de Lens-Liévin", "CA de Béthune-Bruay", "CA d’Hénin-Carvin"):
            assert name in text(page)

    def test_it_is_a_picture_whose_links_are_beside_it(self, client, towns):
        page = client.get("/communes/")

        assert "<a" not in drawn(page)
        assert "tabindex" not in drawn(page)
        for commune in towns.values():
            assert links(page).count(commune.get_absolute_url()) == 1

    def test_those_not_asked_for_are_paler(self, client, towns):
        page = client.get("/communes/", {"nom": "oignies"})

        assert drawn(page).count("<path") == len(TOWNS)
        assert drawn(page).count("--pale") == len(TOWNS) - 1
        assert "--pale" not in drawn(client.get("/communes/"))

    def test_without_any_position_there_is_no_map(self, client):
        builders.commune("Lens")

        assert drawn(client.get("/communes/")) == ""

    def test_it_asks_the_database_for_communes_once(self, client, towns):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/communes/")

        assert len([query for query in captured if 'FROM "territory_commune"' in query["sql"]]) == 1


class TestCommune:
    def test_it_is_circled_on_the_map(self, client, towns):
        page = client.get(towns["Acheville"].get_absolute_url())

        assert drawn(page).count("commune-map__ring") == 1
        assert "Acheville y est entourée" in drawn(page)
        assert re.search(r"<text[^>]*>Acheville</text>", drawn(page))
        assert "/communes/" in links(page)

    def test_a_commune_without_position_has_no_map(self, client, towns):
        assert drawn(client.get(builders.commune("Sans place").get_absolute_url())) == ""
