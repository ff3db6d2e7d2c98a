"""What tells that the site lacks something it needs for a moment: its database, room on its disk."""

import errno
from collections.abc import Iterator

from django.db import InterfaceError, InternalError, OperationalError

# The disk is full, over its quota, or may only be read.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)
# What PostgreSQL says of itself without calling it an operational error (class 25: it may only be read).
_READ_ONLY = "25006"

_OURS = ("no such ", "syntax error", "has no column")


def is_outage(error: BaseException | None) -> bool:
    """Whether an error comes from what the site stands on, and passes with it; it may be wrapped in others."""
    return any(map(_is_one, _chain(error)))


def _chain(error) -> Iterator[BaseException]:
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _is_one(error):
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    if isinstance(error, InternalError):
        return getattr(error.__cause__, "sqlstate", "") == _READ_ONLY
    if isinstance(error, OperationalError | InterfaceError):
        # SQLite calls so what is a fault of ours, too: a table that is not there, a statement that it cannot read.
        return not any(words in str(error) for words in _OURS)
    return False
