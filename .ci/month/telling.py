"""What is said while the month goes by: each step with its time, each verdict, and the counts at the end."""

from collections import Counter
from contextlib import contextmanager

from clock import real_time

FAILED, COUNTS, TIMES = [], Counter(), []
BEGAN = real_time()


def check(held, words, *details) -> bool:
    """Print a verdict, remember a bad one with its details, and return it."""
    COUNTS["vérifications"] += 1
    if held:
        print(f"      tenu   {words}", flush=True)
    else:
        FAILED.append(words)
        print(f"      ÉCHEC  {words}", flush=True)
        for detail in details:
            print(f"               {str(detail)[:600]}", flush=True)
    return bool(held)


def count(words, number=1):
    """Add to what the table at the end tells."""
    COUNTS[words] += number


def say(words):
    """Print a line of what goes on."""
    print(f"      {words}", flush=True)


@contextmanager
def step(words):
    """A step of the month, with the day that it is there and the seconds that it takes here."""
    from django.utils import timezone

    began = real_time()
    print(f"  [{began - BEGAN:4.0f} s] {timezone.localtime():%a %d/%m %H:%M}  {words}", flush=True)
    yield
    TIMES.append((words, real_time() - began))


def verdict() -> int:
    """Print the table of counts and how it all ended; return the exit code."""
    print("\n  Comptes du mois", flush=True)
    for words, number in COUNTS.items():
        print(f"    {number:>6}  {words}")
    slowest = sorted(TIMES, key=lambda each: -each[1])[:5]
    print("  Les plus longs : " + " ; ".join(f"{words} {seconds:.0f} s" for words, seconds in slowest))
    print(f"  {real_time() - BEGAN:.0f} s en tout.")
    print("\nÉCHEC :\n  - " + "\n  - ".join(FAILED) if FAILED else "\nTout s’accorde.", flush=True)
    return bool(FAILED)
