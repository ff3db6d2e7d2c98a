"""The stamp: one value for all that the public can read, which differs after each change of it."""

import contextlib
import logging
import os
import threading
import time
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F

logger = logging.getLogger(__name__)

# How old, in seconds, what one host knows of the others may be.
SECONDS_BETWEEN_HOSTS = 0.5


class FileStamp:
    """The stamp of one host: the size of a file, to which each change adds a byte. Reading it takes a microsecond."""

    def __init__(self, path: Path | str):
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch()

    def read(self) -> tuple | None:
        """Return the stamp, to be compared with others only; None where it cannot be known, and nothing may be kept."""
        try:
            found = os.stat(self.path)  # noqa: PTH116 - done for every request, and twice as quick
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def changed_at(self) -> float:
        """Return when it was raised last, in seconds since 1970."""
        try:
            return self.path.stat().st_mtime
        except OSError:
            return time.time()

    def bump(self) -> None:
        """Raise it, for every process of this host. On a full disk its date is changed instead, which takes no room."""
        try:
            door = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                os.write(door, b".")
            finally:
                os.close(door)
        except OSError:
            try:
                os.utime(self.path)
            except OSError:
                # Without the file no process keeps anything.
                logger.exception("La marque des pages ne peut pas être écrite : %s", self.path)
                with contextlib.suppress(OSError):
                    self.path.unlink()


class SeveralHosts:
    """The stamp of several hosts: the file of this one, and a row of the database that all of them raise and read."""

    def __init__(self, own: FileStamp):
        self.own = own
        self._lock = threading.Lock()
        self._known, self._asked = None, -SECONDS_BETWEEN_HOSTS

    def read(self) -> tuple | None:
        """As `FileStamp.read`: what this host changed counts at once, what others did within half a second."""
        now = time.monotonic()
        if now - self._asked >= SECONDS_BETWEEN_HOSTS and self._lock.acquire(blocking=False):
            try:
                self._known = self._row()
                # From its answer on: a database that is silent for seconds is not asked again at once.
                self._asked = time.monotonic()
            finally:
                self._lock.release()
        own = self.own.read()
        return None if own is None or self._known is None else (own, self._known)

    def _row(self):
        from .models import SharedStamp

        try:
            row = SharedStamp.objects.values_list("number", flat=True).first()
        except DatabaseError:
            connection.close()
            return None
        return row or 0

    def changed_at(self) -> float:
        """As `FileStamp.changed_at`; what another host changed may be as recent as the last look at it."""
        return max(self.own.changed_at(), time.time() - SECONDS_BETWEEN_HOSTS)

    def bump(self) -> None:
        """Raise both."""
        from .models import SharedStamp

        self.own.bump()
        try:
            if not SharedStamp.objects.update(number=F("number") + 1):
                SharedStamp.objects.get_or_create(pk=1, defaults={"number": 1})
        except DatabaseError:
            logger.exception("La marque des pages n’a pas pu être dite aux autres machines.")


@cache
def the_stamp() -> FileStamp | SeveralHosts:
    """Return the stamp of this process, as the settings have it."""
    own = FileStamp(settings.PAGE_CACHE_STAMP)
    return SeveralHosts(own) if settings.PAGE_CACHE_SEVERAL_HOSTS else own
