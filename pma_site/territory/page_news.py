"""The pages of the site whose texts link to a commune: on its page, and in its feed."""

from django.db.models import OuterRef
from wagtail.models import Page

from pma_site.core.mentions import pages_mentioning
from pma_site.core.rows import JSONRows

from . import facts, news
from .models import Commune

# How many of them the page of a commune lists.
LISTED = 30


def offer_facts():
    """Let the page of a commune list the pages that speak of it."""
    facts.communes.add("pages", _mentions, lambda rows: [Page(**row) for row in rows])


def _mentions():
    pages = pages_mentioning(OuterRef(OuterRef("pk")), Commune)
    return JSONRows(pages[:LISTED], id="pk", title="title", url_path="url_path")


def offer_news():
    """Let the feed of a place tell of the pages that speak of it."""
    news.sources["pages"] = _pages


def _pages(place, most):
    pages = pages_mentioning(place.communes)[:most]
    return [news.of_page(page, "Page du site") for page in pages]
