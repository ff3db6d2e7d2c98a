"""Data that the tests of a class share: built once, and put back as it was after each of them."""

import copy
import itertools
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import TestCase

from newsletter import publication
from newsletter.models import IssuePage
from tests import indexes
from tests.builders import counting

# Builders number what is kept from here on: a test numbers what it adds from one, as ever.
FIRST_NUMBER = 500


@contextmanager
def kept(build, blocker):
    """Yield what `build()` returns, for a fixture of a class; its rows stay until the context is left.

    What a test does to the rows is undone after it, as ever. Not for tests with `transaction=True` or a live server.
    """
    with blocker.unblock(), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch, TestCase.captureOnCommitCallbacks(execute=True):
            # As tests do by themselves (conftest.py), which begin only later.
            patch.setattr(counting, "numbers", itertools.count(FIRST_NUMBER))
            patch.setattr(IssuePage, "publication_rules", [])
            patch.setattr(publication, "make_pdf", lambda issue: None)
            with indexes.written_together():
                built = build()
        yield built
        transaction.set_rollback(True)


def lent(records):
    """Return a copy of kept records for one test, which may alter them."""
    return copy.deepcopy(records)
