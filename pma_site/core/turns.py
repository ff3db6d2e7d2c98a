"""The instants at which time alone changes what the site shows: an event ends, a call closes, results are out.

Each part says which is its next one; a cache keeps no page beyond the first of them.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta

from django.utils import timezone

_finders: list[Callable[[datetime], Iterable[datetime | None]]] = []


def tell_turns(find: Callable[[datetime], Iterable[datetime | None]]) -> None:
    """Register `find(after)`, which yields the next instants after that one at which something of its part changes."""
    if find not in _finders:
        _finders.append(find)


def next_turn(after: datetime | None = None) -> datetime:
    """Return the first instant after `after` (now by default) at which a page may say something else.

    Midnight in Paris is always one: « aujourd’hui » is then another day. No finder may ask core.memory, which may know
    of an older state than the stamp for which the page cache keeps what is found.
    """
    after = after or timezone.now()
    tomorrow = timezone.localtime(after).date() + timedelta(days=1)
    midnight = timezone.make_aware(datetime.combine(tomorrow, time()))
    return min([midnight, *(instant for find in _finders for instant in find(after) if instant)])
