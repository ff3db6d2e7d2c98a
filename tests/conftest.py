"""What every test stands on: its own database, its own media folder, an empty cache."""

import gc
import itertools
import shutil
import signal
import tempfile
from contextlib import nullcontext
from functools import lru_cache
from pathlib import Path
from unittest.mock import patch

import pytest
import time_machine
from _pytest import runner
from django.conf import settings
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.template.base import Template
from django.test import TransactionTestCase
from django.test.signals import template_rendered

from newsletter import publication
from newsletter.models import IssuePage
from pma_site.core import pdf_reading
from pma_site.core.frames import with_room
from pma_site.core.memory import forget, listen
from pma_site.core.shared_cache import forget_everything
from pma_site.page_cache.writes import is_public
from tests import clocks, indexes, pictures
from tests.builders import counting
from tests.databases import TestDatabase

# Nothing of what is loaded before the first test is garbage.
gc.disable()

# Each process (with xdist, each worker is one) has a folder of its own. It is named before anything of the
# site may look for its files.
FOLDER = Path(tempfile.mkdtemp(prefix="pma-tests-"))
settings.MEDIA_ROOT = FOLDER / "media"
settings.PRIVATE_ROOT = FOLDER / "private"
settings.BACKUP_ROOT = FOLDER / "backups"
settings.REFUSAL_JOURNAL = FOLDER / "refus.journal"

# Who takes none of these has no way to the database: pytest-django refuses every query.
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_addoption(parser):
    parser.addoption(
        "--only-with-database",
        action="store_true",
        help="leave out the tests that take no database: they ran beside another one",
    )


def pytest_collection_modifyitems(config, items):
    """Leave out what takes no database, where that is asked for."""
    if config.getoption("only_with_database"):
        alone = [item for item in items if not _takes_database(item)]
        config.hook.pytest_deselected(items=alone)
        items[:] = [item for item in items if _takes_database(item)]


def _takes_database(item):
    return bool(DATABASE_FIXTURES & set(item.fixturenames)) or item.get_closest_marker("django_db") is not None


def pytest_configure(config):
    """Have each process tidy up, even one that is stopped."""
    # Whoever stops a run by a signal gets the same tidying up as with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    config.add_cleanup(lambda: shutil.rmtree(FOLDER, ignore_errors=True))


def _heard(execute, sql, params, many, context):
    """Tell the memory of pages (core.memory) what a test changes, as page_cache does in production."""
    result = execute(sql, params, many, context)
    if is_public(sql if isinstance(sql, str) else str(sql)):
        forget(context["connection"])
    return result


@receiver(connection_created)
def _hear(connection, **kwargs):
    if _heard not in connection.execute_wrappers:
        connection.execute_wrappers.append(_heard)
        listen(connection)


def pytest_collection_finish():
    """Leave what the tests were loaded with out of every search for garbage, and search less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """Run a test with room for its calls: what it asks goes deep, and took a sixth of the time for nothing."""
    return with_room(runner.pytest_runtest_protocol)(item, nextitem)


def _render_and_tell_of_the_page(template, context):
    if context.template is template:
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)


@pytest.fixture(scope="session", autouse=True)
def only_whole_pages_are_told_of(django_test_environment):
    """Django copies the context of every template that a page includes: tests ask for that of the page only."""
    with patch.object(Template, "_render", _render_and_tell_of_the_page):
        yield


@pytest.fixture(scope="session", autouse=True)
def each_pdf_is_read_once():
    """A process starts another to read a PDF that is given; the same file says the same each time."""
    read_once = lru_cache(pdf_reading.read)
    with patch("newsletter.forms.issues.read", read_once), patch("newsletter.archiving.read", read_once):
        yield


@pytest.fixture(scope="session", autouse=True)
def each_picture_is_encoded_once():
    """The same points give the same AVIF."""
    with pictures.encoded_once():
        yield


@pytest.fixture(scope="session")
def test_database(django_test_environment):
    """The database of this process and the media files that go with it."""
    database = TestDatabase(settings.MEDIA_ROOT)
    # A transactional test (every one with `live_server`) leaves its rows behind. Django would empty all
    # tables, the page tree and the groups of the migrations included: a fresh copy is complete, and quicker.
    renewed = patch.object(TransactionTestCase, "_fixture_teardown", lambda self: database.renew())
    with renewed:
        yield database


@pytest.fixture(scope="session")
def django_db_setup(test_database, django_db_blocker):
    """In the place of pytest-django's own: a copy of a migrated template."""
    with django_db_blocker.unblock():
        test_database.renew("empty")
    yield
    with django_db_blocker.unblock():
        test_database.remove()


@pytest.fixture(scope="module")
def demo(django_db_setup, test_database, django_db_blocker):
    """The territory and issue no. 9, for a whole module: `pytestmark = pytest.mark.usefixtures("demo")`."""
    with django_db_blocker.unblock():
        test_database.renew("demo")
    yield
    with django_db_blocker.unblock():
        test_database.renew("empty")


@pytest.fixture(scope="module", autouse=True)
def media(test_database):
    """No module finds the files that another one uploaded."""
    yield
    test_database.renew_media()


@pytest.fixture(autouse=True)
def empty_cache():
    """Django rolls the database back after a test, but not what the cache knows of it."""
    forget_everything()


@pytest.fixture
def noon():
    """It is noon, of the day on which the tests were read."""
    with time_machine.travel(clocks.noon_today(), tick=True):
        yield


@pytest.fixture(autouse=True)
def issues_of_two_words_may_leave(request, monkeypatch):
    """Put aside the checks before publication, which want four full pages, but for tests marked `checked`."""
    if not request.node.get_closest_marker("checked"):
        monkeypatch.setattr(IssuePage, "publication_rules", [])


@pytest.fixture(autouse=True)
def issues_go_online_without_paper(request, monkeypatch):
    """Put aside the PDF that follows a publication, which takes seconds, but for tests marked `printed`."""
    if not request.node.get_closest_marker("printed"):
        monkeypatch.setattr(publication, "make_pdf", lambda issue: None)


@pytest.fixture(autouse=True)
def numbers(monkeypatch):
    """Builders number from one in every test, as in a new database: a commune's code has room for 999."""
    monkeypatch.setattr(counting, "numbers", itertools.count(1))


@pytest.fixture(autouse=True)
def indexes_are_written_when_they_are_read(request):
    """Put aside the indexes of what is saved until a test asks one, but for tests marked `followed`."""
    late = _in_one_transaction(request) and not request.node.get_closest_marker("followed")
    with indexes.written_late() if late else nullcontext():
        yield


def _in_one_transaction(request):
    marked = request.node.get_closest_marker("django_db")
    if {"transactional_db", "live_server"} & set(request.fixturenames) or (marked and marked.kwargs.get("transaction")):
        return False
    return bool(marked) or "db" in request.fixturenames
