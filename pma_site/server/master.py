"""The process that stays. It loads nothing of the site: another version can take the place of the one that serves."""

import contextlib
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

_HEARD = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)
# How many may wait at a door.
_BACKLOG = 1024
# Longer than granian leaves a worker to end what it answers.
_LEAVING_SECONDS = 35


@dataclass
class _Generation:
    """A process that loads the site and serves it; `ready` is read for a byte from each worker that can."""

    process: subprocess.Popen
    ready: int
    awaited: int


class Master:
    """Serves by one generation of processes at a time, and puts the next in its place when SIGHUP asks for it.

    The doors stay open all the while: who comes in between waits there. The next one has loaded its code before the
    former stops; if it cannot, the former goes on. Raises OSError where the address cannot be listened at.
    """

    def __init__(self, host: str, port: int, workers: int, threads: int):
        self._workers = workers
        self._doors = _opened(host, port, workers)
        numbers = ",".join(str(door.fileno()) for door in self._doors)
        self._command = [sys.executable, "-m", "pma_site.server.generation", "--doors", numbers]
        self._command += ["--threads", str(threads), "--master", str(os.getpid())]
        self._selector = selectors.DefaultSelector()
        self._coming: _Generation | None = None
        self._leaving: list[_Generation] = []

    def run(self) -> int:
        """Serve until told to stop; return 0, or 1 where what serves ended by itself."""
        with _signals() as heard:
            self._selector.register(heard, selectors.EVENT_READ)
            self._serving = self._begun()
            while True:
                for key, _ in self._selector.select():
                    if key.fd != heard:
                        self._count_ready(key.data)
                    elif {signal.SIGTERM, signal.SIGINT} & (told := set(os.read(heard, 64))):
                        return self._end(0)
                    elif signal.SIGHUP in told:
                        self._begin_next()
                self._change_generation()
                self._forget_who_left()
                if self._serving.process.poll() is not None:
                    _tell(f"Le serveur s’est arrêté de lui-même (code {self._serving.process.returncode}).")
                    return self._end(1)

    def _begun(self, *words):
        reading, writing = os.pipe()
        command = [*self._command, "--ready", str(writing), *words]
        kept = [writing, *(door.fileno() for door in self._doors)]
        process = subprocess.Popen(command, pass_fds=kept)  # noqa: S603
        os.close(writing)
        generation = _Generation(process, reading, self._workers)
        self._selector.register(reading, selectors.EVENT_READ, generation)
        return generation

    def _begin_next(self):
        if self._coming:
            self._leave(self._coming)
        _tell("Nouvelle version : elle se charge, l’ancienne sert encore.")
        self._coming = self._begun("--following")

    def _count_ready(self, generation):
        said = os.read(generation.ready, 64)
        if not said:
            self._selector.unregister(generation.ready)
        # A worker that takes the place of one that failed says so too.
        generation.awaited -= len(said)

    def _change_generation(self):
        if self._coming and self._coming.process.poll() is not None:
            _tell("La nouvelle version n’a pas pu servir (voir ci-dessus) : l’ancienne reste en place.")
            self._leave(self._coming)
        elif self._coming and self._coming.awaited <= 0:
            former, self._serving = self._serving, self._coming
            _tell("La nouvelle version sert ; l’ancienne achève ce qu’elle répondait.")
            self._leave(former)
        else:
            return
        self._coming = None

    def _leave(self, generation):
        if generation.process.poll() is None:
            generation.process.terminate()
        self._leaving.append(generation)

    def _forget_who_left(self):
        for generation in self._leaving[:]:
            if generation.process.poll() is not None:
                with contextlib.suppress(KeyError):
                    self._selector.unregister(generation.ready)
                os.close(generation.ready)
                self._leaving.remove(generation)

    def _end(self, status):
        for generation in filter(None, (self._serving, self._coming)):
            self._leave(generation)
        until = time.monotonic() + _LEAVING_SECONDS
        for generation in self._leaving:
            try:
                generation.process.wait(max(0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                generation.process.kill()
        return status


def _opened(host, port, workers):
    """Open a door for each worker, between which Linux shares out who comes (SO_REUSEPORT, socket(7)).

    At one door for all, the first who hears takes everybody in, and the others have nothing to do.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # One that nobody may share: another server that listens there already is noticed.
    with socket.create_server((host, port), family=family) as first:
        address = first.getsockname()[:2]
    return [socket.create_server(address, family=family, backlog=_BACKLOG, reuse_port=True) for _ in range(workers)]


@contextlib.contextmanager
def _signals() -> Iterator[int]:
    """Yield what to read for the numbers of the signals that arrive."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    former = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    handlers = {number: signal.signal(number, lambda *_: None) for number in _HEARD}
    try:
        yield reading
    finally:
        signal.set_wakeup_fd(former)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        os.close(reading)
        os.close(writing)


def _tell(words):
    print(words, file=sys.stderr, flush=True)
