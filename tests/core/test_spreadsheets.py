"""Tables as offices keep them: old encodings, separators, merged cells, formulas, and files made to harm."""

import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from pma_site.core.spreadsheets import SpreadsheetError, letter, read

TOWNS = [["Commune", "Voie"], ["Évin-Malmaison", "1 place de l’Église"], ["Nœux-les-Mines", "102 rue Nationale"]]


def cells(content):
    return [row.cells for row in read(content).rows]


def csv(rows, separator=";"):
    return "".join(f"{separator.join(row)}\r\n" for row in rows)


def xlsx(rows, prepare=lambda sheet: None):
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    prepare(workbook.active)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def repacked(content, **changes):
    """A workbook some of whose parts have another text; `None` takes a part out."""
    result = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(result, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, changes.pop(name, before.read(name)))
        for name, text in changes.items():
            after.writestr(name, text)
    return result.getvalue()


def fault(content):
    with pytest.raises(SpreadsheetError) as error:
        read(content)
    return str(error.value)


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
        ("mac_roman", "Macintosh"),
    ],
)
def test_a_csv_is_read_in_the_encoding_it_has(encoding, said):
    table = read(csv(TOWNS).encode(encoding))

    assert [row.cells for row in table.rows] == TOWNS
    assert said in table.read_as


def test_capitals_of_a_former_ms_dos_are_read():
    rows = [["COMMUNE", "MAIRE"], ["ÉLEU-DIT-LEAUWETTE", "HÉLÈNE ÇA"], ["Liévin", "François"]]

    assert cells(csv(rows).encode("cp850")) == rows


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(separator):
    rows = [["Liste des mairies"], ["Commune", "Voie", "E-mail"], *[["Lens", "12 bis rue X", "a@x.example"]] * 3]

    assert cells(csv(rows, separator).encode()) == rows


def test_commas_in_addresses_are_no_separator():
    rows = [["Commune", "Voie"], *[["Lens", "12, rue de la Gare, bâtiment A"]] * 4]

    assert cells(csv(rows).encode()) == rows
    assert cells(b"sep=,\r\na,b\r\n") == [["a", "b"]]
    # What is no separator is a cell: a NUL would not be kept by the database.
    assert cells(b"sep=\0\r\na;b\r\n")[1:] == [["a", "b"]]
    assert "\0" not in read(b"sep=\0\r\na;b\r\n").read_as


def test_each_row_knows_its_line_and_blank_ones_are_left_out():
    table = read(b';;\r\n\r\nCommune;Voie\r\nLens;"1 place\r\nBP 12"\r\n;\r\nAvion;x\r\n')

    assert [(row.line, row.cells) for row in table.rows] == [
        (3, ["Commune", "Voie"]),
        (4, ["Lens", "1 place\nBP 12"]),
        (7, ["Avion", "x"]),
    ]


def test_a_quote_that_is_never_closed_is_told_with_its_line():
    assert "Ligne 2" in fault(b'Commune;Voie\r\nLens;"1 place\r\nAvion;2 rue\r\n')
    assert cells(b'Commune;Nom\r\nLens;Serge "Sergio" N\r\n')[1] == ["Lens", 'Serge "Sergio" N']


def test_what_cannot_be_seen_is_taken_out_and_lost_accents_are_told():
    table = read("A;B\r\n\u200bLens\x00\u202e\u00a0 ;1 rue\u2028BP 2\r\nHÃ©nin;Li\ufffdvin\r\n".encode())
    _, tidy, broken = table.rows

    assert tidy.cells == ["Lens", "1 rue\nBP 2"]
    assert broken.cells[0] == "Hénin"
    assert "A3" in broken.remarks[0]
    assert "accents" in broken.faults[1]


def test_a_workbook_is_read_as_its_owner_sees_it():
    def prepare(sheet):
        sheet["B2"].number_format = "00000"

    rows = [
        ["Commune", "CP", "Depuis", "Tél", "Poste", "Part"],
        ["Lens", 2100, datetime.date(2020, 5, 3), 321690000.0, True, 12.5],
        ["=Lens", 62300.0, datetime.datetime(2020, 5, 3, 9, 30), "03 21", False, None],
    ]
    rows[2][0] = "'=Lens"

    assert cells(xlsx(rows, prepare))[1:] == [
        ["Lens", "02100", "03/05/2020", "321690000", "oui", "12,5"],
        ["=Lens", "62300", "03/05/2020 09:30", "03 21", "non"],
    ]


