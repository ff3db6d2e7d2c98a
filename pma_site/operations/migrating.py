"""The database brought to the version of the code, by one machine at a time."""

import time
from collections.abc import Callable
from io import StringIO

from django.core.management import call_command

from pma_site.core.locks import exclusive
from pma_site.home import preparation

# Seconds between two tries to get the lock.
STEP = 0.5


class StillMigratingError(Exception):
    """Another machine has been migrating for as long as one was ready to wait."""


def migrate_once(patience: float, tell: Callable[[str], None] = lambda words: None) -> int:
    """Apply the migrations that are missing, and return how many; who comes second waits and finds nothing to do.

    It waits `patience` seconds at the most, then raises StillMigratingError.
    """
    end, told = time.monotonic() + patience, False
    while True:
        with exclusive("migrate") as held:
            if held:
                return _migrate(tell)
        if not told:
            tell("Une autre machine met la base à niveau : attente.")
            told = True
        if time.monotonic() > end:
            raise StillMigratingError
        time.sleep(STEP)


def _migrate(tell):
    count = preparation.pending_migrations()
    if count:
        tell(f"{count} migration{'s' if count > 1 else ''} à appliquer ; la première fois, c’est d’une minute ou deux.")
        preparation.migrate()
        # A new release may tell calendars and search otherwise of what is there already.
        call_command("rebuild_calendar", stdout=StringIO())
        call_command("rebuild_search", stdout=StringIO())
    return count
