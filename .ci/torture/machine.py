"""A machine that serves the site in production, and those who visit it over HTTP."""

import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
HOST = "lettre.example.org"
FAILED = []


def check(held, words):
    """Print a verdict, and remember a bad one."""
    print(f"  {'tenu ' if held else 'ÉCHEC'}  {words}", flush=True)
    if not held:
        FAILED.append(words)


def verdict() -> int:
    """Print how it all ended, and return the exit code."""
    print("\nÉCHEC : " + " ; ".join(FAILED) if FAILED else "\nTout est tenu.", flush=True)
    return bool(FAILED)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def prepare(folder: Path, **environ) -> None:
    """Let this process, and those it starts, speak of one and the same site in production."""
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "production_settings",
            "PYTHONPATH": f"{HERE}:{ROOT}",
            "TORTURE_FOLDER": str(folder),
            "MEDIA_ROOT": str(folder / "media"),
            "PRIVATE_ROOT": str(folder / "private"),
            "BACKUP_ROOT": str(folder / "backups"),
            "REFUSAL_JOURNAL": str(folder / "refus.journal"),
            "PAGE_CACHE_STAMP": str(folder / "page-stamp"),
            **{name: str(value) for name, value in environ.items()},
        }
    )
    sys.path[:0] = [str(HERE), str(ROOT)]


class Crowd:
    """Visitors who go on without end until they are stopped, each in a thread of its own, and their answers."""

    def __init__(self, port, count):
        self.port, self.hidden = port, fields_of_the_form(port)
        self.answers, self.acknowledged = Counter(), []
        self.stopping, self.lock = threading.Event(), threading.Lock()
        self.threads = [threading.Thread(target=self.visit, args=[number]) for number in range(count)]

    def visit(self, number):
        """What one of them does, until `stopping` is set."""
        raise NotImplementedError

    def start(self):
        """Begin, once the form has been shown for long enough."""
        time.sleep(6)
        for thread in self.threads:
            thread.start()

    def stop(self):
        """End, each after the answer that it waits for."""
        self.stopping.set()
        for thread in self.threads:
            thread.join()


class Machine:
    """The production server with two workers, on a port of its own."""

    def __init__(self, workers=2, threads=8, **environ):
        self.port, self.environ = free_port(), environ
        command = [sys.executable, "-m", "pma_site.server", "--port", str(self.port)]
        options = ["--workers", str(workers), "--threads", str(threads)]
        self.process = subprocess.Popen(  # noqa: S603
            [*command, *options],
            cwd=ROOT,
            env=os.environ | environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.wait()

    def wait(self, path="/sante/"):
        """Wait until it answers."""
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                if Visitor(self.port).get(path)[0] in (200, 503):
                    return
            except OSError:
                time.sleep(0.2)
        raise SystemExit("Le serveur de l’essai n’a pas démarré.")

    def kill(self):
        """Kill it outright, with all its workers; it is dead when nobody opens its door any more."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        with suppress(OSError):
            while True:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()

    def stop(self):
        """Let it end."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()


class Visitor:
    """Somebody with a browser, behind a proxy that does TLS; each is in a network of their own."""

    def __init__(self, port, seed=None):
        self.port, self.random = port, random.Random(seed)  # noqa: S311

    def _headers(self, **more):
        network = ".".join(str(self.random.randint(1, 223)) for _ in range(4))
        return {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": network, **more}

    def get(self, path):
        """Return the status and the body of a page. Raises OSError where nobody answers."""
        return self._ask("GET", path)

    def post(self, path, data):
        """Send a form, and return the status and the body; redirections are not followed."""
        body = urlencode(data).encode()
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(self, method, path, body=None, headers=()):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, self._headers(**dict(headers)))
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()


def fields_of_the_form(port) -> dict:
    """The hidden fields of the form of subscription; it must have been shown for some seconds before it is sent."""
    page = Visitor(port).get("/abonnement/")[1]
    inputs = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    named = [(re.search(r'name="([^"]*)"', each), re.search(r'value="([^"]*)"', each)) for each in inputs]
    return {name[1]: value[1] if value else "" for name, value in named if name}
