"""Room for calls within calls: however deep a loop stands, its calls ask the system for no memory."""

import resource

from pma_site.core.frames import with_room

CALLS = 300


def sum_of(a, b, c, d, e, f, g, h):
    """A call with a frame of some size."""
    i, j, k, m = a + b, c + d, e + f, g + h
    return i + j + k + m


def faults_at(depth):
    """How many pages of memory the system had to give while a loop called, so many calls deep."""
    if depth:
        return faults_at(depth - 1)
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _ in range(CALLS):
        sum_of(1, 2, 3, 4, 5, 6, 7, 8)
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def at_every_depth():
    return max(faults_at(depth) for depth in range(500))


def test_no_depth_asks_for_memory_at_each_call():
    assert with_room(at_every_depth)() < CALLS / 10


def test_what_is_called_with_room_gets_what_it_was_given_and_says_the_same():
    @with_room
    def joined(first, /, *others, between):
        """Words as one."""
        return between.join([first, *others])

    assert joined("a", "b", "c", between="-") == "a-b-c"
    assert (joined.__name__, joined.__doc__) == ("joined", "Words as one.")
