"""What a process remembers of what the public reads, until anything of it changes: the menu, who publishes the site.

Nothing is remembered where nobody tells of changes (`trust`, `listen`), which page_cache does in production. What is
remembered is shared by all threads: nobody alters it. It depends on the database only, neither on time nor on who asks.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

# By which the places are remembered at which closed pages begin, with all below them: a password, a login of Wagtail's.
CLOSED = "closed places"
# Beyond so many things all are forgotten: some are known by what visitors type.
_MOST = 2000

_sources: list[Callable[[], Hashable | None]] = []
_shared: dict[Hashable, tuple[Hashable, Any]] = {}
# The stamp as it was when the answer began that is being made, in a list; empty once it is to be asked each time.
_look: ContextVar[list | None] = ContextVar("stamp of the answer being made", default=None)


def trust(stamp: Callable[[], Hashable | None]) -> None:
    """Remember things from now on for as long as `stamp()` stays the same; it gives None where it cannot know."""
    _sources[:] = [stamp]


def listen(heard) -> None:
    """Have a connection remember things inside a transaction; who calls this calls `forget` for each public change."""
    heard.remembered = None


def forget(heard) -> None:
    """Forget what was read by this connection in its transaction: it has changed something since."""
    if looked := _look.get():
        looked.clear()
    if getattr(heard, "remembered", None) is not None:
        heard.remembered = None


@contextmanager
def one_look() -> Iterator[None]:
    """Ask for the stamp once while an answer is made: a page shows what there was when it was asked for.

    Whoever changes something meanwhile (`forget`) has it asked each time from then on.
    """
    if _look.get() is not None:
        # An answer inside another: what changes there is seen by both.
        yield
        return
    token = _look.set([_stamp()])
    try:
        yield
    finally:
        _look.reset(token)


def recalled(key: Hashable) -> Any:
    """Return what is remembered, or None: nothing is read for it."""
    known, stamp = _here()
    found = known.get(key) if known else None
    return found[1] if found is not None and found[0] == stamp else None


def remembered(key: Hashable, make: Callable[[], Any], also: Callable[[Any], dict] | None = None) -> Any:
    """Return what `make()` gives, made once for as long as nothing that the public reads has changed.

    `also` says what else is known by then: values by key, read together with it.
    """
    known, stamp = _here()
    if known is None:
        return make()
    found = known.get(key)
    if found is not None and found[0] == stamp:
        return found[1]
    # The stamp is older than what is read: what changes meanwhile leaves it outdated.
    value = make()
    if len(known) >= _MOST:
        known.clear()
    known[key] = (stamp, value)
    for other, its in (also(value) if also else {}).items():
        known[other] = (stamp, its)
    return value


def _stamp():
    return _sources[0]() if _sources else None


def _here():
    """What is remembered here, and for which stamp; None where it cannot be told when it would be outdated."""
    looked = _look.get()
    stamp = looked[0] if looked else _stamp()
    if not connection.in_atomic_block:
        return (None if stamp is None else _shared), stamp
    # What is not committed is nobody else's, and what others see may be newer than what is read here.
    if not hasattr(connection, "remembered"):
        return None, None
    # A list of its own for each transaction, another after each return to a savepoint (Django's BaseDatabaseWrapper).
    promises, known = connection.remembered or (None, None)
    if promises is not connection.run_on_commit:
        known = {}
        connection.remembered = (connection.run_on_commit, known)
    return known, (stamp, connection.settings_dict["NAME"])
