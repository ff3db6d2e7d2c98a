"""The files of a dataset, piece by piece, so that thousands of records take no memory."""

import json
from collections.abc import Iterable, Iterator
from itertools import count

from pma_site.core import spreadsheets
from pma_site.core.licence import LICENCE, LICENCE_ADDRESS

from .declaring import AT_ONCE, Dataset
from .fields import cell


def csv_file(dataset: Dataset, base: str, for_office: bool = False) -> Iterator[bytes]:
    """RFC 4180, in UTF-8; `for_office`, as French spreadsheet programs open it: with « ; » and the mark of UTF-8."""
    names = [field.name for field in dataset.fields]
    separator = ";" if for_office else ","
    yield spreadsheets.write_csv(names, []) if for_office else spreadsheets.csv_rows([names], separator)
    for chunk in _chunks(dataset.records(base)):
        yield spreadsheets.csv_rows(([cell(record[name]) for name in names] for _, record in chunk), separator)


def json_file(dataset: Dataset, base: str, address: str) -> Iterator[str]:
    """An object that says what it is, then holds `records`, then says their `total`."""
    head = {
        "title": dataset.title,
        "description": dataset.summary,
        "documentation": address,
        "licence": {"name": LICENCE, "url": LICENCE_ADDRESS},
        "source": dataset.source,
    }
    yield f'{_text(head)[:-1]},"records":['
    told = count()
    yield from _listed(_text(record) for (_, record), _ in zip(dataset.records(base), told, strict=False))
    yield f'\n],"total":{next(told)}}}\n'


def geojson_file(dataset: Dataset, base: str) -> Iterator[str]:
    """RFC 7946: a feature a record, its area where that is known; its geometry null where no position is."""
    yield '{"type":"FeatureCollection","features":['
    yield from _listed(_text(_feature(dataset, row, record)) for row, record in dataset.records(base))
    yield "\n]}\n"


def _feature(dataset, row, record):
    feature = {"type": "Feature", "id": next(iter(record.values()))}
    area = dataset.area(row) if dataset.area else None
    if area:
        # Whose outline it is must be said wherever it is shown.
        geometry, source = area
        return {**feature, "geometry": geometry, "properties": {**record, "source_contour": source}}
    return {**feature, "geometry": _geometry(dataset.place(row)), "properties": record}


def _geometry(points):
    """Seven digits are a centimetre; the same point twice is one."""
    points = list(
        dict.fromkeys((round(float(longitude), 7), round(float(latitude), 7)) for longitude, latitude in points)
    )
    if not points:
        return None
    return (
        {"type": "Point", "coordinates": points[0]}
        if len(points) == 1
        else {"type": "MultiPoint", "coordinates": points}
    )


def _text(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _listed(texts: Iterable[str]) -> Iterator[str]:
    between = "\n"
    for chunk in _chunks(texts):
        yield between + ",\n".join(chunk)
        between = ",\n"


def _chunks(items):
    chunk = []
    for item in items:
        chunk.append(item)
        if len(chunk) == AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
