"""The cache between many clients, and the nginx that is shipped to stand before it."""

import io
import itertools
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine

from pma_site.core.shelf_life import OFFER
from pma_site.page_cache import stamps
from pma_site.page_cache.front import fronted
from pma_site.page_cache.stamps import FileStamp, SeveralHosts, the_stamp
from tests.front_server import NGINX, configured
from tests.page_cache.strangers import switched_on


@pytest.fixture
def site(settings, tmp_path):
    """A site of one word, which is published anew; two processes of it, as far as a cache can tell."""
    switched_on(settings, tmp_path)
    said = ["0"]

    def application(environ, start_response):
        words = said[0]
        # What takes time lets the others in.
        threading.Event().wait(0.001)
        environ[OFFER].taken = True
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [words.encode()]

    first = fronted(application)
    the_stamp.cache_clear()
    yield said, [first, fronted(application)]
    the_stamp.cache_clear()


def asked():
    request = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_HOST": "x", "wsgi.url_scheme": "http"}
    return {**request, "wsgi.input": io.BytesIO()}


def ask(process):
    return b"".join(process(asked(), lambda status, headers: None)).decode()


def test_nobody_gets_what_was_before_a_publication_that_had_ended(site):
    said, processes = site
    over, late = threading.Event(), []
    writer_stamp = FileStamp(the_stamp().path)

    def publish():
        for number in itertools.count(1):
            if over.wait(0.002):
                return
            said[0] = str(number)
            writer_stamp.bump()
            published[0] = number

    def read(number):
        # However quick the machine: a reading tells something only where others publish meanwhile.
        for _ in itertools.takewhile(lambda _: published[0] < 50, itertools.count()):
            before = published[0]
            got = int(ask(processes[number % 2]))
            if got < before:
                late.append((before, got))

    published = [0]
    writer = threading.Thread(target=publish)
    writer.start()
    with ThreadPoolExecutor(8) as clients:
        list(clients.map(read, range(8)))
    over.set()
    writer.join()

    assert late == []


def test_many_who_ask_at_once_have_it_made_once(site, monkeypatch):
    _, (process, _) = site
    made = []
    slow = process.application

    def counted(environ, start_response):
        made.append(1)
        threading.Event().wait(0.05)
        return slow(environ, start_response)

    monkeypatch.setattr(process, "application", counted)
    with ThreadPoolExecutor(8) as clients:
        got = set(clients.map(lambda _: ask(process), range(8)))

    assert (got, len(made)) == ({"0"}, 1)


def test_nginx_keeps_a_page_no_longer_than_the_second_in_which_it_was_true(site, settings, monkeypatch):
    settings.FRONT_CACHE = "nginx"
    slow, told = fronted(site[1][0].application), []
    begun, making = 1_800_000_000.0, slow.application
    with time_machine.travel(begun, tick=False) as clock:

        def takes_seconds(environ, start_response):
            clock.shift(3)
            return making(environ, start_response)

        monkeypatch.setattr(slow, "application", takes_seconds)
        for _ in range(2):
            slow(asked(), lambda status, headers: told.append(dict(headers)["X-Accel-Expires"]))

    assert told == ["@1800000000", "@1800000003"]


def test_the_shipped_nginx_is_understood(tmp_path):
    found = subprocess.run([NGINX, "-t", "-c", configured(tmp_path)], capture_output=True, text=True, check=False)

    assert found.returncode == 0, found.stderr
    assert "warn" not in found.stderr


@pytest.mark.django_db
def test_what_one_machine_publishes_reaches_the_others(tmp_path, monkeypatch):
    monkeypatch.setattr(stamps, "SECONDS_BETWEEN_HOSTS", 0)
    here, there = (SeveralHosts(FileStamp(tmp_path / name)) for name in ("here", "there"))
    before = there.read()

    assert there.read() == before
    here.bump()
    first = there.read()
    here.bump()

    assert len({before, first, there.read()}) == 3


def test_a_stamp_differs_after_every_change_and_after_its_file_was_lost(tmp_path):
    stamp = FileStamp(tmp_path / "stamp")
    seen = [stamp.read()]
    for _ in range(50):
        stamp.bump()
        seen.append(stamp.read())
    stamp.path.unlink()

    assert stamp.read() is None
    stamp.bump()
    assert len({*seen, stamp.read()}) == 52
