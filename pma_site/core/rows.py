"""Children of a record read together with it, in one query on SQLite and PostgreSQL alike."""

from datetime import UTC, datetime

from django.db.models import JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime


class JSONRows(Subquery):
    """The rows of a queryset as one JSON list of objects, in the queryset's order; [] where there is none.

    `fields` are expressions or names, as for JSONObject; they may be JSONRows themselves.
    Dates come as ISO 8601 strings.
    """

    output_field = JSONField()

    def __init__(self, queryset: QuerySet, **fields):
        super().__init__(queryset.values(item=JSONObject(**fields)))

    def as_sqlite(self, compiler, connection, **extra_context):
        # The outer JSON() marks the text as JSON, or it would be quoted again inside an object.
        template = "JSON((SELECT JSON_GROUP_ARRAY(JSON(item)) FROM (%(subquery)s)))"
        return super().as_sql(compiler, connection, template=template, **extra_context)

    def as_postgresql(self, compiler, connection, **extra_context):
        template = "(SELECT COALESCE(JSONB_AGG(item), '[]'::jsonb) FROM (%(subquery)s) AS listed)"
        return super().as_sql(compiler, connection, template=template, **extra_context)


def moment_of(text: str | None) -> datetime | None:
    """Return an instant as JSONRows writes it; SQLite keeps it in UTC and does not say so."""
    moment = parse_datetime(text) if text else None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
