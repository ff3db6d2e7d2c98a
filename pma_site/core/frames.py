"""Room for calls within calls.

CPython 3.11 and 3.12 keep the frames of what is being called in pieces of 16 KiB, and give a piece back as soon as the
last call in it is over (python/cpython#142183, mended in 3.13 and 3.14). A loop that happens to call beyond the end of
one asks the system for another at each turn: thousands of times a second.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

# In words of 8 bytes. A piece is a power of two that holds its first frame: after one of just above half a MiB there is
# as much for others, more than the thousand calls that Python allows take. What is not used takes no memory.
_FIRST_FRAME = 2**16 + 64


def with_room(function: Callable[P, R]) -> Callable[P, R]:
    """Return `function` such that all that it calls, call by call, finds room in one piece of memory."""

    @wraps(function)
    def called(*positional: P.args, **named: P.kwargs) -> R:
        return function(*positional, **named)

    called.__code__ = called.__code__.replace(co_stacksize=_FIRST_FRAME)
    return called
