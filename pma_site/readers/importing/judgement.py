"""What an import makes of a row, and what the row says, cell by cell."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pma_site.core.spreadsheets import letter

from ..cell_values import CellError, nothing
from ..choices import RowVerdict


@dataclass
class Change:
    """A field before and after, in words."""

    label: str
    before: str
    after: str


@dataclass
class Judgement:
    """The one verdict on a row, why, and what applying it changes; `plan` is what the kind of import writes."""

    line: int
    verdict: RowVerdict
    reason: str = ""
    title: str = ""
    notes: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    office_id: int | None = None
    plan: object = None

    def as_kept(self):
        """Its part that the row keeps, by name of field."""
        return {
            "verdict": self.verdict.value,
            "reason": self.reason,
            "title": self.title[:200],
            "notes": self.notes,
            "changes": [vars(change) for change in self.changes],
            "office_id": self.office_id,
        }


@dataclass
class Reading:
    """What the cells of a row say: `said` by field, `blank` fields whose cell says nothing, `faults` in words."""

    line: int
    columns: dict[str, int]
    said: dict = field(default_factory=dict)
    blank: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def place(self, name, label):
        """Name a cell: « E-mail (F12) »."""
        return f"{label} ({letter(self.columns[name])}{self.line})"


def read_row(row, columns: dict[str, int], parsers: dict[str, Callable], labels: dict[str, str]) -> Reading:
    """Read the cells of a row (models.ImportRow) that `columns` names; none raises, what is wrong is in `faults`."""
    reading = Reading(row.line, columns)
    for name, column in columns.items():
        cell = row.cells[column] if column < len(row.cells) else ""
        try:
            if fault := row.faults.get(str(column)):
                raise CellError(fault)
            if nothing(cell):
                reading.blank.add(name)
            else:
                reading.said[name] = parsers[name](cell)
        except CellError as error:
            reading.faults.append(f"{reading.place(name, labels[name])} : {error}")
    return reading
