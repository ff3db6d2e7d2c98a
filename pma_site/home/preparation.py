"""What a start does before the site is served: migrate and load the content, if anything changed."""

import hashlib
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Page

# The commands that bring content in, each with what it reads: it runs again only when one of its own files changes,
# for the territory's file prevails over what an editor wrote of a commune.
LOADS = {
    "load_territory": ("pma_site/territory/data", "pma_site/territory/loading.py"),
    "load_demo": ("pma_site/home/demo",),
}


def pending_migrations() -> int:
    """Return how many migrations the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Apply the missing migrations."""
    # While it migrates Django speaks no language: what is first loaded then stays in English until the next start.
    import_module(settings.ROOT_URLCONF)
    call_command("migrate", verbosity=0, interactive=False)


def content_to_load() -> list[str]:
    """Return the commands whose content this database lacks, or holds as older files had it.

    Someone may have removed the database but not the stamp: there must be pages below the sections as well.
    """
    loaded = (
        _stamp().read_text().splitlines() if _stamp().exists() and Page.objects.filter(depth__gt=3).exists() else []
    )
    return [command for command in LOADS if _fingerprint(command) not in loaded]


def load_content(commands, stdout) -> None:
    """Run some of the commands that load the content (they touch no page an editor changed), and remember it."""
    for command in commands:
        call_command(command, stdout=stdout)
    _stamp().write_text("\n".join(map(_fingerprint, LOADS)))


def _stamp() -> Path:
    return settings.VAR_DIR / "content-loaded"


def _fingerprint(command) -> str:
    """Return the name of a command with a digest of its source files and of the database's address."""
    digest = hashlib.sha256()
    address = connection.settings_dict
    digest.update(repr([address["NAME"], address["HOST"], address["PORT"]]).encode())
    for source in LOADS[command]:
        path = settings.BASE_DIR / source
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        for file in files:
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"{file.relative_to(path.parent)}\0".encode())
                digest.update(file.read_bytes())
    return f"{command} {digest.hexdigest()}"
