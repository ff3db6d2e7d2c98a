"""Queries that are written once: Django takes longer to write the SQL of a page than a database to answer it.

A prepared query is a queryset as a function of its values. The first time, its SQL is written with values that stand
for those to come; from then on they only take their place. What is read is what the queryset reads, rows, joins and
annotations alike. A queryset of which that could not be said (it asks the clock, or writes a value otherwise than it
was given) is read as ever.
"""

import copy
import datetime
import re
from collections.abc import Callable
from functools import update_wrapper
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.query import ModelIterable, prefetch_related_objects

from .memory import CLOSED, recalled

# Beyond so many shapes, all are written anew: a list of keys has one for each power of two.
_MOST = 200
_LONGEST = 128
# Two sets of values that nothing else in a query has, which the keys of every table can take.
_NUMBERS = (2_113_070_001, 2_126_430_001)
_TEXTS = ("\x7fpremier-{}", "\x7fsecond-{}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class _Written:
    """The SQL of one shape of a query, and where in its parameters each value stands."""

    def __init__(self, queryset: models.QuerySet, compiler, sql: str, parameters: tuple, places: list):
        self.queryset, self.compiler, self.sql = queryset, compiler, sql
        self.parameters, self.places = parameters, places

    def read(self, values: list) -> list:
        """Return the instances that the queryset reads with these values."""
        parameters = list(self.parameters)
        for place, rank in self.places:
            parameters[place] = values[rank]
        database = self.queryset.db
        # Threads share what is written, not a connection.
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[database]
        compiler.as_sql = lambda *args, **kwargs: (self.sql, tuple(parameters))
        compiler.get_converters = lambda expressions: self._converters(compiler, expressions)
        asked = SimpleNamespace(
            db=database,
            model=self.queryset.model,
            query=SimpleNamespace(get_compiler=lambda using: compiler),
            _known_related_objects={},
        )
        found = list(ModelIterable(asked))
        if self.queryset._prefetch_related_lookups:
            prefetch_related_objects(found, *self.queryset._prefetch_related_lookups)
        return found

    def _converters(self, compiler, expressions):
        """What makes a value of Python of each column: found once for each connection, to which it belongs."""
        known = vars(compiler.connection).setdefault("converters_of_prepared", WeakKeyDictionary())
        if self not in known:
            known[self] = type(compiler).get_converters(compiler, expressions)
        return known[self]


class Prepared:
    """A query by its values: whole numbers, texts, and lists of either; what is named (`model=`) makes another query.

    It is called as the function that it is made of, and returns a list. That function must not look into its values,
    nor at anything that changes but the places that are closed to the public (BasePageQuerySet.online).
    """

    def __init__(self, make: Callable[..., models.QuerySet]):
        self.make = make
        self._written: dict[Any, _Written | None] = {}
        update_wrapper(self, make)

    def __call__(self, *values, **named) -> list:
        """Return what the queryset reads, as a list."""
        values = [self._filled(value) for value in values]
        if any(isinstance(value, list) and not 0 < len(value) <= _LONGEST for value in values):
            return list(self.make(*values, **named))
        flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
        lengths = tuple(len(value) if isinstance(value, list) else None for value in values)
        closed = recalled(CLOSED)
        shape = (tuple(named.items()), lengths, tuple(map(type, flat)), closed and tuple(closed))
        try:
            written = self._written[shape]
        except KeyError:
            if len(self._written) >= _MOST:
                self._written.clear()
            written = self._written[shape] = self._write(lengths, flat, named)
        return list(self.make(*values, **named)) if written is None else written.read(flat)

    def first(self, *values, **named):
        """Return the first that the queryset reads, or None."""
        return next(iter(self(*values, **named)), None)

    def in_bulk(self, keys, **named) -> dict:
        """Return the records of some keys by key, of a query of keys; none is asked for where there is no key."""
        return {record.pk: record for record in self(keys, **named)}

    @staticmethod
    def _filled(value):
        """A list as long as a power of two: its last value stands several times, which finds nothing more."""
        if isinstance(value, int | str):
            return value
        value = list(value)
        if value:
            value += value[-1:] * ((1 << (len(value) - 1).bit_length()) - len(value))
        return value

    def _write(self, lengths, flat, named):
        """Return one shape of the query as it is written, or None where it has to be written each time."""
        if not all(type(value) in (int, str) for value in flat):
            return None
        both = []
        for number, text in zip(_NUMBERS, _TEXTS, strict=True):
            standing = [number + rank if type(value) is int else text.format(rank) for rank, value in enumerate(flat)]
            given, rest = [], iter(standing)
            for length in lengths:
                given.append(next(rest) if length is None else [next(rest) for _ in range(length)])
            queryset = self.make(*given, **named)
            if queryset._iterable_class is not ModelIterable or queryset._known_related_objects:
                return None
            compiler = queryset.query.get_compiler(queryset.db)
            try:
                sql, parameters = compiler.as_sql()
            except EmptyResultSet:
                return None
            both.append((queryset, compiler, sql, parameters, standing))
        (queryset, compiler, sql, parameters, standing), (*_, other_sql, others, other_standing) = both
        if sql != other_sql or len(parameters) != len(others):
            return None
        places = []
        for place, (one, other) in enumerate(zip(parameters, others, strict=True)):
            if one in standing and other_standing[standing.index(one)] == other:
                places.append((place, standing.index(one)))
            elif one != other or self._tells_time(one):
                return None
        return _Written(queryset, compiler, sql, tuple(parameters), places)

    @staticmethod
    def _tells_time(parameter):
        return isinstance(parameter, datetime.date) or (isinstance(parameter, str) and _DATE.match(parameter))


def prepared(make: Callable[..., models.QuerySet]) -> Prepared:
    """Write a query once: a decorator for a function of values that returns a queryset of instances."""
    return Prepared(make)
