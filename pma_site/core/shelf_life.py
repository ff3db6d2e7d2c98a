"""What a view tells a cache of its answer: which parameters it reads, until when it holds, which file it is.

Nothing happens where no cache asked: a view may always tell.
"""

import hashlib
from datetime import datetime
from functools import wraps

from django.utils.http import http_date

# Where the cache that stands before the site puts its question into a request (pma_site.page_cache).
OFFER = "pma.page_cache"


class Offer:
    """The question of a cache about the answer that is being made, and what views said meanwhile."""

    __slots__ = ("names", "taken", "until")

    def __init__(self):
        # The parameters that the page depends on; None while nobody said.
        self.names: frozenset[str] | None = None
        # The instant, in seconds since 1970, after which the page may say something else; None for none.
        self.until: float | None = None
        # Whether the answer may be kept.
        self.taken = False

    def ends(self, instant: float) -> None:
        """Let the page hold until `instant` at the most, in seconds since 1970."""
        self.until = instant if self.until is None else min(self.until, instant)


def reads(request, *names: str) -> None:
    """Tell that the page depends on these parameters of its address and on no other; told twice, on all of them.

    Where no view says so, an address with parameters is made anew each time.
    """
    offer = request.META.get(OFFER)
    if offer is not None:
        offer.names = (offer.names or frozenset()).union(names)


def reading(*names: str):
    """Have a view tell, each time, that it depends on these parameters and on no other."""

    def told(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            reads(request, *names)
            return view(request, *args, **kwargs)

        return answer

    return told


def until(request, instant: datetime | None) -> None:
    """Tell that time alone changes the page at `instant`, an aware datetime; None for never."""
    offer = request.META.get(OFFER)
    if offer is not None and instant is not None:
        offer.ends(instant.timestamp())


def known_by_its_file(response, file):
    """Give the answer that sends a stored file what tells it from others (RFC 9110, 8.8): a name, a size, an instant.

    Who has it then gets « 304 Not Modified » (ConditionalGetMiddleware).
    """
    changed = file.storage.get_modified_time(file.name)
    mark = hashlib.sha256(f"{file.name}\0{file.size}\0{changed.timestamp()}".encode()).hexdigest()[:24]
    response["ETag"], response["Last-Modified"] = f'"{mark}"', http_date(changed.timestamp())
    return response
