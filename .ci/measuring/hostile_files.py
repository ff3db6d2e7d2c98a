"""hostile_files: uploads sixty files that mean harm; fails if one is kept as it was, runs, or takes over 512 MB."""

import logging
import os
import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import django

MOST_MEMORY = 512


def main() -> int:
    """Upload them on a throwaway site; return 1 if something is wrong with one."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "pma_site.settings.test"
    django.setup()
    from django.conf import settings

    with TemporaryDirectory(prefix="pma-files-") as folder:
        settings.MEDIA_ROOT = Path(folder) / "media"
        from tests.databases import TestDatabase

        database = TestDatabase(settings.MEDIA_ROOT)
        database.renew("empty")
        try:
            return upload_all()
        finally:
            database.remove()


def upload_all() -> int:
    """Upload each file by every door and tell what became of it."""
    from tests import builders, hostile_files
    from tests.back_office import signed_in

    logging.disable(logging.ERROR)
    chief = signed_in(builders.administrator())
    chief.raise_request_exception = False
    corpus, bad = hostile_files.files(), 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    for name, content in corpus.items():
        wrong = hostile_files.upload(chief, name, content)
        bad += bool(wrong)
        for fault in wrong:
            print(f"  {name[:60]!a} : {fault}", flush=True)
    taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 - before
    print(f"{len(corpus)} fichiers hostiles, {bad} mal reçus ; {taken} Mo de mémoire en plus (au plus {MOST_MEMORY}).")
    return int(bad > 0 or taken > MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(main())
