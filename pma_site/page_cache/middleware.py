"""Inside Django: which answers the cache before it may keep, and how the others are compressed."""

import contextlib
import time
from datetime import UTC, datetime

from django.db import DatabaseError
from django.http import FileResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import cc_delim_re

from pma_site.core.memory import one_look
from pma_site.core.shelf_life import OFFER
from pma_site.core.turns import next_turn

from .stamps import the_stamp

# What is written for everybody; pictures and documents leave by other doors.
KINDS = frozenset(
    [
        "application/atom+xml",
        "application/json",
        "application/geo+json",
        "application/ld+json",
        "application/xml",
        "text/calendar",
        "text/csv",
        "text/html",
        "text/plain",
    ]
)
_COMPRESSED_ANYWAY = ("image/", "font/", "video/", "audio/", "application/pdf", "application/zip", "application/vnd")


class PageCacheMiddleware(GZipMiddleware):
    """Answer the question of the page cache (core.shelf_life.Offer); compress what it does not keep.

    It stands outermost: what it accepts is what the visitor gets.
    """

    def __call__(self, request):
        request.page_cache_since = time.time()
        if request.method not in ("GET", "HEAD"):
            return super().__call__(request)
        with one_look():
            return super().__call__(request)

    def process_response(self, request, response):
        """Accept a public page for the cache, or compress the answer for this one visitor."""
        offer = request.META.get(OFFER)
        if offer is not None and is_for_everybody(response) and (offer.names is not None or not request.GET):
            # Without the calendar of turns the page is good for this visitor, and is not kept.
            with contextlib.suppress(DatabaseError):
                offer.ends(_turn(request.page_cache_since))
                offer.taken = True
                return response
        if response.get("Content-Type", "").startswith(_COMPRESSED_ANYWAY):
            return response
        return super().process_response(request, response)


def is_for_everybody(response) -> bool:
    """Tell whether an answer is the same for every stranger: whole, without a cookie, and nobody's secret.

    Who read the session, the account or a CSRF token has said so in `Vary`.
    """
    kind = response.get("Content-Type", "").partition(";")[0].strip().lower()
    if response.status_code != 200 or kind not in KINDS or isinstance(response, FileResponse):
        return False
    if response.cookies or response.has_header("Content-Encoding"):
        return False
    varies = {name.lower() for name in cc_delim_re.split(response.get("Vary", "")) if name}
    told = response.get("Cache-Control", "").lower()
    return varies <= {"accept-encoding"} and not any(word in told for word in ("no-store", "private", "no-cache"))


# For which stamp, and between which instants, time alone changes nothing: one for all threads, replaced as a whole.
_known: tuple = (None, 0.0, 0.0)


def _turn(since: float) -> float:
    """Return when time alone changes a page that was begun at `since`, in seconds since 1970.

    What is known from a later instant on says nothing of a page that was begun before it.
    """
    global _known
    stamp, (known, start, end) = the_stamp().read(), _known
    if stamp is None or stamp != known or not start <= since < end:
        start, end = since, next_turn(datetime.fromtimestamp(since, UTC)).timestamp()
        _known = (stamp, start, end)
    return end
