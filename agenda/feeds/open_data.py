"""The agenda as data for everybody, in JSON and CSV: one event after the other, so that thousands take no memory."""

import json
from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils import timezone

from pma_site.core import spreadsheets

from ..models import EventRecord
from ..open_records import COLUMNS, LICENCE, LICENCE_ADDRESS, row_of
from .answering import answered
from .asking import Asked, feed

_AT_ONCE = 200


@feed
def as_json(request, asked: Asked):
    """« agenda.json »: every event that was ever online and still is, or those of the filters."""
    head = {
        "title": asked.title,
        "licence": {"name": LICENCE, "url": LICENCE_ADDRESS},
        "source": "Pôle Métropolitain de l’Artois",
        "filters": asked.query,
    }
    return _data(request, asked, _json, head, "application/json; charset=utf-8", "agenda.json")


@feed
def as_csv(request, asked: Asked):
    """« agenda.csv »: the same for spreadsheets, a line an event."""
    return _data(request, asked, _csv, {"columns": COLUMNS}, "text/csv; charset=utf-8", "agenda.csv")


def _data(request, asked, write, head, kind, file):
    records = EventRecord.objects.all() if asked.is_everything else EventRecord.objects.of_events(asked.events)
    stamp = records.stamp()

    def make():
        rows = records.in_order().values_list("data", "changed_at").iterator(chunk_size=_AT_ONCE)
        return StreamingHttpResponse(
            write({**head, "total": stamp.count}, rows),
            headers={"Content-Disposition": f'{"attachment" if file.endswith("csv") else "inline"}; filename="{file}"'},
        )

    frame = json.dumps(head)
    return answered(request, make, kind=kind, frame=frame, stamp=stamp, dated=not asked.is_about_time)


def _json(head, rows) -> Iterator[str]:
    yield f'{json.dumps(head, ensure_ascii=False)[:-1]}, "events": ['
    between = "\n"
    for chunk in _chunks(rows):
        yield between + ",\n".join(f'{data[:-1]},"updatedAt":"{_moment(changed)}"}}' for data, changed in chunk)
        between = ",\n"
    yield "\n]}\n"


def _csv(head, rows) -> Iterator[bytes]:
    yield spreadsheets.write_csv(COLUMNS, [])
    for chunk in _chunks(rows):
        records = [{**json.loads(data), "updatedAt": _moment(changed)} for data, changed in chunk]
        yield spreadsheets.csv_rows(map(row_of, records))


def _moment(moment):
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _chunks(rows):
    chunk = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
