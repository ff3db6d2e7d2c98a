"""The cache that machines share, on a real Redis that is stopped and comes back."""

import shutil
import subprocess
import threading
import time

import pytest
from django.core import mail
from django.core.cache import caches
from django.test import override_settings

from pma_site.core import logs, shared_cache
from pma_site.core.limits import within_limit
from pma_site.settings.sharing import caches as caches_of


class Redis:
    """A server on a socket of its own."""

    def __init__(self, folder):
        self.folder, self.url = folder, f"unix://{folder}/redis.sock"
        self.start()

    def start(self):
        command = [shutil.which("redis-server"), "--port", "0", "--unixsocket", f"{self.folder}/redis.sock"]
        options = ["--dir", str(self.folder), "--save", "", "--appendonly", "yes"]
        self.process = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL)
        client = caches_client(self.url)
        for _ in range(200):
            try:
                client.ping()
                break
            except Exception:
                time.sleep(0.02)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def caches_client(url):
    from redis import Redis as Client

    return Client.from_url(url)


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    server = Redis(tmp_path_factory.mktemp("redis"))
    yield server
    server.stop()


@pytest.fixture
def cache(redis, monkeypatch):
    monkeypatch.setattr(shared_cache, "REST", 0.2)
    with override_settings(CACHES=caches_of({"REDIS_URL": redis.url})):
        yield caches["default"]


def test_two_machines_count_together(cache):
    assert within_limit("essai", 2, 60)
    # The other machine has a connection of its own.
    other = shared_cache.SharedCache(cache._servers[0], {"KEY_PREFIX": "pma"})
    assert other.incr("limit:essai") == 2
    assert not within_limit("essai", 2, 60)


def test_without_redis_limits_hold_in_each_process_and_nothing_old_comes_back_with_it(cache, redis):
    cache.set_many({"reste": 1, "change": 1, "part": 1}, 60)
    redis.stop()
    try:
        assert cache.get("reste", "absent") == "absent"
        assert [within_limit("panne", 1, 60), within_limit("panne", 1, 60)] == [True, False]
        for number in range(400):
            assert within_limit(f"autre{number}", 1, 60)
        assert not within_limit("panne", 1, 60)
        cache.set("change", 2)
        cache.delete("part")
        assert cache.get("change") == 2
    finally:
        redis.start()
    time.sleep(0.25)

    assert cache.get_many(["reste", "change", "part"]) == {"reste": 1}


@pytest.mark.django_db
def test_who_runs_the_site_is_told_once_that_it_is_gone(tmp_path, settings, monkeypatch):
    settings.ERROR_EMAILS = ["exploitation@pma.example"]
    monkeypatch.setattr(threading.Thread, "start", lambda self: self.run())
    teller = logs.TeamEmailHandler()
    shared_cache.logger.addHandler(teller)
    try:
        with override_settings(CACHES=caches_of({"REDIS_URL": f"unix://{tmp_path}/none"})):
            assert caches["default"].get("reste", "absent") == "absent"
    finally:
        shared_cache.logger.removeHandler(teller)

    (message,) = mail.outbox
    assert "Démarrez Redis" in message.body
