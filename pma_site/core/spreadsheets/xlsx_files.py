"""XLSX, the workbooks of Excel and of most spreadsheet programs (ECMA-376), whose size is known before it is taken."""

import re
import warnings
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

from .cells import clean, harmless, letter, unharmed
from .table import MAX_COLUMNS, MAX_ROWS, Row, SpreadsheetError, Table, checked

# Ten times what 5 000 rows of 60 columns take: more is made to fill the memory.
MAX_UNPACKED = 60 * 1000 * 1000
MAX_PARTS = 1_000
MAX_MERGED = 2_000
# Lines of titles above the rows.
MAX_BLANK = 50
# Characters of a column at the most: longer texts go on below.
WIDEST = 50
# How far an empty but formatted sheet goes on, by its own format.
_LAST_LINE = 1_048_576

DAMAGED = "Ce fichier XLSX est abîmé : ouvrez-le dans votre tableur et enregistrez-le de nouveau."
LOCKED = "Ce fichier est protégé par un mot de passe : enregistrez-en une copie sans protection."
# What an encrypted workbook is kept in names the part that it hides (MS-OFFCRYPTO).
LOCKED_MARK = "EncryptedPackage".encode("utf-16-le")

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ONLY_ZEROS = re.compile("0+")


NO_RESULT = "cette formule n’a pas de résultat enregistré : ouvrez le fichier dans votre tableur et enregistrez-le."


@dataclass
class _Marks:
    """What a sheet says besides its values; cells are named (line, column), both from 1."""

    filled: set[int] = field(default_factory=set)
    width: int = 0
    unresolved: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def read(content: bytes) -> Table:
    """Return the first filled sheet of a workbook. Raises SpreadsheetError."""
    from openpyxl import load_workbook

    try:
        with ZipFile(BytesIO(content)) as archive, warnings.catch_warnings():
            _check(archive)
            # openpyxl tells of drawings and rules that it leaves aside: so do we.
            warnings.simplefilter("ignore")
            workbook = load_workbook(BytesIO(content), read_only=True, data_only=True)
            try:
                return _first_filled(workbook, archive)
            finally:
                workbook.close()
    except SpreadsheetError:
        raise
    except Exception as error:
        # A damaged file breaks the library anywhere.
        raise SpreadsheetError(DAMAGED) from error


def write(header: list[str], rows) -> bytes:
    """Return a workbook of one sheet: a line of titles that stays in sight, and text, so that « 02100 » keeps its 0.

    A Decimal is an amount, which programs add up. The sheet can be filtered, and is printed across, whole lines a page.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.properties import PageSetupProperties
    from openpyxl.worksheet.worksheet import Worksheet

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Feuille 1")
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    rows = [[cell if isinstance(cell, Decimal) else harmless(clean(cell)) for cell in row] for row in [header, *rows]]
    if header:
        sheet.auto_filter.ref = f"A1:{letter(len(header) - 1)}{len(rows)}"
    for column in range(len(header)):
        widest = max(len(str(row[column])) for row in rows)
        sheet.column_dimensions[letter(column)].width = min(max(widest + 2, 10), WIDEST)
    for number, row in enumerate(rows):
        cells = [WriteOnlyCell(sheet) for _ in row]
        for cell, value in zip(cells, row, strict=True):
            cell.alignment = Alignment(vertical="top", wrap_text=len(str(value)) > WIDEST)
            if isinstance(value, Decimal):
                cell.value, cell.number_format = value, "#,##0.00"
                continue
            # The type is said first: « =… » would become a formula, « #N/A » an error.
            cell.value, cell.data_type = value or None, "s" if value else "n"
            if number == 0:
                cell.font = Font(bold=True)
        sheet.append(cells)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def _check(archive):
    """Refuse what is no workbook of Excel, and what would unpack to more than a table takes."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "mimetype" in names and "content.xml" in names:
        raise SpreadsheetError("Les fichiers .ods ne se lisent pas ici : enregistrez-le en XLSX ou en CSV.")
    if "xl/workbook.bin" in names:
        raise SpreadsheetError("Ce classeur est binaire (.xlsb) : enregistrez-le en XLSX ou en CSV.")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise SpreadsheetError("Ce fichier n’est pas un classeur : enregistrez le tableau en XLSX ou en CSV.")
    # No part is read beyond the size that it announces here.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise SpreadsheetError(
            "Ce fichier XLSX se décompresse en trop de données : n’y gardez que le tableau à importer."
        )


