"""Results as a reader sees them: a title, what it is, an excerpt with the words asked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from pma_site.core.navigation import site_of
from pma_site.core.prepared import prepared

from .describing.pages import online_pages
from .excerpts import excerpt, marked
from .models import SearchEntry
from .searching import views


@dataclass(frozen=True)
class Result:
    """A line of the list of results; `title` and `excerpt` are HTML."""

    title: str
    address: str
    kind: str
    detail: str
    excerpt: str


@prepared
def _public_entries(keys):
    public = Q(page=None) | Q(page__in=online_pages().order_by().values("pk"))
    return SearchEntry.objects.filter(public, pk__in=keys).select_related("page").defer("card")


def results_of(keys: list[int], forms: Iterable[str], request) -> list[Result]:
    """Return the results that some entries are, in the same order, with the words `forms` marked.

    What is public is asked again: an entry whose page nobody may read any more is left out.
    """
    forms = set(forms)
    # Where the address of each page looks for it.
    site_of(request)
    found = _public_entries.in_bulk(keys)
    results = []
    for key in keys:
        if view := views().get(key):
            results.append(_result(view, view.address, view.standfirst, forms))
        elif entry := found.get(key):
            address = entry.page.get_url(request) if entry.page else entry.address
            if address:
                results.append(_result(entry, address, entry.summary, forms))
    return results


def _result(said, address, summary, forms):
    shown = excerpt([summary, said.text], forms)
    return Result(marked(said.title, forms), address, said.noun, said.detail, shown)
