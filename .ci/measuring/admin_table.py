"""admin_table [--check]: writes docs/adresses-admin.txt anew, what each role gets at each address of the admin.

With --check it only compares, on SQLite, or on PostgreSQL where DATABASE_URL names a server.
"""

import argparse
import logging
import os
import re
import tempfile
import time
from pathlib import Path

import django


def main() -> None:
    """Ask for every address as every role, on a throwaway site; end with 1 where --check finds a difference."""
    parser = argparse.ArgumentParser(prog="make admin-table")
    parser.add_argument("--check", action="store_true", help="compare seulement")
    parser.add_argument("--only", default="", help="les adresses où se trouve cette expression seulement")
    asked = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "pma_site.settings.test"
    django.setup()
    from django.conf import settings

    # Every refusal would be a line.
    logging.disable(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="pma-table-") as folder:
        settings.MEDIA_ROOT, settings.PRIVATE_ROOT = Path(folder) / "media", Path(folder) / "private"
        from tests.databases import TestDatabase

        database = TestDatabase(settings.MEDIA_ROOT)
        database.renew("empty")
        try:
            raise SystemExit(compare(asked.only) if asked.check else write(asked.only))
        finally:
            database.remove()


def _letters(only=""):
    from tests.admin_addresses import table
    from tests.admin_addresses.objects import ROLES

    letters = {}
    with table.asked() as (rows, answer):
        wanted = [row for row in rows if re.search(only, row[1])]
        for column in ROLES:
            begun = time.process_time()
            for address, name, whose in wanted:
                letters[name, column] = answer(address, whose, column)
            print(f"  {column} : {len(wanted)} lignes, {time.process_time() - begun:.0f} s", flush=True)
    return rows, letters


def write(only: str) -> int:
    """Write the file; of what was not asked for, it says what it said."""
    from tests.admin_addresses import table

    rows, letters = _letters(only)
    if only:
        letters = table.kept() | letters
    table.FILE.write_text(table.written(rows, letters), encoding="utf-8")
    print(f"{len(rows)} lignes × {len(table.ROLES)} rôles dans docs/{table.FILE.name} : relisez.")
    return 0


def compare(only: str) -> int:
    """Print what differs from the file; return 1 if anything does."""
    from tests.admin_addresses import table

    kept, (_, letters) = table.kept(), _letters(only)
    otherwise = [
        f"{name}, {column} : {got} et non {kept.get((name, column), 'rien')}"
        for (name, column), got in letters.items()
        if got != kept.get((name, column))
    ]
    print("\n".join(otherwise))
    print(f"{len(letters)} réponses comparées, {len(otherwise)} autres que dans docs/{table.FILE.name}.")
    return int(bool(otherwise))


if __name__ == "__main__":
    main()
