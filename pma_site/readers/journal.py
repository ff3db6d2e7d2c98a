"""Refusals and erasures as they happen, in a small file outside the database: a backup that is restored has no word of
those that came after it.

A line each: when, the keyed hash of the address, how it was said. Nothing in it can be read back into an address.
"""

import fcntl
import json
import logging
import os
from collections.abc import Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from pma_site.core.faults import reason

logger = logging.getLogger(__name__)

# Who came back by their own will, in the place of a way of leaving.
RETURN = "retour"
_silent: ContextVar[bool] = ContextVar("silent", default=False)


@dataclass(frozen=True)
class Line:
    """One refusal, erasure or return: `way` is a LeavingWay, or RETURN."""

    at: datetime
    address_hash: str
    way: str


def note(address_hash: str, way: str) -> None:
    """Add a line, on the disk before the database knows of it: told once too often harms nobody, forgotten it does.

    Who leaves is never kept from it by a file that cannot be written: that is told to who runs the site.
    """
    if _silent.get():
        return
    line = json.dumps({"at": timezone.now().isoformat(), "hash": address_hash, "way": str(way)})
    path = Path(settings.REFUSAL_JOURNAL)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="ascii") as file:
            # One line after the other, whichever processes write.
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(f"{line}\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        logger.error("Le journal des refus (REFUSAL_JOURNAL) ne s’écrit pas : %s", reason(error))


@contextmanager
def silent():
    """Add nothing for the length of a `with`: what is applied from the journal stands in it already."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def read(paths: Iterable[str | Path]) -> list[Line]:
    """Return the lines of some journals, in order of time; a line cut short by a crash is passed over."""
    lines = []
    for path in map(Path, paths):
        for text in path.read_text(encoding="ascii", errors="replace").splitlines() if path.exists() else []:
            try:
                told = json.loads(text)
                lines.append(Line(datetime.fromisoformat(told["at"]), told["hash"], told["way"]))
            except (ValueError, KeyError, TypeError):
                continue
    return sorted(lines, key=lambda line: line.at)


def standing(lines: Iterable[Line]) -> dict[str, Line]:
    """Return what stands of each address in the end, by its hash: the last word, but that an erasure is kept.

    Who was erased and came back later is erased of what was known before.
    """
    last: dict[str, Line] = {}
    for line in lines:
        before = last.get(line.address_hash)
        if before and before.way == "effacement" and line.way != "effacement":
            continue
        last[line.address_hash] = line
    return last
