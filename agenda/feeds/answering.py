"""How a feed is answered: whole, or « nothing new » where the reader has it already (RFC 9110, 13)."""

import hashlib
from collections.abc import Callable

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from pma_site.core.licence import open_to_all

from ..models.ledger import Stamp, last_change

# Raised when a feed says the same in another way: what readers hold is then out of date.
_VERSION = 1


def answered(
    request, make: Callable[[], HttpResponse], *, kind: str, frame: str, stamp: Stamp, dated: bool = True
) -> HttpResponse:
    """Answer with what `make` returns, of the media type `kind`, unless the reader has it.

    `stamp` stands for the rows that are in it, `frame` for all the rest. `dated` is false where the mere passing of
    time shows other rows: no instant can then say since when it is as it is.
    """
    mark = hashlib.sha256(f"{kind}\0{request.get_host()}\0{frame}".encode()).hexdigest()[:16]
    etag = f'"{_VERSION}-{stamp}-{mark}"'
    # Who holds an ETag is judged by that alone.
    since = last_change() if dated and "If-None-Match" not in request.headers else None
    response = get_conditional_response(request, etag=etag, last_modified=since and int(since.timestamp()))
    if response is None:
        since = since or (last_change() if dated else None)
        response = StreamingHttpResponse(()) if request.method == "HEAD" else make()
        response["Content-Type"] = kind
    response["ETag"] = etag
    if since:
        response["Last-Modified"] = http_date(since.timestamp())
    return open_to_all(response)
