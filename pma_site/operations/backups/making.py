"""An archive made while the site is in use: whole under its name, or not there."""

import hashlib
import io
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from pma_site.core.french import moment
from pma_site.core.locks import exclusive
from pma_site.core.refusals import Refused

from . import databases, files
from .manifest import NAME, Manifest, applied_migrations, key_fingerprint

PREFIX, SUFFIX = "lettre-", ".tar"
STAMP = f"{PREFIX}%Y%m%dT%H%M%SZ{SUFFIX}"
# However old they are, so many remain.
FEWEST = 3
# Files up to there are read into memory while they are copied.
IN_MEMORY = 32 << 20
ALREADY = "Une autre sauvegarde est en cours : celle-ci n’a pas été faite."


@dataclass(frozen=True)
class Made:
    """An archive, and what is in it."""

    path: Path
    size: int
    manifest: Manifest

    @property
    def rows(self):
        return sum(count for count, _ in self.manifest.tables.values())

    @property
    def uploads(self):
        """How many uploaded files it holds."""
        return len(self.manifest.files) - 1


def make(folder: Path | None = None, tell: Callable[[str], None] = lambda words: None) -> Made:
    """Write an archive of the site as it is now into `folder` (BACKUP_ROOT) and return it.

    Raises Refused where there is no room, where PostgreSQL's programs are missing, and while another one is made.
    """
    folder = Path(folder or settings.BACKUP_ROOT)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with exclusive("backup") as held:
        if not held:
            raise Refused(ALREADY)
        _remove_leftovers(folder)
        return _make(folder, tell)


def _make(folder, tell):
    now = timezone.now()
    target = folder / now.strftime(STAMP)
    while target.exists():
        now += timedelta(seconds=1)
        target = folder / now.strftime(STAMP)
    needed, free = 2 * databases.size() + _size_of_files(), shutil.disk_usage(folder).free
    if needed > free:
        raise Refused(
            f"Il faut environ {needed >> 20} Mo pour la sauvegarde, et il en reste {free >> 20} dans {folder} :"
            " libérez de la place, ou changez BACKUP_ROOT."
        )
    draft = target.with_name(f".{target.name}.partial")
    try:
        with tempfile.TemporaryDirectory(prefix=".base-", dir=folder) as room, draft.open("wb") as file:
            draft.chmod(0o600)
            manifest = _fill(file, Path(room), now, tell)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        _sync(folder)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return Made(target, target.stat().st_size, manifest)


def _fill(file, room, now, tell):
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
        writing = _Writing(archive)
        # Before the database: what is deleted after that is in both. After it again: what came meanwhile.
        for place in files.PLACES:
            writing.add_all(place)
        tell(f"Fichiers : {len(writing.written)}.")
        migrations = applied_migrations()
        copy, tables = databases.copy(room)
        with copy.open("rb") as source:
            writing.add(copy.name, source)
        tell(f"Base de données : {sum(count for count, _ in tables.values())} lignes, {len(tables)} tables.")
        for place in files.PLACES:
            writing.add_all(place)
        manifest = Manifest(
            began_at=now.isoformat(),
            database=copy.name,
            engine=connection.vendor,
            site=settings.WAGTAILADMIN_BASE_URL,
            release=settings.RELEASE,
            refusal_key=key_fingerprint(),
            migrations=migrations,
            tables=tables,
            files=writing.written,
        )
        content = manifest.written()
        archive.addfile(_member(NAME, len(content)), io.BytesIO(content))
    return manifest


class _Writing:
    """The members of an archive, each remembered with its size and digest."""

    def __init__(self, archive):
        self.archive, self.written = archive, {}

    def add_all(self, place):
        """Add the files of a storage that are not in it yet."""
        for name in files.names(place):
            member = f"{place}/{name}"
            source = None if member in self.written else files.open_file(place, name)
            if source:
                with source:
                    self.add(member, source)

    def add(self, member, source):
        """Add one file: what is read is what is counted, whatever becomes of it meanwhile."""
        digest, size = hashlib.sha256(), 0
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as content:
            while part := source.read(1 << 20):
                digest.update(part)
                content.write(part)
                size += len(part)
            content.seek(0)
            self.archive.addfile(_member(member, size), content)
        self.written[member] = [size, digest.hexdigest()]


def _member(name, size):
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(timezone.now().timestamp())
    return member


def _size_of_files():
    """What the files take on this machine; those in buckets are not measured."""
    roots = [Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_ROOT)]
    if getattr(settings, "MEDIA_FROM_BUCKET", False):
        return 0
    return sum(path.stat().st_size for root in roots if root.exists() for path in root.rglob("*") if path.is_file())


def _sync(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_leftovers(folder):
    """Delete what a backup that was killed left behind; the lock says that none is being made."""
    for path in folder.glob(".*.partial"):
        path.unlink()
    for path in folder.glob(".base-*"):
        shutil.rmtree(path, ignore_errors=True)


def archives(folder: Path | None = None) -> list[tuple[datetime, Path]]:
    """Return the archives of a folder with the instant each was begun at, the latest first."""
    found = []
    for path in Path(folder or settings.BACKUP_ROOT).glob(f"{PREFIX}*{SUFFIX}"):
        try:
            began = datetime.strptime(path.name, STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append((began, path))
    return sorted(found, reverse=True)


def forget(days: int, folder: Path | None = None) -> list[Path]:
    """Delete the archives older than so many days, but the last three, and return them.

    What somebody asked to be erased thus leaves the backups too (GDPR, article 17; CNIL on backups).
    """
    before, gone = timezone.now() - timedelta(days=days), []
    for began, path in archives(folder)[FEWEST:]:
        if began < before:
            path.unlink()
            gone.append(path)
    return gone


def described(made: Made) -> str:
    """What an archive is, in words."""
    began = datetime.fromisoformat(made.manifest.began_at)
    return (
        f"{made.path} ({made.size >> 20} Mo) : {len(made.manifest.tables)} tables, {made.rows} lignes,"
        f" {made.uploads} fichiers, au {moment(began)}."
    )
