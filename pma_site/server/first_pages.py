"""Pages that nobody asked for: what a first visit would have to make is there before the workers are copied.

Templates are read, queries written, addresses found: a first page takes four times as long as the next one.
"""

import logging
import sys
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Page, Site, get_page_models


def look_at(respond: Callable, *, every_kind: bool, port: int) -> int:
    """Have Django's `respond` answer for the home page, or for one page of `every_kind`; return how many it made.

    They are asked for as readers ask for them, by the name of the site and at the `port` where the server listens.

    Nothing of it is needed: at the first page that cannot be made, for want of a database or of its migrations, it
    stops and says so, and the server begins all the same. Nobody is written to, as no reader asked for anything.
    """
    made, former = 0, logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        for address in _one_of_each() if every_kind else _home():
            response = respond(_request_for(address, port))
            response.close()
            if response.status_code >= 500:
                _tell(f"{address} a répondu {response.status_code}")
                break
            made += 1
    except Exception as error:  # noqa: BLE001 - whatever it is, readers will be told by their own requests
        _tell(f"{type(error).__name__}")
    finally:
        logging.disable(former)
    return made


def _tell(why):
    print(f"Les premières pages n’ont pas été préparées : {why}.", file=sys.stderr, flush=True)


def _home() -> Iterator[str]:
    sites = Site.objects.filter(is_default_site=True)
    yield from filter(None, (site.root_page.specific.full_url for site in sites))


def _one_of_each() -> Iterator[str]:
    for kind in get_page_models():
        # The root of the tree is a plain page.
        page = kind.objects.live().public().first() if kind is not Page else None
        if page is not None and page.full_url:
            yield page.full_url
    # A search reads its words and its indexes.
    for home in _home():
        yield urljoin(home, f"{reverse('search')}?q=artois")


def _request_for(address, port) -> HttpRequest:
    parts = urlsplit(address)
    asked = RequestFactory(SERVER_NAME=parts.hostname, HTTP_HOST=parts.netloc)
    return asked.get(parts.path, parse_qs(parts.query), secure=parts.scheme == "https", SERVER_PORT=str(port))
