"""Labels on paper, read back: each in its own cell of the sheet, whole, as the post reads it."""

import csv
import io
import math
import re
from dataclasses import dataclass

import pypdfium2
import pytest
import segno
from django.test import Client
from page import validate_pdf_bytes

from pma_site.core import pdf
from pma_site.directory.models import Person
from pma_site.readers import links
from pma_site.readers.models import Office, OfficeMandate, RegisterExport
from pma_site.territory.models import Commune
from tests import builders
from tests.back_office import is_refused, signed_in
from tests.readers.keepers import account_that_may
from tests.reading import elements, text

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("demo"),
    pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed"),
]

PAGE = "/admin/lecteurs/etiquettes/"
MILLIMETRE = 72 / 25.4
# What no printer prints, at the edges of a sheet.
UNPRINTED = 4.2


@dataclass
class Die:
    """Where the labels of a format are cut, in millimetres, as its makers say."""

    columns: int
    rows: int
    width: float
    height: float
    gap: float = 0

    def cells(self):
        """Left, bottom, right and top of each label, in points from the lower left corner, in the order of reading."""
        left = (210 - self.columns * self.width - (self.columns - 1) * self.gap) / 2
        above = (297 - self.rows * self.height) / 2
        for row in range(self.rows):
            for column in range(self.columns):
                x, y = left + column * (self.width + self.gap), 297 - above - (row + 1) * self.height
                yield tuple(MILLIMETRE * side for side in (x, y, x + self.width, y + self.height))


# Avery L7160, 3474, L7163, 3484 and L7159, and what others make after them.
DIES = {
    "63x38": Die(3, 7, 63.5, 38.1, gap=2.54),
    "70x37": Die(3, 8, 70, 37),
    "99x38": Die(2, 7, 99.1, 38.1, gap=2.5),
    "105x37": Die(2, 8, 105, 37),
    "63x34": Die(3, 8, 63.5, 33.9, gap=2.54),
}


@pytest.fixture
def client():
    return signed_in(account_that_may("view_office", "change_office"))


@pytest.fixture
def everybody():
    """All 150 town halls by post, each with a mayor and a complement: six lines to an address."""
    Office.objects.update(by_post=True, postal_return="", returned_on=None, complement="Hôtel de ville, 1er étage")
    people = Person.objects.bulk_create(
        Person(first_name="Marie-Antoinette", last_name=f"Exemple-Vandenbroucke{number}" if number % 3 else "Zay")
        for number in range(150)
    )
    titles = ["madame-deleguee", "monsieur-delegue", "madame-la-maire"]
    OfficeMandate.objects.all().delete()
    OfficeMandate.objects.bulk_create(
        OfficeMandate(office=office, person=person, form_of_address=titles[person.pk % 3])
        for office, person in zip(Office.objects.all(), people, strict=True)
    )
    return list(Office.objects.with_mayors().order_by("commune__spelling"))


@pytest.fixture
def one():
    """One town hall by post alone."""
    Office.objects.update(by_post=False)
    office = Office.objects.get(name="Mairie de Lens")
    office.by_post = True
    office.save()
    return office


def sheets(client, **query):
    """The PDF of the labels."""
    asked = {"format": "63x38", "premiere": "1", "ordre": "commune", "code": "on", **query}
    response = client.get(f"{PAGE}pdf/", asked)
    assert response.status_code == 200
    return response.content


def read(content, die):
    """The lines of each label by page and cell; no letter may stand outside of a cell, or too near its edge."""
    found = []
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            words = page.get_textpage()
            letters = [words.get_charbox(number) for number in range(words.count_chars())]
            drawn = [box for box in letters if box[2] - box[0] > 0.1 and box[3] - box[1] > 0.1]
            cells = list(die.cells())
            inside = 0
            for left, bottom, right, top in cells:
                own = [
                    box for box in drawn if left <= box[0] and box[2] <= right and bottom <= box[1] and box[3] <= top
                ]
                inside += len(own)
                for box in own:
                    assert box[0] >= max(left + 2 * MILLIMETRE, UNPRINTED * MILLIMETRE)
                    assert box[2] <= min(right - 2 * MILLIMETRE, (210 - UNPRINTED) * MILLIMETRE)
                    assert box[1] >= bottom + 2 * MILLIMETRE
                    assert box[3] <= top - 2 * MILLIMETRE
                lines = words.get_text_bounded(left, bottom, right, top).replace("\r", "").split("\n")
                found.append([line.strip() for line in lines if line.strip()])
            assert inside == len(drawn)
            words.close()
            page.close()
    return found


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


