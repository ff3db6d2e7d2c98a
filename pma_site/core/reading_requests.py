"""How the site makes a request of what a client sent: where Django cannot, it is refused in words, and is no fault."""

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

# No writing that the site reads: core.middleware.OnlyUtf8Middleware says so.
_UNREADABLE = "text/plain; charset=unreadable"


def request_of(environ: dict) -> WSGIRequest:
    """Return the request of a WSGI environment, with a `Content-Type` that is refused for one that cannot be read.

    Django reads that header before any middleware, by Python's parser of messages, which raises either of these for
    parameters in the manner of RFC 2231 (`charset*=bogus''%41`, `x*0=a; x*=b`).
    """
    try:
        return WSGIRequest(environ)
    except (ValueError, TypeError):
        return WSGIRequest({**environ, "CONTENT_TYPE": _UNREADABLE})


class SiteHandler(WSGIHandler):
    """Django's application, for requests that are read so."""

    request_class = staticmethod(request_of)
