"""Tables that people keep in a spreadsheet, read from CSV or XLSX and written to them."""

from io import BytesIO
from zipfile import is_zipfile

from . import csv_files, xlsx_files
from .cells import clean, harmless, letter, unharmed
from .table import MAX_COLUMNS, MAX_ROWS, MAX_SIZE, Row, SpreadsheetError, Table

__all__ = [
    "MAX_COLUMNS",
    "MAX_ROWS",
    "MAX_SIZE",
    "Row",
    "SpreadsheetError",
    "Table",
    "clean",
    "csv_rows",
    "decoded",
    "harmless",
    "letter",
    "read",
    "unharmed",
    "write_csv",
    "write_xlsx",
]

decoded = csv_files.decoded
write_csv = csv_files.write
csv_rows = csv_files.more_rows
write_xlsx = xlsx_files.write

# How files begin that are no table, or none that is read here.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_EXCEL = (
    "Ce fichier est au format des anciens Excel (.xls) : ouvrez-le dans votre tableur et enregistrez-le en XLSX ou"
    " en CSV."
)
_FOREIGN = {
    b"%PDF-": "Ce fichier est un PDF : enregistrez le tableau lui-même en XLSX ou en CSV.",
    b"\x89PNG": "Ce fichier est une image.",
    b"\xff\xd8\xff": "Ce fichier est une image.",
    b"{\\rtf": "Ce fichier est un texte : copiez le tableau dans un tableur et enregistrez-le en XLSX ou en CSV.",
}


def read(content: bytes) -> Table:
    """Return the table that the file `content` holds, CSV or XLSX as its bytes tell, whatever its name says.

    Nothing in it is evaluated: of a formula the result is read that the spreadsheet program kept.
    Raises SpreadsheetError, in French, for what cannot be read and for more than 5 Mo, 5 000 rows or 60 columns.
    """
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise SpreadsheetError("Ce fichier est vide.")
    if len(content) > MAX_SIZE:
        raise SpreadsheetError("Ce fichier est trop lourd : 5\u00a0Mo au plus.")
    for start, message in _FOREIGN.items():
        if content.startswith(start):
            raise SpreadsheetError(message)
    if content.startswith(_OLE):
        raise SpreadsheetError(xlsx_files.LOCKED if xlsx_files.LOCKED_MARK in content else _OLD_EXCEL)
    if content.startswith(b"PK"):
        if not is_zipfile(BytesIO(content)):
            raise SpreadsheetError(xlsx_files.DAMAGED)
        return xlsx_files.read(content)
    return csv_files.read(content)
