"""A dataset: declared once, and everything comes from it: files, documentation, catalogue, API."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from .fields import Field

# So many records are in memory at once, with what is read beside them.
AT_ONCE = 200

EUROPEAN = "http://publications.europa.eu/resource/authority/"


@dataclass(frozen=True)
class Format:
    """A file that a dataset comes as."""

    name: str
    label: str
    media_type: str

    @property
    def authority(self) -> str:
        """Its name in the European table of file types, which DCAT-AP asks for."""
        return f"{EUROPEAN}file-type/{self.name.upper()}"


CSV = Format("csv", "CSV", "text/csv")
JSON = Format("json", "JSON", "application/json")
GEOJSON = Format("geojson", "GeoJSON", "application/geo+json")


@dataclass(frozen=True)
class Dataset:
    """Records that anybody may read and reuse.

    `name` is its address for ever. `rows` gives the records, in an order that is always the same, and nothing that is
    not public. `updated` says when they last changed, as far as it is known. `place` gives the points of a record, as
    (longitude, latitude), where records have places. `turns` tells the next instant at which time alone changes what
    is public. `theme` is a code of the European table of data themes, `frequency` one of its table of frequencies.
    """

    name: str
    title: str
    summary: str
    look: str
    theme: str
    frequency: str
    keywords: tuple[str, ...]
    source: str
    fields: tuple[Field, ...]
    rows: Callable[[], QuerySet]
    updated: Callable[[], date | datetime | None]
    place: Callable[[Any], list[tuple[float, float]]] | None = None
    # The area of a record as a geometry of GeoJSON, and where it comes from; None where points are all that is known.
    area: Callable[[Any], tuple[dict, str] | None] | None = None
    turns: Callable[[], datetime | None] | None = None
    # By what the first field is looked up.
    key: str = "pk"
    # Whether marks tell when other records are in it, or in another order (open_data.kept).
    is_kept: bool = False
    # The name of the address that gives its JSON, where that has a form of its own.
    json_at: str = ""

    @property
    def formats(self) -> list[Format]:
        """The files it comes as."""
        return [CSV, JSON, *([GEOJSON] if self.place else [])]

    def records(self, base: str) -> Iterator[tuple[Any, dict]]:
        """Yield each row with its values by the names of the fields; a few hundred are in memory at once."""
        for row in self.rows().iterator(chunk_size=AT_ONCE):
            yield row, self.record(row, base)
            # A one-to-one link holds both of its ends in memory until they are swept out.
            row._state.fields_cache.clear()

    def record(self, row, base: str) -> dict:
        """The values of one row; `base` is the address of the site."""
        return {field.name: field.value(row, base) for field in self.fields}
