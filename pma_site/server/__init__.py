"""The production server: the site is loaded once, then copied into as many processes as the machine has processors."""

import os

# A worker runs Python in one thread at a time; the others wait for the database or for files.
THREADS = 4


def processors() -> int:
    """Return how many processors this process may use: as many workers serve where nobody says how many."""
    return len(os.sched_getaffinity(0))
