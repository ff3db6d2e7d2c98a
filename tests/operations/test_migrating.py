"""Two machines that are updated at once: one migrates, the other waits for it."""

import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from pma_site.core.locks import exclusive
from pma_site.home import preparation
from pma_site.operations import migrating


def said(**options):
    out = StringIO()
    call_command("migrate_once", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_a_base_of_this_version_is_left_alone():
    assert "rien à faire" in said()


@pytest.mark.django_db(transaction=True)
def test_the_second_one_waits_until_the_first_has_finished(monkeypatch):
    monkeypatch.setattr(migrating, "STEP", 0.02)
    pending, applied, waiting = [3], [], threading.Event()
    monkeypatch.setattr(preparation, "pending_migrations", lambda: pending[0])

    def migrate():
        assert waiting.wait(10)
        applied.append(pending[0])
        pending[0] = 0

    monkeypatch.setattr(preparation, "migrate", migrate)
    counts = []

    def machine(tell):
        counts.append(migrating.migrate_once(20, tell))
        connection.close()

    with_lock = threading.Thread(target=machine, args=[lambda words: None])
    with_lock.start()
    while True:
        with exclusive("migrate") as free:
            if not free:
                break
    machine(lambda words: waiting.set())
    with_lock.join()

    assert applied == [3]
    assert sorted(counts) == [0, 3]


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_says_so(monkeypatch):
    monkeypatch.setattr(migrating, "STEP", 0.02)
    holding, done = threading.Event(), threading.Event()

    def hold():
        with exclusive("migrate"):
            holding.set()
            done.wait(10)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    holding.wait(10)
    try:
        with pytest.raises(CommandError, match="encore"):
            said(wait=0)
    finally:
        done.set()
        other.join()