def test_merged_cells_are_spread_down_and_told():
    def merge(sheet):
        for place in ("A1:C1", "A3:A4", "B3:C3"):
            sheet.merge_cells(place)

    rows = [
        ["Liste des mairies", None, None],
        ["Commune", "Voie", "Ville"],
        ["Lens", "1 place", None],
        [None, "2 rue", "Lens"],
    ]
    _, _, first, second = read(xlsx(rows, merge)).rows

    assert first.cells == ["Lens", "1 place"]
    assert second.cells == ["Lens", "2 rue", "Lens"]
    assert "B3:C3" in first.remarks[0]
    assert "A4" in second.remarks[0]


def test_of_a_formula_the_kept_result_is_read_and_nothing_is_evaluated():
    content = xlsx([["A", "B", "C"], ["x", "=1+1", "y"], ["=HYPERLINK(1)", None, None]])
    sheet = "xl/worksheets/sheet1.xml"
    with ZipFile(BytesIO(content)) as archive:
        text = archive.read(sheet).decode()
    computed = repacked(content, **{sheet: text.replace("<f>1+1</f><v />", "<f>1+1</f><v>2</v>", 1)})
    wrong = repacked(content, **{sheet: text.replace('<c r="B2"><f>1+1</f><v />', '<c r="B2" t="e"><v>#N/A</v>')})

    assert cells(computed)[1] == ["x", "2", "y"]
    assert "#N/A" in read(wrong).rows[1].faults[1]
    unresolved = read(content).rows
    assert "résultat" in unresolved[1].faults[1]
    assert unresolved[2].faults.keys() == {0}


def test_the_first_filled_sheet_in_sight_is_read():
    workbook = Workbook()
    hidden, filled = workbook.create_sheet("Cachée"), workbook.create_sheet("Mairies")
    hidden.sheet_state = "hidden"
    hidden.append(["secret"])
    filled.append(["Commune"])
    content = BytesIO()
    workbook.save(content)
    table = read(content.getvalue())

    assert [row.cells for row in table.rows] == [["Commune"]]
    assert "Mairies" in table.read_as


def test_an_endless_formatted_sheet_is_no_endless_table():
    def prepare(sheet):
        sheet["B1048576"].number_format = "0.00"
        sheet["XFD2"].number_format = "0.00"

    assert cells(xlsx([["Commune"], ["Lens"]], prepare)) == [["Commune"], ["Lens"]]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "vide"),
        (b"\xef\xbb\xbf \r\n;;\r\n", "aucune ligne"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (b"%PDF-1.7 x", "PDF"),
        (b"PK\x03\x04 coupe", "abîmé"),
        (b"<html><table><tr><td>Lens", "page web"),
        (bytes(range(256)) * 40, "ni un CSV"),
        (b"\xff\xfeL\x00e", "abîmé"),
        (b"a;b\r\n" * 6000, "trop de lignes"),
        (b";".join([b"x"] * 61) + b"\r\n", "trop de colonnes"),
        (b"x" * 5_000_001, "trop lourd"),
        (b'a;b\r\n1;"' + b"x" * 200_000, "guillemet"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_table_is_told_in_a_sentence(content, word):
    assert word in fault(content)


def test_workbooks_made_to_harm_are_told_in_a_sentence():
    content = xlsx([["Commune"], ["Lens"]])
    sheet = "xl/worksheets/sheet1.xml"
    with ZipFile(BytesIO(content)) as archive:
        text = archive.read(sheet).decode()
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + text.replace("Commune", "&b;")

    assert "trop de données" in fault(repacked(content, **{"xl/bomb.xml": b"0" * 70_000_000}))
    assert "abîmé" in fault(repacked(content, **{sheet: laughs}))
    assert "abîmé" in fault(repacked(content, **{sheet: text[: len(text) // 2]}))
    assert "abîmé" in fault(repacked(content, **{sheet: text.replace('r="A2"', 'r="?"')}))
    assert "abîmé" in fault(content[: len(content) // 2])
    assert "ods" in fault(repacked(content, mimetype="x", **{"content.xml": "x"}))
    assert "classeur" in fault(repacked(content, **{"[Content_Types].xml": "x"}).replace(b"xl/", b"xx/"))
    assert "trop de lignes" in fault(xlsx([["x"]] * 5_100))
    assert "trop de colonnes" in fault(xlsx([["x"] * 61]))


def test_columns_are_named_as_in_a_spreadsheet():
    assert [letter(number) for number in (0, 25, 26, 59)] == ["A", "Z", "AA", "BH"]
