"""Connections to the database through which pages were read already: a worker begins with some for its threads.

A thread that opens its own has its first reader wait for it, and for each statement that it prepares.
"""

from collections import deque
from collections.abc import Callable

from django.core.signals import request_started
from django.db import DEFAULT_DB_ALIAS, connections


def open_for_threads(look: Callable[[], int], count: int) -> int:
    """Have `look()` read pages through up to `count` new connections; return how many are open for threads to come.

    Each belongs to the first thread that begins to answer without one. `look()` returns how many pages it made: where
    that is none, the database cannot be read, and threads try for themselves.
    """
    waiting: deque = deque()
    while len(waiting) < count and look():
        opened = connections[DEFAULT_DB_ALIAS]
        opened.inc_thread_sharing()
        waiting.append(opened)
        del connections[DEFAULT_DB_ALIAS]

    def give(**_kwargs):
        if connections.all(initialized_only=True):
            return
        try:
            connections[DEFAULT_DB_ALIAS] = waiting.popleft()
        except IndexError:  # Another thread had the last one.
            request_started.disconnect(give)

    request_started.connect(give, weak=False)
    return len(waiting)