def _first_filled(workbook, archive):
    """The table of the first sheet in sight that holds something."""
    seen = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    for sheet in seen:
        marks = _marks(archive, sheet)
        if marks.filled:
            others = len(seen) - 1
            said = f" (les autres feuilles, {others} en tout, ne sont pas lues)" if others else ""
            return checked(_rows(sheet, marks), f"XLSX, feuille « {clean(sheet.title)} »{said}")
    return checked([], "XLSX")


def _marks(archive, sheet):
    """Go through a sheet once for its size, its merged cells and its formulas without a result."""
    from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
    from openpyxl.xml.functions import iterparse

    marks, line, column = _Marks(), 0, 0
    with archive.open(sheet._worksheet_path) as source:
        for event, element in iterparse(source, events=("start", "end")):
            if event == "start":
                if element.tag == f"{_SHEET}row":
                    line, column = int(element.get("r") or line + 1), 0
                continue
            if element.tag == f"{_SHEET}c":
                place = element.get("r")
                column = coordinate_to_tuple(place)[1] if place else column + 1
                holds = element.findtext(f"{_SHEET}v") or element.find(f"{_SHEET}is") is not None
                if not holds and element.find(f"{_SHEET}f") is None:
                    continue
                marks.filled.add(line)
                marks.width = max(marks.width, column)
                if column > MAX_COLUMNS:
                    raise SpreadsheetError(f"Ce fichier a trop de colonnes : {MAX_COLUMNS} au plus.")
                if not holds:
                    marks.unresolved.add((line, column))
            elif element.tag == f"{_SHEET}row":
                element.clear()
                if len(marks.filled) > MAX_ROWS + MAX_BLANK:
                    raise SpreadsheetError("Ce fichier a trop de lignes : 5\u00a0000 au plus. Découpez-le.")
            elif element.tag == f"{_SHEET}mergeCell":
                left, top, right, bottom = range_boundaries(element.get("ref"))
                marks.merged.append((top, left, bottom, right))
                if len(marks.merged) > MAX_MERGED:
                    raise SpreadsheetError("Ce fichier a trop de cellules fusionnées : défusionnez-les.")
    return marks


def _rows(sheet, marks):
    """The rows of a sheet that hold something, merged cells spread over theirs."""
    rows, last = {}, min(max(marks.filled), _LAST_LINE)
    # The size that the sheet announces is often wrong.
    sheet.reset_dimensions()
    for line, cells in enumerate(sheet.iter_rows(max_row=last, max_col=marks.width), 1):
        if line in marks.filled:
            rows[line] = _row(line, cells)
    for line, column in marks.unresolved:
        rows[line].faults[column - 1] = NO_RESULT
    for top, left, bottom, right in marks.merged:
        _spread(rows, top, left, bottom, right)
    for row in rows.values():
        while row.cells and not row.cells[-1] and len(row.cells) - 1 not in row.faults:
            row.cells.pop()
    return [row for row in rows.values() if row.cells]


def _row(line, cells):
    row = Row(line, [])
    for column, cell in enumerate(cells):
        if cell.data_type == "e":
            row.faults[column] = f"cette case contient un calcul qui n’aboutit pas ({cell.value})."
            row.cells.append("")
        else:
            row.cells.append(_text(cell))
    return row


def _text(cell):
    """A value as its owner reads it: numbers without « .0 », dates as in France."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        shown = cell.number_format or ""
        return str(value).zfill(len(shown)) if _ONLY_ZEROS.fullmatch(shown) else str(value)
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    if isinstance(value, date):
        return f"{value:%d/%m/%Y %H:%M}" if isinstance(value, datetime) else f"{value:%d/%m/%Y}"
    return clean(unharmed(clean(str(value))))


def _put(row, column, value):
    row.cells.extend([""] * (column + 1 - len(row.cells)))
    row.cells[column] = value


def _spread(rows, top, left, bottom, right):
    """Give what stands in a merged cell to each of its lines; across, its first column alone keeps it."""
    first, column = rows.get(top), left - 1
    if first is None or not first.cells[column:] or not first.cells[column]:
        return
    if right > left:
        place = f"{letter(column)}{top}:{letter(right - 1)}{bottom}"
        first.remarks.append(f"{place} : cellules fusionnées, la valeur compte pour la colonne {letter(column)}.")
    for line in [line for line in rows if top < line <= bottom]:
        _put(rows[line], column, first.cells[column])
        rows[line].remarks.append(f"{letter(column)}{line} : cellule fusionnée, valeur de la ligne {top}.")