class TestPage:
    def test_the_counts_add_up(self, client):
        page = client.get(PAGE, {"lettre": "n° 9"})
        rows = re.findall(r"<tr>(.*?)</tr>", page.content.decode(), re.DOTALL)
        counts = [[int(cell) for cell in re.findall(r"<td>(\d+)</td>", row)] for row in rows]
        counts = [row for row in counts if row]

        assert len(counts) == 4
        for offices, post, both, email, none, posted, _ in counts:
            assert offices == post + both + email + none
            assert posted == post + both
        assert [sum(column) for column in zip(*counts[:3], strict=True)] == counts[3]
        assert counts[3][0] == 150
        assert counts[3][5] == Office.objects.by_post().count()
        assert counts[3][6] == 2
        assert f"Par courriel seulement : {Office.objects.by_email_only().count()}" in text(page)
        assert {"name": "lettre", "value": "n° 9"}.items() <= next(
            field for field in elements(page, "input") if field.get("name") == "lettre"
        ).items()

    def test_files_are_named_after_the_letter(self, client):
        asked = {"lettre": "n° 9", "format": "63x38", "premiere": "1", "ordre": "epci"}

        assert 'filename="etiquettes-n-9.pdf"' in client.get(f"{PAGE}pdf/", asked)["Content-Disposition"]
        assert 'filename="adresses-n-9.csv"' in client.post(f"{PAGE}csv/", asked)["Content-Disposition"]

    def test_a_table_of_the_addresses_runs_nothing(self, client):
        office = Office.objects.by_post().first()
        Office.objects.filter(pk=office.pk).update(street="=HYPERLINK(1)", complement="+33 ; @mairie")
        asked = {"format": "63x38", "premiere": "1", "ordre": "code-postal"}

        content = client.post(f"{PAGE}csv/", asked).content.decode("utf-8-sig")

        rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
        assert len(rows) == Office.objects.by_post().count() == RegisterExport.objects.get().rows
        assert [row["Code postal"] for row in rows] == sorted(row["Code postal"] for row in rows)
        mine = next(row for row in rows if row["Code"] == office.reference)
        assert (mine["Voie"], mine["Complément"]) == ("'=HYPERLINK(1)", "'+33 ; @mairie")

    @pytest.mark.parametrize(
        "query",
        [
            {},
            {"format": "a4"},
            {"premiere": "0"},
            {"premiere": "22"},
            {"premiere": "un"},
            {"ordre": "hasard"},
            {"lettre": "x" * 41},
            {"lettre": "\x00"},
        ],
    )
    def test_what_is_wrong_is_said(self, client, query):
        asked = {"format": "63x38", "premiere": "1", "ordre": "epci", **query} if query else {}

        for kind in ("pdf", "csv"):
            page = client.post(f"{PAGE}{kind}/", asked)
            assert page.status_code == 400
            assert "error-message" in page.content.decode()
        assert client.get(PAGE, {"lettre": "x" * 41}).status_code == 400

    def test_a_breakdown_is_told_over_the_form(self, client, monkeypatch):
        monkeypatch.setattr(pdf, "missing_library", lambda: "apt-get install pango")

        page = client.get(f"{PAGE}pdf/", {"format": "63x38", "premiere": "1", "ordre": "epci"})

        assert page.status_code == 503
        assert "Il manque une bibliothèque du système" in text(page)

    def test_files_are_closed_to_who_may_not_see_the_offices(self):
        stranger = signed_in(builders.account("Rédaction"))

        assert is_refused(stranger, f"{PAGE}pdf/")
        assert is_refused(stranger, f"{PAGE}csv/")
