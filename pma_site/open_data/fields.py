"""What a dataset says of each record, field by field: its name, its kind, its meaning, how it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from urllib.parse import urljoin

from django.utils import timezone

from pma_site.core.spreadsheets import clean


class Kind(Enum):
    """What a value is, in the words of the documentation."""

    TEXT = "texte"
    INTEGER = "nombre entier"
    DECIMAL = "nombre décimal (point)"
    YEAR = "année"
    DATE = "date (AAAA-MM-JJ)"
    MOMENT = "date et heure (ISO 8601, heure de Paris)"
    ADDRESS = "adresse web"
    TEXTS = "liste de textes"
    PLACES = "liste de communes (code INSEE et nom)"
    DATED = "liste de dates et de phrases"
    OBJECT = "objet JSON"
    OBJECTS = "liste d’objets JSON"


@dataclass(frozen=True)
class Field:
    """One field: `read` takes a record and returns a text, a number, a date, a list of texts or of dicts, or None."""

    name: str
    kind: Kind
    meaning: str
    example: str
    read: Callable[[Any], Any]

    def value(self, record, base: str):
        """The value as JSON has it, its texts clean and its addresses whole; `base` is the address of the site."""
        found = _plain(self.read(record))
        return urljoin(base, found) if found and self.kind is Kind.ADDRESS else found


def _plain(value):
    if isinstance(value, str):
        return clean(value) or None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(held) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(held) for held in value]
    return value


def cell(value):
    """A JSON value as one cell of a table: several values stand in it, « | » between them; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, list):
        return " | ".join(map(_word, value))
    return value if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _word(value):
    """« 62498 Lens », « 2023-03-28 Le parc ouvre », or a text as it is."""
    return " ".join(str(part) for part in value.values() if part is not None) if isinstance(value, dict) else str(value)
