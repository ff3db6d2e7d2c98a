"""The cache that stands before Django, as a WSGI application (PEP 3333) around its own."""

import threading
import time
from collections.abc import Callable, Iterable
from itertools import chain

from django.conf import settings

from pma_site.core.shelf_life import OFFER, Offer

from .asking import Remembered, encodings, has_it, is_apart, names_of_cookies, pairs_of, written
from .entries import BROTLI, IDENTITY, BrotliPress, Entry, Shelf
from .stamps import the_stamp

# A page may be this large; what is larger is passed on as it comes.
MOST_BYTES = 1_000_000
# A page that is being made is waited for so long, in seconds; then it is made once more.
PATIENCE = 15
# What tells of one client, or of a body that no page reads: a page that is kept is made without it.
_PERSONAL = [
    "CONTENT_LENGTH",
    "CONTENT_TYPE",
    "HTTP_COOKIE",
    "HTTP_IF_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_RANGE",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_RANGE",
    "HTTP_REFERER",
]
# What an address goes on answering, beside what is found and what leads elsewhere; all else may be one request's fault.
_LASTING = frozenset(["404", "405", "410"])


class PageCache:
    """Answer strangers with the pages that are kept, and keep those that `application` offers (page_cache.middleware).

    A page is kept for one stamp, which differs after each commit that readers can see, and never beyond the next
    instant at which time alone changes something, nor for more than `seconds`. The stamp is read before the page is
    made: what is published meanwhile leaves it outdated already.
    """

    def __init__(self, application: Callable, *, most: int, seconds: float, front: str = "", front_seconds: int = 0):
        self.application, self.stamp = application, the_stamp()
        self.seconds, self.front, self.front_seconds = seconds, front, front_seconds
        # Addresses with parameters have a shelf of their own: who tries many of them puts out no page.
        self.shelves = {False: Shelf(most * 3 // 4), True: Shelf(most // 4)}
        self._names, self._refused, self._flights = Remembered(), Remembered(), {}
        self._guard, self._press = threading.Lock(), BrotliPress()
        # Who has one of these may get a page of their own.
        self._cookies = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"}

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Answer one request."""
        at, stamp = time.time(), self.stamp.read()
        if stamp is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD") or is_apart(environ):
            return self.application(environ, start_response)
        cookies = environ.get("HTTP_COOKIE")
        if cookies and not self._cookies.isdisjoint(names_of_cookies(cookies)):
            return self.application(environ, start_response)
        place = (
            environ.get("HTTP_HOST"),
            environ.get("HTTP_X_FORWARDED_PROTO", environ["wsgi.url_scheme"]),
            environ["PATH_INFO"],
        )
        query, pairs, names = environ.get("QUERY_STRING", ""), (), frozenset()
        if query:
            pairs = pairs_of(query)
            if pairs is None:
                return self.application(environ, start_response)
            names = self._names.get(place, stamp)
            # What no page of this address reads does not make another page.
            query = query if names is None else written(pairs, names)
        key = (place, query)
        if names is not None:
            entry = self.shelves[bool(query)].get(key)
            if entry is not None and entry.holds(stamp, at):
                if query and entry.wants_brotli:
                    self._press_once(key, entry)
                return self._answered(entry, environ, start_response, at)
        if (self._refused.get(key, stamp) or 0) > time.time():
            return self.application(environ, start_response)
        return self._in_turn(key, pairs, names, environ, start_response)

    def _in_turn(self, key, pairs, names, environ, start_response):
        """Make a page once, however many ask for it at the same time."""
        with self._guard:
            flight = self._flights.get(key)
            first = flight is None
            if first:
                flight = self._flights[key] = threading.Event()
        if not first:
            flight.wait(PATIENCE)
            entry = self.shelves[bool(key[1])].get(key)
            at = time.time()
            # One that was begun before this request may not know what was committed before it.
            if entry is not None and entry.holds(self.stamp.read(), at):
                return self._answered(entry, environ, start_response, at)
            return self._made(key, pairs, names, environ, start_response)
        try:
            return self._made(key, pairs, names, environ, start_response)
        finally:
            with self._guard:
                self._flights.pop(key, None)
            flight.set()

    def _made(self, key, pairs, names, environ, start_response):
        place, query = key
        born, stamp, offer, told = time.time(), self.stamp.read(), Offer(), []
        inner = {name: value for name, value in environ.items() if name not in _PERSONAL}
        inner.update({"REQUEST_METHOD": "GET", "QUERY_STRING": query, OFFER: offer})
        body = self.application(inner, lambda status, headers, exc_info=None: told.extend((status, headers)))
        status, headers = told[0], told[1]
        if not (offer.taken and stamp is not None):
            if stamp is not None and (status[:1] in "23" or status[:3] in _LASTING):
                self._refused.put(key, stamp, born + self.seconds)
            return self._passed_on(status, headers, body, environ, start_response)
        chunks, rest = _read(body)
        if rest is not None:
            self._refused.put(key, stamp, born + self.seconds)
            return self._passed_on(status, headers, _Rest(chunks, rest), environ, start_response)
        entry = self._entry(key, b"".join(chunks), headers, stamp, born, offer)
        if pairs and offer.names is None:
            return self._answered(entry, environ, start_response, born)
        if pairs:
            self._names.put(place, stamp, offer.names)
            if names is None or offer.names != names:
                # The page was made with parameters that it does not read: only if there were none is it everybody's.
                key = (place, written(pairs, offer.names))
                if any(name not in offer.names for name, _ in pairs):
                    return self._answered(entry, environ, start_response, born)
        self.shelves[bool(key[1])].put(key, entry)
        # What somebody searched may never be asked again: its smallest writing is made once it is.
        if entry.wants_brotli and not key[1]:
            self._press_once(key, entry)
        return self._answered(entry, environ, start_response, born)

    def _press_once(self, key, entry):
        entry.wants_brotli = False
        shelf, plain = self.shelves[bool(key[1])], entry.answers[IDENTITY][0]
        self._press.press(plain, lambda pressed: shelf.grow(key, entry, BROTLI, pressed))

    def _entry(self, key, body, headers, stamp, born, offer):
        until = min(born + self.seconds, offer.until or born + self.seconds)
        entry = Entry(body, headers, stamp=stamp, born=born, until=until, control=self._control(until - born))
        former = self.shelves[bool(key[1])].get(key)
        if former is not None and former.digest == entry.digest:
            entry.date(former.modified)
        # Two states of one second would have the same date: until that second is over it is told by its bytes only.
        if entry.modified is None and int(born) > max(self.stamp.changed_at(), former.until if former else 0):
            entry.date(int(born))
        entry.compress(former)
        return entry

    def _control(self, life):
        if self.front_seconds:
            return f"public, max-age=0, s-maxage={max(0, min(self.front_seconds, int(life)))}, must-revalidate"
        return "public, max-age=0, must-revalidate"

    def _answered(self, entry, environ, start_response, at):
        body, whole, short = entry.answer(encodings(environ.get("HTTP_ACCEPT_ENCODING", "")))
        if has_it(environ, entry.digest, entry.modified):
            start_response("304 Not Modified", self._fronted(short, at))
            return []
        start_response("200 OK", self._fronted(whole, at))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _fronted(self, headers, at):
        """Let nginx, which counts in whole seconds, keep the page until that of `at` is over; the header ends there.

        `at` is when the stamp was looked at: a page that took long to make may be outdated as it leaves.
        """
        if self.front == "nginx":
            return [*headers, ("X-Accel-Expires", f"@{int(at)}")]
        return list(headers)

    def _passed_on(self, status, headers, body, environ, start_response):
        """Answer with what is not kept, or say that the client has it: its question was not put to the application."""
        told = {name.lower(): value for name, value in headers}
        if status.startswith("200") and self._is_known(told, environ):
            _close(body)
            start_response("304 Not Modified", [pair for pair in headers if pair[0].lower() not in _OF_BODIES])
            return []
        start_response(status, headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            _close(body)
            return []
        return body

    def _is_known(self, told, environ):
        etag = told.get("etag", "").removeprefix("W/")
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known is not None:
            return bool(etag) and etag in known
        return "last-modified" in told and environ.get("HTTP_IF_MODIFIED_SINCE") == told["last-modified"]


_OF_BODIES = frozenset(["content-length", "content-encoding", "content-type", "content-disposition"])


def _read(body):
    """Return the chunks of an answer and None, or, where it is too large, its beginning and what follows."""
    chunks, size, parts = [], 0, iter(body)
    for chunk in parts:
        chunks.append(chunk)
        size += len(chunk)
        if size > MOST_BYTES:
            return chunks, (parts, body)
    _close(body)
    return chunks, None


def _close(body):
    if hasattr(body, "close"):
        body.close()


class _Rest:
    """An answer whose beginning was read already."""

    def __init__(self, chunks, rest):
        parts, self._body = rest
        self._chunks = chain(chunks, parts)

    def __iter__(self):
        return self._chunks

    def close(self):
        _close(self._body)


def fronted(application: Callable) -> Callable:
    """Put the cache before an application, where the settings want it."""
    if not settings.PAGE_CACHE:
        return application
    return PageCache(
        application,
        most=settings.PAGE_CACHE_MEGABYTES * 1_000_000,
        seconds=settings.PAGE_CACHE_SECONDS,
        front=settings.FRONT_CACHE,
        front_seconds=settings.FRONT_CACHE_SECONDS,
    )
