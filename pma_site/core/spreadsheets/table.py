"""What is read from a file: rows of text, each with its place in the file and what is to be said of it."""

from dataclasses import dataclass, field

MAX_SIZE = 5 * 1000 * 1000
MAX_ROWS = 5_000
MAX_COLUMNS = 60
# More in one cell is no line of a table: it is told, not read.
MAX_SIGNS = 2_000


class SpreadsheetError(Exception):
    """The file cannot be read; the message, in French, says why and what to do."""


@dataclass
class Row:
    """A row that is not empty, as text.

    `line` is its number in the file; `faults` says, by column, why a cell could not be read; `remarks` what was done
    so that the others could.
    """

    line: int
    cells: list[str]
    faults: dict[int, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


@dataclass
class Table:
    """The rows of a file, as wide as the widest, and how the file was read, in words."""

    rows: list[Row]
    read_as: str

    @property
    def width(self):
        """How many columns it has."""
        return max((len(row.cells) for row in self.rows), default=0)


def checked(rows: list[Row], read_as: str) -> Table:
    """Return the table of `rows` within the limits. Raises SpreadsheetError beyond, and for a file without a row.

    A cell that is too long is empty, with a fault.
    """
    table = Table(rows, read_as)
    if not rows:
        raise SpreadsheetError("Ce fichier ne contient aucune ligne remplie.")
    if len(rows) > MAX_ROWS + 1:
        raise SpreadsheetError("Ce fichier a trop de lignes : 5\u00a0000 au plus. Découpez-le.")
    if table.width > MAX_COLUMNS:
        raise SpreadsheetError(f"Ce fichier a trop de colonnes : {MAX_COLUMNS} au plus.")
    for row in rows:
        for column, cell in enumerate(row.cells):
            if len(cell) > MAX_SIGNS:
                row.cells[column] = ""
                row.faults[column] = "cette case contient plus de 2\u00a0000 signes : elle n’est pas lue."
    return table
