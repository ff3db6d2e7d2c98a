"""CSV in the encodings and with the separators that French offices use (RFC 4180, and what departs from it)."""

import codecs
import csv
import re
from collections import Counter
from io import StringIO
from itertools import islice

from charset_normalizer import from_bytes

from .cells import clean, harmless, letter, repaired, unharmed
from .table import MAX_COLUMNS, MAX_ROWS, Row, SpreadsheetError, Table, checked

_MARKS = {
    b"\xef\xbb\xbf": ("utf-8-sig", "UTF-8"),
    b"\xff\xfe": ("utf-16", "UTF-16"),
    b"\xfe\xff": ("utf-16", "UTF-16"),
}
# One byte a sign: Windows, then Macintosh, then MS-DOS. The first wins where nothing tells them apart.
_OLD = {"cp1252": "Windows-1252", "mac_roman": "Macintosh", "cp850": "MS-DOS (850)"}
_SEPARATORS = {";": "« ; »", ",": "« , »", "\t": "tabulation", "|": "« | »"}
_FRENCH = frozenset("àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ«»’‘“”…–—€°ºª²³· \u00a0")
_INSIDE_WORDS = re.compile(r"(?<=[^\W\d_])[^\x00-\x7f\w’·](?=[^\W\d_])")
# A line that Excel writes and reads to name the separator.
_EXCEL_HINT = re.compile(r"\ufeff?sep=([;,\t|])[\r\n]+", re.IGNORECASE)
# An address takes five or six lines; a cell with more swallowed the rows after a quote that nobody closed.
_MOST_LINES = 9


def read(content: bytes) -> Table:
    """Return the table of a CSV file. Raises SpreadsheetError."""
    text, encoding = decoded(content)
    if re.match(r"\s*<(!doctype|html|table|\?xml)", text, re.IGNORECASE):
        raise SpreadsheetError(
            "Ce fichier est une page web, même s’il se nomme .xls ou .csv : ouvrez-le dans votre tableur et"
            " enregistrez-le en XLSX."
        )
    if sum(sign < " " and sign not in "\t\r\n\v\f\0" for sign in text[:10_000]) > len(text[:10_000]) / 100:
        raise SpreadsheetError("Ce fichier n’est ni un CSV ni un XLSX : enregistrez le tableau dans l’un des deux.")
    hint = _EXCEL_HINT.match(text)
    lines_before = 1 if hint else 0
    text = text[hint.end() :] if hint else text
    separator = hint.group(1) if hint else _separator(text)
    rows = []
    for line, cells in _records(text, separator):
        row = _row(line + lines_before, cells)
        if any(row.cells):
            rows.append(row)
        if len(rows) > MAX_ROWS + 1 or len(row.cells) > MAX_COLUMNS:
            break
    named = _SEPARATORS.get(separator, f"« {separator} »")
    return checked(rows, f"CSV en {encoding}, séparateur {named}")


def write(header: list[str], rows) -> bytes:
    """Return a CSV that French spreadsheet programs open as it is: UTF-8 with its mark, « ; », harmless cells."""
    return codecs.BOM_UTF8 + more_rows([header, *rows])


def more_rows(rows, separator: str = ";") -> bytes:
    """Return rows of a CSV, for files that are written piece by piece: further ones of what `write` began, or all.

    A cell that is a number is written as it is: a minus sign before digits runs nothing.
    """
    text = StringIO()
    writer = csv.writer(text, delimiter=separator)
    for row in rows:
        writer.writerow([cell if isinstance(cell, int | float) else harmless(clean(cell)) for cell in row])
    return text.getvalue().encode()


def decoded(content):
    """Return the text of a file and the name of its encoding. Raises SpreadsheetError for one that is cut."""
    for mark, (codec, name) in _MARKS.items():
        if content.startswith(mark):
            return _decode(content, codec), name
    start = content[:2000]
    zeros = start[1::2].count(0), start[::2].count(0)
    if max(zeros) > len(start) / 5:
        return _decode(content, "utf-16-le" if zeros[0] > zeros[1] else "utf-16-be"), "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _old_text(content)


def _decode(content, codec):
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise SpreadsheetError(
            "Ce fichier est abîmé ou coupé : enregistrez-le de nouveau, en « CSV UTF-8 » si votre tableur le propose."
        ) from error


def _old_text(content):
    """The text of a file in one of the encodings before Unicode: the one that makes it read as French."""
    likely = {match.encoding for match in from_bytes(content, cp_isolation=list(_OLD), enable_fallback=False)}
    texts = {}
    for codec in sorted(_OLD, key=lambda codec: codec not in likely):
        try:
            texts[codec] = content.decode(codec)
        except UnicodeDecodeError:
            continue
    # Every byte is a sign of the two others.
    best = min(texts, key=lambda codec: (_oddness(texts[codec]), codec not in likely, list(_OLD).index(codec)))
    return texts[best], _OLD[best]


def _oddness(text):
    """How many signs of a text no French one has, or not inside a word."""
    return sum(sign not in _FRENCH for sign in text if sign > "\x7f") + len(_INSIDE_WORDS.findall(text))


def _separator(text):
    """The separator that cuts the most of the first lines, titles included, and then into the most cells."""
    most, found = (0, 0), ";"
    start = text[:50_000]
    for separator in _SEPARATORS:
        widths = Counter(len(cells) for _, cells in islice(_records(start, separator, lenient=True), 100))
        cut = sum(times for width, times in widths.items() if width > 1)
        steady = max(((width - 1) * times for width, times in widths.items()), default=0)
        if (cut, steady) > most and cut:
            most, found = (cut, steady), separator
    return found


def _records(text, separator, lenient=False):
    """Yield each record with the number of the line where it begins.

    Raises SpreadsheetError for a quote that is never closed, unless `lenient`.
    """
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    begins = last = 1
    try:
        for cells in reader:
            yield begins, cells
            begins, last = reader.line_num + 1, begins
        # A quote that nobody closed swallows all that is below: only the last record can hold one.
        if not lenient and reader.line_num > last:
            _check_quotes(text, separator, last)
    except csv.Error as error:
        if not lenient:
            raise SpreadsheetError(_OPEN_QUOTE.format(begins)) from error


def _check_quotes(text, separator, begins):
    """Raise SpreadsheetError where the quote of the last record, from a line on, is still open."""
    lines = list(islice(StringIO(text, newline=""), begins - 1, None))
    try:
        list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error as error:
        if "end of data" in str(error):
            raise SpreadsheetError(_OPEN_QUOTE.format(begins)) from error


_OPEN_QUOTE = (
    'Ligne {} : un guillemet droit (") est ouvert et n’est jamais fermé, la suite du fichier se confond avec cette'
    " case. Corrigez cette ligne."
)


def _row(line, cells):
    row = Row(line, [])
    while cells and not cells[-1].strip():
        cells.pop()
    for column, raw in enumerate(cells):
        cell = clean(unharmed(clean(raw)))
        mended = repaired(cell)
        if mended != cell:
            row.remarks.append(f"{letter(column)}{line} : accents mal encodés, réparés.")
        if "\ufffd" in cell:
            row.faults[column] = "des accents ont été perdus (« \ufffd ») : repartez du fichier d’origine."
        elif cell.count("\n") >= _MOST_LINES:
            row.faults[column] = "cette case tient sur trop de lignes : un guillemet droit manque sans doute."
        row.cells.append(mended)
    return row
