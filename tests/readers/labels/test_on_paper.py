"""Labels on paper, read back: each in its own cell of the sheet, whole, as the post reads it."""

import math
import re

import pypdfium2
import pytest
import segno
from django.test import Client
from page import validate_pdf_bytes

from pma_site.core import pdf
from pma_site.readers import links
from pma_site.readers.models import Office
from pma_site.territory.models import Commune
from tests import builders
from tests.back_office import signed_in
from tests.readers.keepers import account_that_may
from tests.readers.labels.sheets import DIES, MILLIMETRE, PAGE, read, sheets
from tests.reading import text

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("demo"),
    pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed"),
]


@pytest.mark.parametrize(
    ("name", "first", "code"),
    # Codes take the room of the text on the narrow ones.
    [("63x38", 20, "on"), ("63x34", 1, "on"), ("70x37", 1, ""), ("99x38", 1, ""), ("105x37", 16, "")],
)
def test_every_label_lies_in_its_cell_with_the_longest_names(client, everybody, name, first, code):
    die = DIES[name]

    labels = read(sheets(client, format=name, premiere=first, code=code), die)

    assert len(everybody) == Commune.objects.count() == 150
    count = die.columns * die.rows
    assert len(labels) == math.ceil((first - 1 + 150) / count) * count
    # A sheet already begun goes on where it stopped.
    assert not any(labels[: first - 1])
    assert not any(labels[first - 1 + 150 :])
    for office, lines in zip(everybody, labels[first - 1 :], strict=False):
        assert sorted(lines) == sorted([f"M{office.pk:04}", *office.envelope])
    # The longest address of all, one below the other.
    assert labels[first - 1][-3:] == ["HOTEL DE VILLE 1ER ETAGE", "1 PLACE DE LA MAIRIE", "62153 ABLAIN SAINT NAZAIRE"]


def test_an_address_follows_the_norm_of_the_post(everybody):
    for office in everybody:
        lines = office.envelope
        assert len(lines) == 6
        assert all(0 < len(line) <= 38 for line in lines)
        assert all(re.fullmatch(r"[A-Z0-9 ]+", line) for line in lines[3:])
        assert re.fullmatch(r"\d{5} [A-Z ]+", lines[-1])


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        (
            {"street": "17 bis, place Jean-Jaurès"},
            ["Madame la Maire", "Andrea Fictive", "Mairie de Lens", "17 BIS PLACE JEAN JAURES", "62300 LENS"],
        ),
        (
            {
                "name": "Mairie déléguée de Saint-Hilaire-Cottes",
                "street": "12 boulevard du Maréchal de Lattre de Tassigny",
            },
            [
                *["Madame la Maire", "Andrea Fictive", "Mairie déléguée de", "Saint-Hilaire-Cottes"],
                *["12 BD DU MAL DE LATTRE DE TASSIGNY", "62300 LENS"],
            ],
        ),
        (
            {"complement": "B.P. 40", "street": "Place Jean-Jaurès"},
            ["Madame la Maire", "Andrea Fictive", "Mairie de Lens", "PLACE JEAN JAURES", "B P 40", "62300 LENS"],
        ),
        (
            {"name": "Mairie déléguée de Saint-Hilaire-Cottes", "complement": "Bâtiment B", "city": "Œuf-en-Ternois"},
            [
                *["Madame la Maire", "Andrea Fictive", "Mairie dél. de St-Hilaire-Cottes"],
                *["BATIMENT B", "1 PLACE DE LA MAIRIE", "62300 OEUF EN TERNOIS"],
            ],
        ),
    ],
)
def test_a_long_line_is_spread_or_shortened(fields, lines):
    office = Office.objects.get(name="Mairie de Lens")
    for name, value in fields.items():
        setattr(office, name, value)

    assert office.envelope == lines


def test_a_long_name_keeps_its_end():
    office = Office.objects.get(name="Mairie d’Avion")
    builders.mayor(office, person=builders.person(f"Marie-Antoinette {'Exemple-' * 3}Dernier"))

    assert office.envelope[1] == "M.-A. Exemple-Exemple-Exemple-Dernier"


def test_the_code_leads_to_the_page_of_the_office(client, one):
    content, die = sheets(client, format="99x38"), DIES["99x38"]
    matrix = segno.make(links.office_address(one), error="l", micro=False).matrix

    scale = 8
    with pypdfium2.PdfDocument(content) as document:
        picture = document[0].render(scale=scale).to_pil().convert("L")
    _, _, right, top = next(die.cells())
    module = 14 * MILLIMETRE / len(matrix)
    x, y = right - (4.5 + 14) * MILLIMETRE, 297 * MILLIMETRE - top + 4 * MILLIMETRE
    for line, row in enumerate(matrix):
        for column, dark in enumerate(row):
            place = (int(scale * (x + (column + 0.5) * module)), int(scale * (y + (line + 0.5) * module)))
            assert (picture.getpixel(place) < 128) is bool(dark), (line, column)
    assert Client().get(links.office_address(one)).status_code == 200


def test_labels_are_accessible_and_may_go_without_code(client, one):
    content, plain = sheets(client), sheets(client, code="")

    assert [failure.message for failure in validate_pdf_bytes(content, profile="ua1").failures] == []
    assert len(plain) < len(content)
    assert read(plain, DIES["63x38"]) == read(content, DIES["63x38"])


def test_the_code_is_printed_by_who_keeps_the_register_alone(client, one):
    viewer = signed_in(account_that_may("view_office"))

    # The moment at which each was made takes a byte more or less once packed.
    assert abs(len(sheets(viewer)) - len(sheets(client, code=""))) < 20
    assert "code QR" not in text(viewer.get(PAGE))
    assert "code QR" in text(client.get(PAGE))


def test_only_what_is_posted_is_printed(client):
    Office.objects.update(by_post=False)
    kept, returned, stopped, unknown = Office.objects.filter(postal_return="").order_by("pk")[:4]
    for office, fields in (
        (kept, {}),
        (returned, {"postal_return": "refuse", "returned_on": "2026-06-02"}),
        (stopped, {"post_stopped_on": "2026-06-02"}),
        (unknown, {"postal_code": ""}),
    ):
        Office.objects.filter(pk=office.pk).update(by_post=True, **fields)

    labels = [lines for lines in read(sheets(client), DIES["63x38"]) if lines]

    assert [lines[0] for lines in labels] == [kept.reference]


def test_nothing_to_post_is_no_fault(client):
    Office.objects.update(by_post=False)

    assert sheets(client).startswith(b"%PDF")
    assert "Imprimer les étiquettes : 0" in text(client.get(PAGE))
