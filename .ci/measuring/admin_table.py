"""admin_table: writes tests/admin_addresses.txt anew, which says what each role gets at each address of the admin."""

import os
import tempfile
from pathlib import Path

import django


def main() -> None:
    """Ask for every address as every role, on a throwaway site."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "pma_site.settings.test"
    django.setup()
    from django.conf import settings

    with tempfile.TemporaryDirectory(prefix="pma-table-") as folder:
        settings.MEDIA_ROOT = Path(folder) / "media"
        from tests import admin_addresses as table
        from tests.databases import TestDatabase

        database = TestDatabase(settings.MEDIA_ROOT)
        database.renew("empty")
        try:
            built = table.dataset()
            addresses = table.rows(built)
            letters = {column: table.answers(built["people"][column], addresses) for column in table.COLUMNS}
            table.TABLE.write_text(table.written(letters), encoding="utf-8")
        finally:
            database.remove()
    print(f"{len(addresses)} adresses × {len(table.COLUMNS)} rôles, dans tests/{table.TABLE.name} : relisez.")


if __name__ == "__main__":
    main()
