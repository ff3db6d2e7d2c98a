"""Tables that are written: nothing in them runs in a spreadsheet, and they are read back the same."""

from io import BytesIO

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from pma_site.core.spreadsheets import clean, harmless, read, unharmed, write_csv, write_xlsx
from pma_site.core.spreadsheets.cells import repaired


def cells(content):
    return [row.cells for row in read(content).rows]


HOSTILE = [
    "=1+1",
    "+33 3 21",
    "-",
    "@x",
    "\t=1",
    "'=1",
    "''@",
    "＝1+1",
    "<b>é</b>",
    "a;b",
    'a"b',
    "a\nb",
    "02100",
    "#N/A",
]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_what_is_written_is_harmless_and_read_back_the_same(write):
    rows = [[text, "x"] for text in HOSTILE]
    content = write(["=Titre", "B"], rows)

    assert cells(content) == [["=Titre", "B"], *[[clean(text), "x"] for text in HOSTILE]]
    if write is write_xlsx:
        sheet = load_workbook(BytesIO(content)).active
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
        shown = [row[0].value for row in sheet.iter_rows()]
    else:
        assert content.startswith(b"\xef\xbb\xbf")
        shown = [line.lstrip('"') for line in content.decode("utf-8-sig").splitlines()]
    assert [text for text in shown if text.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))] == []


@given(st.text())
def test_a_cell_made_harmless_is_given_back_as_it_was(text):
    assert unharmed(harmless(text)) == text
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(st.text())
def test_a_clean_text_is_clean(text):
    assert clean(clean(text)) == clean(text)
    assert not set(clean(text)) & set("\0\r\t\u2028\u2029\u200b\ufeff")


# The first table loads the library that writes it.
@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=5), min_size=1, max_size=8))
def test_any_table_comes_back_from_both_formats(rows):
    width = max(map(len, rows))
    rows = [[f"x{clean(cell)}" for cell in row + [""] * (width - len(row))] for row in rows]
    # What looks like accents read in the wrong encoding is repaired: another test's matter.
    assume(all(repaired(cell) == cell for row in rows for cell in row))

    assert cells(write_csv(["A"] * width, rows))[1:] == rows
    assert cells(write_xlsx(["A"] * width, rows))[1:] == rows
