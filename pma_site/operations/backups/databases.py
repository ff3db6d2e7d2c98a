"""The database copied while the site is in use, and put back: as a whole, or not at all."""

import gzip
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection, connections

from pma_site.core.refusals import Refused

from . import tables

# Seconds that PostgreSQL waits for tables that somebody uses, before it gives a restore up.
WAIT = 20
NAMES = {"sqlite": "database.sqlite3.gz", "postgresql": "database.dump"}
PROGRAM_MISSING = "Il manque le programme « {} » : installez le paquet Debian « postgresql-client »."


def copy(folder: Path) -> tuple[Path, dict[str, list]]:
    """Write a copy of the database as it stands at one instant into `folder`; return it and what its tables hold.

    Raises Refused where PostgreSQL's own program is missing or fails.
    """
    return _copy_postgresql(folder) if connection.vendor == "postgresql" else _copy_sqlite(folder)


def _copy_sqlite(folder):
    plain, packed = folder / "database.sqlite3", folder / NAMES["sqlite"]
    # SQLite's own online copy: nobody is kept from writing meanwhile.
    source = sqlite3.connect(f"file:{_path()}?mode=ro", uri=True, timeout=60)
    with closing(source), closing(sqlite3.connect(plain)) as target:
        source.backup(target)
        # In one file: the copy needs no journal beside it.
        target.execute("PRAGMA journal_mode=DELETE")
    said = tables.of_sqlite(plain)
    with plain.open("rb") as source, gzip.GzipFile(packed, "wb", compresslevel=6, mtime=0) as target:
        shutil.copyfileobj(source, target, 1 << 20)
    plain.unlink()
    return packed, said


def _copy_postgresql(folder):
    dump = folder / NAMES["postgresql"]
    own = connections.create_connection("default")
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            # What is counted and what is copied is one and the same state.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
            arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", "--file", dump]
            _run("pg_dump", *arguments)
            return dump, tables.of_postgresql(cursor)
    finally:
        own.close()


def prepare(packed: Path, told: dict[str, list]) -> Path:
    """Unpack a copy of the database and look whether it holds what was told of it; nothing is touched.

    Raises Refused, in French, where it does not.
    """
    if connection.vendor == "postgresql":
        script = packed.with_suffix(".sql")
        _run("pg_restore", "--no-owner", "--no-privileges", "--file", script, packed)
        return script
    plain = packed.with_suffix("")
    with gzip.open(packed) as source, plain.open("wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
    with closing(sqlite3.connect(plain)) as database:
        if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise Refused("La base de la sauvegarde est abîmée.")
    if words := tables.differences(told, tables.of_sqlite(plain)):
        raise Refused(f"La base de la sauvegarde n’est pas celle du manifeste : {words[0]}.")
    return plain


def put_back(prepared: Path) -> None:
    """Put a prepared copy in the place of the whole database, in one transaction.

    Raises Refused where somebody uses the database so that it cannot be done: it is then as before.
    """
    connection.close()
    if connection.vendor == "postgresql":
        head = prepared.with_name("head.sql")
        # What a later version of the code added must not outlive the return.
        head.write_text(
            f"SET lock_timeout = '{WAIT}s';\nSET client_min_messages = warning;\n"
            "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
        )
        options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1"]
        _run("psql", *options, "--file", head, "--file", prepared, "--output", os.devnull)
        return
    _path().parent.mkdir(parents=True, exist_ok=True)
    source = sqlite3.connect(f"file:{prepared}?mode=ro", uri=True)
    with closing(source), closing(sqlite3.connect(_path(), timeout=WAIT)) as target:
        try:
            # Who has the database open sees the other content from the next transaction on.
            source.backup(target)
        except sqlite3.OperationalError as error:
            raise Refused(f"La base est en service ({error}) : arrêtez le site, puis recommencez.") from error
        target.execute("PRAGMA journal_mode=WAL")


def contents() -> dict[str, list]:
    """Return what the tables of the site hold now."""
    if connection.vendor == "sqlite":
        return tables.of_sqlite(_path())
    own = connections.create_connection("default")
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            return tables.of_postgresql(cursor)
    finally:
        own.close()


def size() -> int:
    """Return about how many bytes the database takes."""
    if connection.vendor == "sqlite":
        return _path().stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0]


def is_empty() -> bool:
    """Whether there is no database yet, or one without an account."""
    if connection.vendor == "sqlite" and not _path().exists():
        return True
    with connection.cursor() as cursor:
        if "core_user" not in connection.introspection.table_names(cursor):
            return True
        cursor.execute("SELECT count(*) FROM core_user")
        return cursor.fetchone()[0] == 0


def _path():
    return Path(connection.settings_dict["NAME"])


def _run(program, *arguments):
    """Run one of PostgreSQL's programs on the site's database. Raises Refused with its own words where it fails."""
    settings = connection.settings_dict
    told = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environ = os.environ | {name: str(settings[key]) for name, key in told.items() if settings.get(key)}
    # What the address of the database asks besides: « ?sslmode=require ».
    options = settings.get("OPTIONS", {})
    environ |= {f"PG{name.upper()}": str(options[name]) for name in ("sslmode", "sslrootcert") if name in options}
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments
            [program, *map(str, arguments)], env=environ, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise Refused(PROGRAM_MISSING.format(program)) from error
    if done.returncode:
        raise Refused(f"« {program} » a échoué : {done.stderr.strip()[:500]}")
