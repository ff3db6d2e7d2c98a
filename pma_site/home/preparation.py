"""What a start does before the site is served: migrate and load the content, if anything changed."""

import hashlib
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Page

LOADS = ("load_territory", "load_demo")
# What those commands read: they run again when one of these files changes.
SOURCES = ("pma_site/territory/data", "pma_site/territory/loading.py", "pma_site/home/demo")


def pending_migrations() -> int:
    """Return how many migrations the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Apply the missing migrations."""
    # While it migrates Django speaks no language: what is first loaded then stays in English until the next start.
    import_module(settings.ROOT_URLCONF)
    call_command("migrate", verbosity=0, interactive=False)


def content_is_loaded() -> bool:
    """Whether this database holds the content of the files as they are now.

    Someone may have removed the database but not the stamp: there must be pages below the sections as well.
    """
    stamp = _stamp()
    if not stamp.exists() or stamp.read_text() != _fingerprint():
        return False
    return Page.objects.filter(depth__gt=3).exists()


def load_content(stdout) -> None:
    """Run the commands that load the content (they never touch what an editor changed), and remember it."""
    for command in LOADS:
        call_command(command, stdout=stdout)
    _stamp().write_text(_fingerprint())


def _stamp() -> Path:
    return settings.VAR_DIR / "content-loaded"


def _fingerprint() -> str:
    """Return a digest of the content's source files and of the database's address."""
    digest = hashlib.sha256()
    address = connection.settings_dict
    digest.update(repr([address["NAME"], address["HOST"], address["PORT"]]).encode())
    for source in SOURCES:
        path = settings.BASE_DIR / source
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        for file in files:
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"{file.relative_to(path.parent)}\0".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()
