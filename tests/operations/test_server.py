"""The production server as a host runs it: its processes, a new version in place of the one that serves, its end."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# As those of a version: each of its answers names it.
SETTINGS = """
from pma_site.settings.test import *
MIDDLEWARE = ["served_here.of_this_version", *MIDDLEWARE]

def of_this_version(get_response):
    def answer(request):
        response = get_response(request)
        response["Version"] = "{version}"
        return response

    return answer
"""

# The master, the generation that it began and its two workers.
PROCESSES = 4


class Served:
    """A server of two workers, whose settings are a file that a test may change as an update would."""

    def __init__(self, folder):
        self.folder = folder
        self.write("une")
        with socket.create_server(("127.0.0.1", 0)) as door:
            self.port = door.getsockname()[1]
        self.log = (folder / "log").open("w+")
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "pma_site.server", "--port", str(self.port), "--workers", "2"],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "served_here",
                "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}",
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            stderr=self.log,
        )

    def write(self, version):
        (self.folder / "served_here.py").write_text(SETTINGS.format(version=version))

    def ask(self):
        """The version that answers; empty where none does."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/robots.txt", timeout=20) as answer:  # noqa: S310
                return answer.headers["Version"]
        except OSError:
            return ""

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def family(self):
        """The numbers of its processes: the master, what it began, and the workers of that."""
        found = [self.process.pid]
        for one in found:
            children = Path(f"/proc/{one}/task/{one}/children")
            found += [int(child) for child in children.read_text().split()] if children.exists() else []
        return found

    def wait_until(self, holds, seconds=60):
        until = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < until, self.said()
            time.sleep(0.1)


@pytest.fixture
def served(tmp_path):
    site = Served(tmp_path)
    try:
        # One worker answers before the other is there.
        site.wait_until(lambda: site.ask() and len(site.family()) == PROCESSES)
        yield site
    finally:
        for one in reversed(site.family()):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        site.process.wait(20)
        site.log.close()


def open_sockets(process):
    """How many sockets a process has open."""
    count = 0
    for link in Path(f"/proc/{process}/fd").iterdir():
        # Those that close meanwhile count no more.
        with suppress(OSError):
            count += str(link.readlink()).startswith("socket:")
    return count


def gone(processes):
    return not any(Path(f"/proc/{one}").exists() for one in processes)


def test_a_new_version_takes_the_place_of_the_one_that_serves_and_nobody_waits(served):
    heard, stop = [], threading.Event()

    def read():
        while not stop.is_set():
            heard.append(served.ask())

    reader = threading.Thread(target=read)
    reader.start()
    former = served.family()[1:]
    served.write("deux")
    served.process.send_signal(signal.SIGHUP)
    served.wait_until(lambda: gone(former))
    stop.set()
    reader.join()

    assert served.ask() == "deux"
    assert len(served.family()) == 4
    # Who had come in, and had said nothing yet when the former ended, asks again.
    assert heard.count("") <= 1
    assert set(heard) - {""} == {"une", "deux"}


def test_a_version_that_cannot_start_leaves_the_former_one_in_place(served):
    former = served.family()
    (served.folder / "served_here.py").write_text("raise RuntimeError('cassé')")
    served.process.send_signal(signal.SIGHUP)
    served.wait_until(lambda: "l’ancienne reste en place" in served.said())

    assert "RuntimeError: cassé" in served.said()
    assert served.family() == former
    assert served.ask() == "une"

    served.write("trois")
    served.process.send_signal(signal.SIGHUP)
    served.wait_until(lambda: served.ask() == "trois")


WITHOUT_SETTING = """
from django.core.exceptions import ImproperlyConfigured
raise ImproperlyConfigured("La variable SECRET_KEY est obligatoire.")
"""
WITHOUT_FILES = """
from pma_site.settings.test import *
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
STATIC_ROOT = "/nulle-part"
"""


@pytest.mark.parametrize(
    ("settings_there", "words"),
    [
        (WITHOUT_SETTING, "Réglages : La variable SECRET_KEY est obligatoire."),
        (WITHOUT_FILES, "Lancez « manage.py collectstatic --noinput »."),
    ],
    ids=["a setting", "collectstatic"],
)
def test_a_version_that_lacks_something_says_what_to_do_and_leaves_the_former_one_in_place(
    served, settings_there, words
):
    (served.folder / "served_here.py").write_text(settings_there)
    served.process.send_signal(signal.SIGHUP)
    served.wait_until(lambda: "l’ancienne reste en place" in served.said())

    assert words in served.said()
    assert "Traceback" not in served.said()
    assert served.ask() == "une"


def test_a_worker_that_dies_is_replaced_without_loading_the_site_again(served):
    served.wait_until(lambda: len(served.family()) == 4)
    *others, worker = served.family()
    os.kill(worker, signal.SIGKILL)
    served.wait_until(lambda: worker not in served.family() and len(served.family()) == 4)

    assert served.family()[:2] == others[:2]
    served.wait_until(served.ask, seconds=2)


def test_clients_that_come_at_once_are_shared_out_and_all_answered(served):
    served.wait_until(lambda: len(served.family()) == 4)
    workers = [(one, open_sockets(one)) for one in served.family()[2:]]
    with ExitStack() as stack:
        address = ("127.0.0.1", served.port)
        clients = [stack.enter_context(socket.create_connection(address, timeout=20)) for _ in range(32)]
        served.wait_until(lambda: all(open_sockets(worker) - before >= 4 for worker, before in workers))
        for client in clients:
            client.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert all(client.recv(15) == b"HTTP/1.1 200 OK" for client in clients)


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_in_order_with_all_its_processes(served, told):
    processes = served.family()[1:]
    served.process.send_signal(told)

    assert served.process.wait(60) == 0
    assert gone(processes)


@pytest.mark.parametrize("which", [0, 1], ids=["the master", "the generation"])
def test_killed_it_leaves_no_process_that_serves_on_by_itself(served, which):
    processes = served.family()
    os.kill(processes[which], signal.SIGKILL)

    assert served.process.wait(60) != 0
    served.wait_until(lambda: gone(processes[1:]))
    assert served.ask() == ""


def test_an_address_that_is_taken_is_said_in_a_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused_at(taken.getsockname()[1])


def test_two_servers_do_not_share_an_address(served):
    refused_at(served.port)
    assert served.ask() == "une"


def refused_at(port):
    command = [sys.executable, "-m", "pma_site.server", "--port", str(port)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603

    assert ended.returncode == 1
    assert ended.stderr == f"Impossible de servir à 127.0.0.1, port {port} : l’adresse est déjà prise.\n"
