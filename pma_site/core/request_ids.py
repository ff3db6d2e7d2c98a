"""A name for each request, so that what its visitor saw, the proxy wrote and the site logged can be put together."""

import re
import secrets
from contextvars import ContextVar

from django.conf import settings

from .headers import is_private

# What a proxy may give: nothing that could end a line of a log or begin a command.
_WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")
HEADER = "X-Request-ID"
_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """Return the name of the request that is being answered here; empty outside of one."""
    return _current.get()


class RequestIdMiddleware:
    """Name each request, as the proxy before the site does if there is one, and say the name in answers to one person.

    What caches may keep for others does not carry it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get(HEADER, "") if settings.PROXIES else ""
        name = given if _WELL_FORMED.fullmatch(given) else secrets.token_hex(8)
        # Django tells of an answer that is an error once all middleware is through.
        request.request_id = name
        token = _current.set(name)
        try:
            response = self.get_response(request)
        finally:
            _current.reset(token)
        if request.method not in ("GET", "HEAD") or response.status_code >= 400 or is_private(response):
            response.headers[HEADER] = name
        return response
