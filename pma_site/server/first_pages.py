"""Pages that nobody asked for: what a first visit would have to make is there before the workers are copied.

Templates are read, queries written, addresses found: a first page takes four times as long as the next one.
"""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

from django.db import DatabaseError
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Page, Site, get_page_models


def look_at(respond: Callable, *, every_kind: bool) -> int:
    """Have Django's `respond` answer for the home page, or for one page of `every_kind`; return how many it made.

    Without a database, or before its migrations, it makes none: the server begins all the same.
    """
    made = 0
    try:
        for address in _one_of_each() if every_kind else _home():
            respond(_request_for(address)).close()
            made += 1
    except DatabaseError:
        return made
    return made


def _home() -> Iterator[str]:
    yield from (site.root_page.specific.full_url for site in Site.objects.filter(is_default_site=True))


def _one_of_each() -> Iterator[str]:
    for kind in get_page_models():
        # The root of the tree is a plain page.
        page = kind.objects.live().public().first() if kind is not Page else None
        if page is not None and page.full_url:
            yield page.full_url
    # A search reads its words and its indexes.
    for home in _home():
        yield urljoin(home, f"{reverse('search')}?q=artois")


def _request_for(address) -> HttpRequest:
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    asked = RequestFactory(SERVER_NAME=parts.hostname)
    return asked.get(parts.path, parse_qs(parts.query), secure=secure, SERVER_PORT=str(port))
