"""Links of texts to pages and documents: one query a kind for all the texts that are shown together.

The address of a page is that of its place, whatever its type.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from wagtail.blocks import StreamValue
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from .models import SiteDocument
from .prepared import prepared

_LINK, _KIND, _KEY = (re.compile(pattern) for pattern in (r"<a\s[^>]*>", r'\slinktype="(\w+)"', r'\sid="(\d+)"'))
# What the texts being shown lead to, by kind and key; None where each reads its own.
_known: ContextVar[dict | None] = ContextVar("what is linked by texts shown together", default=None)


@prepared
def _pages(keys):
    return Page.objects.only("url_path", "live").filter(pk__in=keys)


@prepared
def _documents(keys):
    return SiteDocument.objects.filter(pk__in=keys)


_READ = {"page": _pages.in_bulk, "document": _documents.in_bulk}


@contextmanager
def read_together(blocks: Iterable[StreamValue.StreamChild]) -> Iterator[None]:
    """Read at once what all texts of some blocks lead to, for as long as they are shown."""
    wanted = defaultdict(set)
    for text in _texts([block.get_prep_value() for block in blocks]):
        for link in _LINK.findall(text):
            kind, key = _KIND.search(link), _KEY.search(link)
            if kind and key and kind[1] in _READ:
                wanted[kind[1]].add(_number(key[1]))
    token = _known.set({kind: _read(kind, keys) for kind, keys in wanted.items()})
    try:
        yield
    finally:
        _known.reset(token)


def _texts(value) -> Iterator[str]:
    """Yield the texts of a stored value that hold a link of Wagtail's."""
    if isinstance(value, str):
        if "linktype" in value:
            yield value
    elif isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from _texts(child)


def _linked(kind, attrs_list):
    keys = [_number(attrs.get("id") or "") for attrs in attrs_list]
    known = _known.get()
    read = known.get(kind, {}) if known else {}
    # What nobody saw in the stored text, that of a record maybe, is read by itself.
    found = {**read, **_read(kind, set(keys) - read.keys())}
    return [found.get(key) for key in keys]


def _number(key):
    """Return the key of a record; None for what is none, or more than a database can count to."""
    return int(key) if key.isdecimal() and len(key) < 19 else None


def _read(kind, keys):
    """Return the records of some keys, and None for each key of which there is none."""
    keys = sorted(keys - {None})
    return {**dict.fromkeys(keys), **_READ[kind](keys)}


class PlainPageLinkHandler(PageLinkHandler):
    """`<a linktype="page" id="3">`, without Wagtail's further query for each type of page."""

    @classmethod
    def get_many(cls, attrs_list):
        return _linked("page", attrs_list)


class TogetherDocumentLinkHandler(DocumentLinkHandler):
    """`<a linktype="document" id="3">`, read with those of the texts shown beside."""

    @classmethod
    def get_many(cls, attrs_list):
        return _linked("document", attrs_list)


def register(features):
    """Have texts use these in the place of Wagtail's own."""
    features.register_link_type(PlainPageLinkHandler)
    features.register_link_type(TogetherDocumentLinkHandler)
