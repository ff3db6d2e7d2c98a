"""Locks between processes, on one machine or several, that are free again the moment their holder dies."""

import fcntl
import hashlib
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import DatabaseError, connection


@contextmanager
def exclusive(name: str):
    """Hold the lock `name` of this database for the length of a `with`; yields False where someone else holds it.

    It never waits. PostgreSQL keeps it for the session, which must not go through a pool that shares sessions;
    beside SQLite, which one machine alone uses, it is a file.
    """
    with (_postgresql if connection.vendor == "postgresql" else _file)(name) as held:
        yield held


@contextmanager
def _postgresql(name):
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        (held,) = cursor.fetchone()
    try:
        yield held
    finally:
        # A session that broke has lost the lock already.
        with suppress(DatabaseError):
            if held:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def _file(name):
    with Path(f"{connection.settings_dict['NAME']}.{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
