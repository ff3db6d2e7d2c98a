"""Searching: the catalogue that each process keeps, brought up to date at each request, and what a reader is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from threading import Lock

from django.utils import timezone

from pma_site.core.french import fold
from pma_site.core.memory import remembered

from . import ranking, typos
from .catalogue import FACETS, Card, Catalogue, card_of
from .describing import Description, described_views
from .models import SearchEntry, Synonym
from .queries import Correction, Query, Synonyms, Understanding

# Rows read at once, fewer than a statement of SQLite may name.
_AT_ONCE = 500


@dataclass
class Answer:
    """What was found: entries in order on the page asked for, how many in all, counts by facet, what was understood.

    `without` is how many there would be without the filters; `proposals` are queries that may have been meant.
    """

    query: Query = field(default_factory=Query)
    entries: list[int] = field(default_factory=list)
    total: int = 0
    page: int = 1
    counts: dict[str, dict[str, int]] = field(default_factory=lambda: {facet: {} for facet in FACETS})
    without: int = 0
    partial: bool = False
    corrections: list[Correction] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)
    proposals: list[str] = field(default_factory=list)


class _Keeper:
    """The catalogue of this process, and the marks of the entries that it holds."""

    def __init__(self):
        self.lock = Lock()
        self.stamp, self.marks = None, {}
        self.catalogue = _with_views(Catalogue())
        self.expressions, self.synonyms = None, Synonyms()

    def refresh(self):
        """Read what changed since the last request. Marks are digests: what they name says what is known of it."""
        expressions, stamp = remembered("search", lambda: (Synonym.objects.expressions(), SearchEntry.objects.stamp()))
        if expressions != self.expressions:
            self.expressions, self.synonyms = expressions, Synonyms(expressions)
        if stamp == self.stamp:
            return
        marks = dict(SearchEntry.objects.order_by().values_list("pk", "mark"))
        changed = [pk for pk, mark in marks.items() if self.marks.get(pk) != mark]
        for pk in self.marks.keys() - marks.keys():
            self.catalogue.drop(pk)
        if self.catalogue.wasted or len(changed) > len(marks) // 2:
            self.catalogue, changed = _with_views(Catalogue()), list(marks)
        self._read(changed, everything=len(changed) == len(marks))
        self.stamp, self.marks = stamp, marks

    def _read(self, keys, everything):
        rows = SearchEntry.objects.order_by("pk").values_list("pk", "card", "date", "starts", "ends")
        if everything:
            batches = [rows.iterator(chunk_size=_AT_ONCE)]
        else:
            batches = (rows.filter(pk__in=keys[at : at + _AT_ONCE]) for at in range(0, len(keys), _AT_ONCE))
        for batch in batches:
            for row in batch:
                self.catalogue.put(*card_of(*row))


@cache
def views() -> dict[int, Description]:
    """The addresses that no entry tells of (describing.views), by keys that no entry has."""
    return {-number: description for number, description in enumerate(described_views(), 1)}


def _with_views(catalogue):
    for key, description in views().items():
        card = description.card
        names, facets = tuple(map(tuple, card["names"])), tuple(map(tuple, card["facets"]))
        catalogue.put(Card(key, names, facets, card["length"], None, None, None), card["words"])
    return catalogue


@cache
def _kept():
    return _Keeper()


def restart() -> None:
    """Forget what this process holds: the next search reads everything."""
    _kept.cache_clear()


def search(typed: str, filters: Mapping[str, str], page: int, count: int, now: datetime | None = None) -> Answer:
    """Answer a query: a page of `count` results, of those that the filters (by facet) let through.

    A page that does not exist is the nearest that does.
    """
    now = now or timezone.now()
    keeper = _kept()
    with keeper.lock:
        keeper.refresh()
        return _answered(keeper.catalogue, keeper.synonyms, typed, filters, page, count, now)


def _answered(catalogue, synonyms, typed, filters, page, count, now):
    hidden = catalogue.hidden(now)
    understanding = Understanding(catalogue, synonyms, hidden)
    query = understanding.of(typed)
    ranked = ranking.rank(query, catalogue, hidden)
    found = _bits_of(ranked.scores, len(catalogue.cards))
    chosen = {facet: value for facet, value in filters.items() if value}
    kept = _narrowed(catalogue, found, chosen)
    numbers = list(_numbers_in(kept, ranked.scores, len(catalogue.cards)) if chosen else ranked.scores)
    today = timezone.localdate(now)
    page = max(1, min(page, -(-len(numbers) // count)))
    start = (page - 1) * count
    best = ranking.first(ranked, numbers, catalogue, today, start, count)
    answer = Answer(
        query,
        [catalogue.cards[number].pk for number in best],
        len(numbers),
        page,
        {facet: _counts(catalogue, facet, found, chosen) for facet in FACETS},
        len(ranked.scores),
        ranked.partial and bool(ranked.scores),
        query.corrections,
        query.forms,
    )
    if not ranked.scores:
        answer.proposals = _proposals(query, catalogue, understanding)
    return answer


def _bits_of(numbers, length):
    made = bytearray((length >> 3) + 1)
    for number in numbers:
        made[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(made, "little")


def _numbers_in(bits, numbers, length):
    kept = bits.to_bytes((length >> 3) + 1, "little")
    return (number for number in numbers if kept[number >> 3] >> (number & 7) & 1)


def _narrowed(catalogue, bits, chosen):
    for facet, value in chosen.items():
        bits &= catalogue.having[facet].get(value, 0)
    return bits


def _counts(catalogue, facet, found, chosen):
    """How many results each value of a facet would leave, the other filters kept; none where it is nothing."""
    bits = _narrowed(catalogue, found, {name: value for name, value in chosen.items() if name != facet})
    counted = {value: (having & bits).bit_count() for value, having in catalogue.having[facet].items()}
    return {value: number for value, number in counted.items() if number}


def _proposals(query, catalogue, understanding):
    """Words of the index that look a little like those that nothing has, though not enough to be taken for them."""
    proposed = []
    for word in query.unknown[:2]:
        most = typos.tolerance(fold(word)) + 1 if len(word) > 5 else 0
        near = typos.nearest(word, catalogue, understanding.is_used, most)
        proposed += [form.word for form in near if form.folded[0] == fold(word)[0]][:3]
    return list(dict.fromkeys(proposed))[:4]
