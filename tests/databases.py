"""Test databases that appear in a moment: copies of templates that are made once.

Two templates: "empty", as the migrations leave it, and "demo", with the territory and issue no. 9 besides and
their media files. A template is named after a digest of what makes it, so it is made again when that changes.
"""

import fcntl
import hashlib
import itertools
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from pma_site.home.preparation import migrate
from tests import pictures
from tests.migrating import asked_once

TEMPLATES = settings.VAR_DIR / "test-templates"
PACKAGES = ("pma_site", "agenda", "newsletter", "projects")
# What makes each template. Any code may have a part in loading the demo; migrations stand on their own.
SOURCES = {"empty": ("settings/*.py", "**/migrations/*.py", "**/apps.py"), "demo": ("**/*",)}
AN_HOUR = 3600


def prepare() -> None:
    """Make both templates of the database that is set, so that no test waits for another that makes them."""
    with tempfile.TemporaryDirectory(prefix="pma-tests-") as folder:
        settings.MEDIA_ROOT, settings.PRIVATE_ROOT = Path(folder) / "media", Path(folder) / "private"
        _template("demo")


class TestDatabase:
    """The database and the media folder of one pytest process."""

    __test__ = False

    def __init__(self, media: Path):
        self.folder = media.parent
        self.media = media
        self.kind = "empty"
        self.name = None
        self.names = (f"pma_{os.getpid()}_{number}" for number in itertools.count())

    def renew(self, kind: str | None = None) -> None:
        """Start again from a fresh copy of the template `kind` (by default the same as now).

        It has another name each time: a request that a browser left unfinished ends on the old copy.
        """
        self.kind = kind or self.kind
        template = _template(self.kind)
        self.remove()
        self.name = next(self.names)
        _server().copy(template, self.name, self.folder)
        self.renew_media()
        self._ask_once_for_all()

    def _ask_once_for_all(self) -> None:
        """Let Django learn what it keeps for the life of a process, as it does in production.

        A process that made a template knows it already, one that found a template does not: tests that count
        queries must see no difference.
        """
        ContentType.objects.clear_cache()
        ContentType.objects.get_for_models(*apps.get_models())
        assert connection.features.supports_json_field

    def renew_media(self) -> None:
        """Put back the media files of the template, and no other."""
        shutil.rmtree(self.media, ignore_errors=True)
        if self.name:
            shutil.copytree(_media(_name(self.kind)), self.media, copy_function=_link)

    def remove(self) -> None:
        """Drop the current copy, if there is one."""
        if self.name:
            connection.close()
            _server().drop(self.name, self.folder)


def _template(kind: str) -> str:
    """Return the name of the template `kind`, made first if need be; other processes wait meanwhile."""
    name = _name(kind)
    below = _template("empty") if kind == "demo" else None
    server = _server()
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    if server.exists(name):
        return name
    # A lock a kind and a database: who only needs the empty one does not wait for the demo.
    with (TEMPLATES / f"{connection.vendor}_{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not server.exists(name):
            # The clock of the disk: that of a test or of a bench may be anywhere.
            _forget_outdated(kind, now=os.fstat(lock.fileno()).st_mtime)
            # It takes its name at the very end: an interrupted run leaves no half-made template.
            draft = f"{name}_draft"
            server.drop(draft, TEMPLATES)
            # The files are made where the process keeps its own: some of the code reads that address only once.
            shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
            Path(settings.MEDIA_ROOT).mkdir(parents=True)
            if below:
                server.copy(below, draft, TEMPLATES)
                call_command("load_territory", verbosity=0)
                with pictures.kept_in(TEMPLATES / "pictures"):
                    call_command("load_demo", verbosity=0)
            else:
                server.create(draft, TEMPLATES)
                with asked_once():
                    migrate()
            connection.close()
            shutil.rmtree(_media(name), ignore_errors=True)
            shutil.copytree(settings.MEDIA_ROOT, _media(name))
            server.rename(draft, name)
    return name


@cache
def _name(kind: str) -> str:
    digest = hashlib.sha256((settings.BASE_DIR / "requirements.txt").read_bytes())
    digest.update(f"{connection.settings_dict['HOST']}{connection.settings_dict['PORT']}".encode())
    for package, pattern in itertools.product(PACKAGES, SOURCES[kind]):
        for file in sorted((settings.BASE_DIR / package).glob(pattern)):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"{file}\0".encode())
                digest.update(file.read_bytes())
    return f"pma_{connection.vendor}_{kind}_{digest.hexdigest()[:16]}"


def _media(name: str) -> Path:
    return TEMPLATES / f"{name}.media"


def _link(source: str, target: str) -> None:
    """Give a file a second name: storage never writes into a file that is there. Copy it to another disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _forget_outdated(kind: str, now: float) -> None:
    for path in TEMPLATES.glob(f"pma_{connection.vendor}_{kind}_*"):
        if now - path.stat().st_mtime > AN_HOUR:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _server():
    return SQLite if connection.vendor == "sqlite" else PostgreSQL


class SQLite:
    """Databases as files: the templates in TEMPLATES, copies in a folder of the process."""

    @staticmethod
    def exists(template: str) -> bool:
        return (TEMPLATES / template).exists()

    @staticmethod
    def create(name: str, folder: Path) -> None:
        connection.close()
        connection.settings_dict["NAME"] = str(folder / name)

    @staticmethod
    def copy(template: str, name: str, folder: Path) -> None:
        SQLite.create(name, folder)
        shutil.copyfile(TEMPLATES / template, folder / name)

    @staticmethod
    def rename(draft: str, template: str) -> None:
        (TEMPLATES / draft).rename(TEMPLATES / template)

    @staticmethod
    def drop(name: str, folder: Path) -> None:
        for suffix in ("", "-wal", "-shm"):
            (folder / f"{name}{suffix}").unlink(missing_ok=True)


class PostgreSQL:
    """Databases of a server, which copies them itself."""

    @staticmethod
    def exists(template: str) -> bool:
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
            return bool(cursor.fetchone())

    @staticmethod
    def create(name: str, folder: Path) -> None:
        PostgreSQL.copy("template0", name, folder)

    @staticmethod
    def copy(template: str, name: str, folder: Path) -> None:
        connection.close()
        # Files are copied three times as fast as the log of their contents is written.
        PostgreSQL._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        connection.settings_dict["NAME"] = name

    @staticmethod
    def rename(draft: str, template: str) -> None:
        PostgreSQL._execute(f'ALTER DATABASE "{draft}" RENAME TO "{template}"')

    @staticmethod
    def drop(name: str, folder: Path) -> None:
        PostgreSQL._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    @staticmethod
    def _execute(statement: str) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)
