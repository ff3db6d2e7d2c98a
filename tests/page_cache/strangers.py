"""A visitor before the whole site, cache included: the application that a server loads, without a socket."""

import io
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch
from wsgiref.util import setup_testing_defaults

from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.http import HttpResponse

from pma_site.core.reading_requests import SiteHandler
from pma_site.page_cache import writes
from pma_site.page_cache.front import fronted
from pma_site.page_cache.stamps import the_stamp


@contextmanager
def connections_left_open():
    """As Django's own test client does: the data of a test is on the connection of the test."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)


@dataclass
class Got:
    """What came back."""

    status: int
    headers: dict
    body: bytes
    many: list

    @property
    def text(self):
        return self.body.decode()


class Stranger:
    """Asks `application`; counts how often the site behind the cache was asked."""

    def __init__(self):
        self.made = 0
        handler = SiteHandler()

        def site(environ, start_response):
            self.made += 1
            return handler(environ, start_response)

        self.application = fronted(site)

    def ask(self, address, method="GET", **environ):
        path, _, query = address.partition("?")
        asked = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "testserver"}
        asked["wsgi.input"] = io.BytesIO()
        asked.update(environ)
        setup_testing_defaults(asked)
        told = []
        with connections_left_open():
            return self._answer(asked, told)

    def _answer(self, asked, told):
        body = self.application(asked, lambda status, headers, exc_info=None: told.extend((status, headers)))
        content = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        return Got(int(told[0].split()[0]), {k.lower(): v for k, v in told[1]}, content, told[1])

    def is_kept(self, address, **environ):
        """Whether the second of two demands is answered without the site."""
        self.ask(address, **environ)
        before = self.made
        self.ask(address, **environ)
        return self.made == before


def refusing(get_response):
    """As a middleware: refuse a request for what it alone asks for."""
    return lambda request: HttpResponse(status=413) if "X-Too-Much" in request.headers else get_response(request)


def switched_on(settings, folder):
    """Set the settings of production that are about the cache; return nothing."""
    settings.PAGE_CACHE = True
    settings.PAGE_CACHE_STAMP = folder / "stamp"
    settings.MIDDLEWARE = ["pma_site.page_cache.middleware.PageCacheMiddleware", *settings.MIDDLEWARE]
    the_stamp.cache_clear()


@contextmanager
def watched():
    """Look at what is written inside, as every process of production does."""
    with connection.execute_wrapper(writes._seen):
        yield


@contextmanager
def committed():
    """Have what is written inside count as committed at its end."""
    with watched(), patch.object(connection, "run_on_commit", []):
        yield
        kept, connection.run_on_commit = connection.run_on_commit, []
        for _, function, _ in kept:
            function()
            if connection.run_on_commit:
                kept.extend(connection.run_on_commit)
                connection.run_on_commit = []
