"""What was deleted is no longer in the database's files either.

To a database a deleted row is room that it may use again: the words stay there until it does. SQLite can write zeroes
over them, and is then written anew as a whole; PostgreSQL writes the tables anew.
"""

from collections.abc import Iterable
from contextlib import suppress

from django.db import DatabaseError, connection

# PostgreSQL waits that long for a table that somebody else is using.
WAIT = "5s"
IN_A_TRANSACTION = "La place libérée dans la base n’a pas été effacée : une transaction est en cours."
BUSY = "La place libérée dans la base sera effacée cette nuit : quelqu’un la lit en ce moment."


def prepare() -> None:
    """Have this connection write zeroes over what it deletes; to be called before the transaction begins."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def wipe(tables: Iterable[str]) -> str:
    """Write anew what held the deleted rows of `tables`; return in French why it could not all be done, or nothing."""
    if connection.in_atomic_block:
        return IN_A_TRANSACTION
    return _wipe_sqlite() if connection.vendor == "sqlite" else _wipe_postgresql(sorted(set(tables)))


def _wipe_sqlite():
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%'")
        for (name,) in cursor.fetchall():
            # The index of words keeps those of deleted texts until its parts are merged (FTS5, § 6.8).
            cursor.execute(f"INSERT INTO {quote(name)}({quote(name)}) VALUES ('optimize')")  # noqa: S608 - a table's name
        try:
            cursor.execute("VACUUM")
        except DatabaseError:
            return BUSY
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = cursor.fetchone()[0]
    return BUSY if busy else ""


def _wipe_postgresql(tables):
    quote, busy = connection.ops.quote_name, False
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{WAIT}'")
        try:
            for table in tables:
                try:
                    cursor.execute(f"VACUUM (FULL) {quote(table)}")
                except DatabaseError:
                    busy = True
                    with suppress(DatabaseError):
                        cursor.execute(f"VACUUM {quote(table)}")
        finally:
            cursor.execute("RESET lock_timeout")
    return BUSY if busy else ""
