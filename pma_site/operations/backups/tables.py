"""What a table holds, in two numbers that can be compared: how many rows, and a sum over all they say."""

import hashlib
import sqlite3

# The sum is one of digests, so that the order in which rows come does not matter.
_WRAP = 2**60


def of_sqlite(path: str) -> dict[str, list]:
    """Return rows and sum of each table of a SQLite file."""
    with sqlite3.connect(path) as database:
        database.text_factory = bytes
        named = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        names = sorted(name.decode() for (name,) in named)
        return {name: _counted(database.execute(f'SELECT * FROM "{name}"')) for name in names}  # noqa: S608 - a table's name


def _counted(rows):
    count = total = 0
    for row in rows:
        count += 1
        total += int.from_bytes(hashlib.blake2b(repr(row).encode(), digest_size=8).digest())
    return [count, str(total % _WRAP)]


def of_postgresql(cursor) -> dict[str, list]:
    """Return rows and sum of each table that this transaction of PostgreSQL sees."""
    cursor.execute(
        "SELECT table_name FROM information_schema.tables"
        " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1"
    )
    # How dates and numbers are written as text must not depend on who asks.
    tables = [name for (name,) in cursor.fetchall()]
    cursor.execute("SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL bytea_output = 'hex'")
    said = {}
    for name in tables:
        cursor.execute(
            f"SELECT count(*), coalesce(sum(('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint), 0) %% {_WRAP}"  # noqa: S608
            f' FROM public."{name}" t',
            [],
        )
        count, total = cursor.fetchone()
        said[name] = [count, str(int(total))]
    return said


def differences(told: dict[str, list], found: dict[str, list]) -> list[str]:
    """Return in words what tables are not as a manifest told; none where all are."""
    words = [f"{name} : absente" for name in sorted(told.keys() - found.keys())]
    words += [f"{name} : inattendue" for name in sorted(found.keys() - told.keys())]
    for name in sorted(told.keys() & found.keys()):
        if told[name][0] != found[name][0]:
            words.append(f"{name} : {found[name][0]} lignes au lieu de {told[name][0]}")
        elif told[name] != found[name]:
            words.append(f"{name} : contenu différent")
    return words
