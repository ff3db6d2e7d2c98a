"""The database: SQLite with the durability of a real server by default, PostgreSQL by its address."""

from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# Django's defaults fail with "database is locked" as soon as two people write at once.
SQLITE_OPTIONS = {
    # SQLite gives the turn to anyone: eight who write without a pause have waited for 22 s on a machine under load.
    "timeout": 60,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;",
}


def sqlite(path: Path) -> dict:
    """Return Django's settings for a SQLite file that several processes share."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": dict(SQLITE_OPTIONS),
    }


def from_url(url: str, default: Path) -> dict:
    """Return the settings of the database at `url` (`postgres://…`), or of SQLite at `default` if it is empty
    or « sqlite:// ».

    Raises ImproperlyConfigured for an address that is not one of PostgreSQL.
    """
    if not url or url == "sqlite://":
        return sqlite(default)
    if not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured("DATABASE_URL doit commencer par « postgres:// ».")
    try:
        settings = dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True)
    except ValueError as error:
        raise ImproperlyConfigured(
            "DATABASE_URL ne se lit pas : « postgres://compte:mot-de-passe@machine/base », et dans le mot de passe"
            " chaque caractère autre qu’une lettre ou un chiffre sous sa forme %XX (RFC 3986)."
        ) from error
    # A server that is gone is told at once: who waits for a page gets its words instead of a silence.
    settings.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    return settings
