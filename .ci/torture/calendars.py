"""calendars [--number N] [--seed N]: thousands of events with hostile texts, and the calendar that comes of them.

Two readers that share no code (Python's icalendar, JavaScript's ical.js) must find in it what was put in, and the same.
On SQLite, or on PostgreSQL where DATABASE_URL names a server.
"""

import argparse
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import django


def main() -> int:
    """Fill a throwaway copy of the site, read its calendar and judge it; return 1 where something is lost."""
    parser = argparse.ArgumentParser(prog="make torture-calendars", description='S’emploie ainsi : ARGS="--seed 2".')
    parser.add_argument("--number", type=int, default=10_000, help="événements hostiles (10 000)")
    parser.add_argument("--seed", type=int, default=1, help="tirage (1)")
    asked = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "pma_site.settings.test"
    django.setup()
    from django.conf import settings

    with TemporaryDirectory(prefix="pma-calendars-") as folder:
        settings.MEDIA_ROOT = Path(folder) / "media"
        from tests.databases import TestDatabase

        database = TestDatabase(settings.MEDIA_ROOT)
        database.renew("empty")
        try:
            return torture(asked)
        finally:
            database.remove()


def torture(asked) -> int:
    """Do it, with its figures."""
    from agenda import ledger
    from tests.agenda import hostile

    begun = time.monotonic()
    print(f"Création de {asked.number} événements hostiles (tirage {asked.seed})…", flush=True)
    meant = hostile.fill(asked.number, asked.seed)
    print(f"  {len(meant)} créneaux, {time.monotonic() - begun:.0f} s", flush=True)
    content, again = hostile.feed(), hostile.feed()
    print(f"Lecture d’un calendrier de {len(content) / 1e6:.1f} Mo par icalendar et par ical.js…", flush=True)
    try:
        count = hostile.judge(content, meant)
        assert count == len(meant), f"{count} créneaux au lieu de {len(meant)}"
        assert content == again, "deux lectures diffèrent"
        changed = [written for *_, written in ledger.rebuild()][-1]
        assert changed == ledger.Written(), f"reconstruire change {changed}"
        assert hostile.feed() == content, "reconstruire change le calendrier"
    except AssertionError as error:
        print(f"ÉCHEC  {error}")
        return 1
    print(
        f"Tenu : {count} créneaux, les mêmes propriétés dans les deux lectures et à l’arrivée, aucune ligne de plus de"
        f" 75 octets, octets stables ({time.monotonic() - begun:.0f} s)."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
