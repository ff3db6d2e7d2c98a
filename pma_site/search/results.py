"""Results as a reader sees them: a title, what it is, an excerpt with the words asked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from .describing.pages import online_pages
from .excerpts import excerpt, has_any, marked
from .models import SearchEntry


@dataclass(frozen=True)
class Result:
    """A line of the list of results; `title` and `excerpt` are HTML."""

    title: str
    address: str
    kind: str
    detail: str
    excerpt: str


def results_of(keys: list[int], forms: Iterable[str], request) -> list[Result]:
    """Return the results that some entries are, in the same order, with the words `forms` marked.

    What is public is asked again: an entry whose page nobody may read any more is left out.
    """
    forms = set(forms)
    public = Q(page=None) | Q(page__in=online_pages().order_by().values("pk"))
    found = SearchEntry.objects.filter(public, pk__in=keys).select_related("page").defer("card").in_bulk()
    entries = (found[key] for key in keys if key in found)
    results = ((entry, entry.page.get_url(request) if entry.page else entry.address) for entry in entries)
    return [_result(entry, address, forms) for entry, address in results if address]


def _result(entry, address, forms):
    shown = next((text for text in (entry.summary, entry.text) if has_any(text, forms)), entry.summary or entry.text)
    return Result(marked(entry.title, forms), address, entry.noun, entry.detail, excerpt(shown, forms))
