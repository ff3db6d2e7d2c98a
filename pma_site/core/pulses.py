"""Signs of life of what runs by itself, on any machine, for who watches over the site."""

import socket
from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone

from .faults import told
from .models import Pulse

# What is told of itself without end writes so often.
EVERY = timedelta(seconds=30)
SCHEDULER, WORKER, BACKUP = "scheduler", "worker", "backup"


def beat(name: str, said: str = "") -> None:
    """Write that `name` is alive now."""
    now = timezone.now()
    _write(name, began_at=now, ended_at=now, succeeded_at=now, said=said[:500])


def begin(name: str) -> None:
    """Write that a run of `name` begins."""
    _write(name, began_at=timezone.now(), ended_at=None)


def end(name: str, *, good: bool, said: str = "") -> None:
    """Write how the run of `name` ended."""
    now = timezone.now()
    _write(name, ended_at=now, said=said[:500], **({"succeeded_at": now} if good else {}))


@contextmanager
def running(name: str):
    """Tell of a run while it lasts; an error ends it badly, and passes on. What is put into the list is said of it."""
    begin(name)
    words: list[str] = []
    try:
        yield words
    except BaseException as error:
        end(name, good=False, said=told(error).partition("\n")[0] or str(error) or type(error).__name__)
        raise
    end(name, good=True, said=words[-1] if words else "")


def _write(name, **values):
    Pulse.objects.update_or_create(name=name, defaults={"host": socket.gethostname()[:120], **values})
