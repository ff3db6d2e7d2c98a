"""Names in the order of the French alphabet, on both databases: « École » between « Douane » and « Forêt »."""

from functools import lru_cache

from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import FieldDoesNotExist
from django.db.backends.signals import connection_created
from django.db.models import CharField, Func, QuerySet

from .french import fold

# By which name SQLite knows this order.
_COLLATION = "FRENCH"


class InFrench(Func):
    """A text, to be sorted by: `order_by(InFrench("name"))`.

    PostgreSQL sorts by the order of its database, which is made for French (docs/exploitation.md); SQLite, which knows
    bytes only, is taught it.
    """

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler, connection, **context):
        """Write it for SQLite."""
        return self.as_sql(compiler, connection, template=f"%(expressions)s COLLATE {_COLLATION}", **context)


def sorted_in_french(queryset: QuerySet) -> QuerySet:
    """Return `queryset` in the order that it has, names by the alphabet; a value among several choices is no name."""
    asked = queryset.query.order_by
    # Without one asked for, it is in that of its model.
    return queryset.order_by(*(_in_french(queryset.model, field) for field in asked)) if asked else queryset


def _in_french(model, ordering):
    name = ordering.lstrip("-") if isinstance(ordering, str) else ""
    try:
        field = get_fields_from_path(model, name)[-1] if name else None
    except FieldDoesNotExist:
        # What the query works out.
        field = None
    if not isinstance(field, CharField) or field.choices:
        return ordering
    return InFrench(name).desc() if ordering.startswith("-") else InFrench(name)


@lru_cache(maxsize=4096)
def _place(text):
    return fold(text), text


def _compared(one, other):
    one, other = _place(one), _place(other)
    return (one > other) - (one < other)


def teach() -> None:
    """Have every connection to SQLite know this order; called once, when the site starts."""
    connection_created.connect(_taught, dispatch_uid="alphabet")


def _taught(sender, connection, **kwargs):
    if connection.vendor == "sqlite":
        connection.connection.create_collation(_COLLATION, _compared)
