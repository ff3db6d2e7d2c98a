"""A generation of the server: the code as it was when this began, loaded once, and the workers that are copies of it.

Most of a worker's memory is code, which copies share: two take a third less than two that each load the site.
"""

import argparse
import ctypes
import gc
import os
import signal
import socket
import sys
from functools import partial

# Linux's prctl(2): the signal that a process gets when the one that began it is gone.
_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Load the site, say so on `--ready` once for each worker, and serve who comes to its door until SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m pma_site.server.generation")
    parser.add_argument("--doors", required=True)
    for number in ("threads", "ready", "master"):
        parser.add_argument(f"--{number}", type=int, required=True)
    parser.add_argument("--following", action="store_true")
    asked = parser.parse_args()
    _end_with(asked.master)
    doors = [int(number) for number in asked.doors.split(",")]
    try:
        application, look, here = *_loaded(asked.following, _port(doors[0])), os.getpid()
    except Exception as error:
        from pma_site.core.faults import told

        if words := told(error):
            sys.exit(words)
        raise

    def of_worker(target):
        from .opened import open_for_threads

        _end_with(here)
        # Who waits for the first version that serves waits for one connection, and not for those of all threads.
        open_for_threads(look, asked.threads if asked.following else 1)
        gc.enable()
        os.write(asked.ready, b".")
        return application

    _granian(doors, asked.threads).serve(target_loader=of_worker)


def _end_with(parent):
    """Have this process end with the one that began it, even where that one is killed."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit(1)


def _port(door):
    with socket.socket(fileno=os.dup(door)) as heard:
        return heard.getsockname()[1]


def _loaded(every_kind, port):
    """Return the application, with all that a first visit would load, and what looks at its pages once more.

    Nothing of what is loaded is garbage, nor looked at as such again.
    Where another version serves meanwhile there is time to look at `every_kind` of page, and not at the home alone.
    """
    from pma_site.wsgi import application, handler

    gc.disable()
    from django.db import connections
    from django.urls import reverse

    # Every address, and so every view, form and hook.
    reverse("wagtailadmin_home")
    from pma_site.operations import static_files

    if lacking := static_files.missing():
        # Each page that asks for one of them would fail: the version that serves had better stay.
        sys.exit(
            f"Des fichiers des pages ne sont pas réunis ({len(lacking)}, dont {lacking[0]}). {static_files.ADVICE}"
        )
    # What is loaded stays; what a page left behind goes.
    gc.freeze()
    from .first_pages import look_at

    look = partial(look_at, handler.get_response, every_kind=every_kind, port=port)
    made = look()
    # A connection is of one process.
    connections.close_all()
    gc.collect()
    gc.freeze()
    # What could not be made, and was said, is not tried again by each worker.
    return application, look if made else int


def _granian(doors, threads):
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.net import SocketHolder

    class AtTheDoors(Granian):
        """granian, at doors that are open already, one a worker: who waits there when it begins or ends is let in."""

        def _init_shared_socket(self):
            self._mine = [(socket.socket(fileno=door), SocketHolder(door, False, self.backlog)) for door in doors]
            self._sso, self._shd = self._mine[0]

        def _spawn_worker(self, idx, target, callback_loader):
            self._sso, self._shd = self._mine[idx]
            return super()._spawn_worker(idx, target, callback_loader)

    return AtTheDoors(
        "pma_site.wsgi:application",
        interface=Interfaces.WSGI,
        workers=len(doors),
        blocking_threads=threads,
        # The most there is: a thread that ends closes its connection, and a reader of a quiet site waits for another.
        blocking_threads_idle_timeout=600,
        websockets=False,
        backlog=1024,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
        log_level=LogLevels.warning,
    )


if __name__ == "__main__":
    main()
