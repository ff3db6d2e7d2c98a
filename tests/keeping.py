"""Data that the tests of a class share: built once, and put back as it was after each of them."""

import copy
import itertools
from contextlib import contextmanager

from django.db import transaction

from tests import builders

# Builders number what a test adds from here on: beyond what was built before.
FIRST_NUMBER = 500


@contextmanager
def kept(build, blocker):
    """Yield what `build()` returns, for a fixture of a class; its rows stay until the context is left.

    What a test does to the rows is undone after it, as ever. Not for tests with `transaction=True` or a live server.
    """
    with blocker.unblock(), transaction.atomic():
        builders._numbers = itertools.count(1)
        yield build()
        transaction.set_rollback(True)


def lent(records, monkeypatch):
    """Return a copy of kept records for one test, which may alter them; what it builds besides has other numbers."""
    monkeypatch.setattr(builders, "_numbers", itertools.count(FIRST_NUMBER))
    return copy.deepcopy(records)
