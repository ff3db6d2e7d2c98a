"""The candidates to the label as a reader narrows them down: by edition, result, commune and words.

Who is online is kept in each process, by facet, and with the instant at which their result is released: what may be
read of a result is asked of the clock, as everywhere. Whatever changes it leaves a mark in the same transaction; a
process that meets a mark it does not know reads the candidates again, in two queries.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from heapq import nlargest
from typing import NamedTuple

from django.apps import apps
from django.db import models
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.signals import page_unpublished, post_page_move

from pma_site.core.french import fold, stem_words
from pma_site.core.marks import Keeper, Mark
from pma_site.core.signals import written
from pma_site.territory.models import Commune

from ..facets import Asked, Facets, Row, Words
from ..label_calendar import released_at

FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


# How many candidates are kept of those of which something became known last.
NEWS = 50


class LabelMark(Mark):
    """Something that the list of candidates to the label shows has changed."""

    class Meta:
        verbose_name = "repère du label"
        verbose_name_plural = "repères du label"


class Known(NamedTuple):
    """What is known of a candidate online: `released_at` is when its result is, None where it stays hidden.

    `published_at` is when it came online first, None where nobody knows.
    """

    key: int
    year: int
    codes: tuple[str, ...]
    result: str
    is_award: bool
    released_at: datetime | None
    published_at: datetime | None

    def since(self, now):
        """When what one may know of it at an instant became known: its result, or that it applies."""
        return self.released_at if self.released_at and self.released_at <= now else self.published_at

    def row(self, now):
        """What it can be found by at an instant."""
        facets = [("edition", self.year), *(("commune", code) for code in self.codes)]
        if self.released_at and self.released_at <= now:
            facets.append(("resultat", self.result))
            if self.is_award:
                facets.append(("laureat", self.year))
        return Row(self.key, tuple(facets))


class _Keeper(Keeper):
    """The candidates online as this process knows them."""

    marks = LabelMark

    def __init__(self):
        super().__init__()
        self.years, self.communes = [], {}
        self.words, self._known, self._facets = Words(()), [], Facets()
        # The facets hold from one release of results to the next.
        self._since, self._until, self._latest = None, None, []

    def read(self, stamp):
        """Read the editions, the candidates and the communes."""
        editions = apps.get_model("projects", "LabelEditionPage").objects.online()
        self.years = list(editions.order_by("-year").values_list("year", flat=True))
        self.communes = dict(Commune.objects.order_by("spelling").values_list("insee_code", "name"))
        codes = defaultdict(list)
        places = apps.get_model("projects", "CandidateCommune").objects.order_by()
        for key, code in places.values_list("candidate_id", "commune__insee_code"):
            codes[key].append(code)
        candidates = apps.get_model("projects", "CandidatePage").objects.online().in_editions().select_related(None)
        result = ("result__name", "result__is_award", "result__is_public")
        instants = ("result_announced_at", "result__edition__results_at", "first_published_at")
        rows = candidates.values_list("pk", "edition_year", "words", *result, *instants)
        self._known, texts = [], []
        for key, year, words, name, is_award, is_public, own, common, published in rows:
            instant = released_at(own, common) if is_public else None
            self._known.append(Known(key, year, tuple(codes[key]), name, is_award, instant, published))
            texts.append(words)
        self.words = Words(texts)
        self._since = None

    @property
    def facets(self):
        """What candidates can be found by now."""
        now = timezone.now()
        if self._since is None or not self._since <= now < self._until:
            instants = {known.released_at for known in self._known if known.released_at}
            self._since = max((instant for instant in instants if instant <= now), default=FIRST)
            self._until = min((instant for instant in instants if instant > now), default=LAST)
            self._facets = Facets(known.row(now) for known in self._known)
            told = [(known.since(now), known.key) for known in self._known if known.since(now)]
            self._latest = [key for _, key in nlargest(NEWS, told)]
        return self._facets

    def next_release(self):
        """The next instant at which a result that readers will see is released; None for none."""
        _ = self.facets
        return self._until if self._until < LAST else None

    def latest(self, count):
        """The keys of the candidates of which something became known last, NEWS at the most."""
        _ = self.facets
        return self._latest[:count]

    def choices(self):
        """What the list can be narrowed by now (Choices); a result under embargo is no choice."""
        communes = self.facets.counts("commune", Asked())
        names = [(code, name) for code, name in self.communes.items() if code in communes]
        return Choices(self.years, sorted(self.facets.counts("resultat", Asked()), key=fold), names)


_keeper = _Keeper()


def online():
    """Lend what is known of the candidates online, up to date, to one thread at a time."""
    return _keeper.up_to_date()


def counts_by_edition():
    """How many candidates, and how many laureates as far as they are announced, each year's edition has."""
    with online() as keeper:
        facets = keeper.facets
        return facets.counts("edition", Asked()), facets.counts("laureat", Asked())


def next_release():
    """The next instant at which a result becomes public; None for none."""
    with online() as keeper:
        return keeper.next_release()


def latest(count):
    """The candidates of which something became known last, at most NEWS, and the next release of results or None.

    What became known is that they apply, or their result.
    """
    with online() as keeper:
        keys, release = keeper.latest(count), keeper.next_release()
    candidates = apps.get_model("projects", "CandidatePage").objects.online().defer("body", "words")
    # A picture is of no use to who reads news.
    found = candidates.select_related(None).select_related("result__edition").in_bulk(keys) if keys else {}
    return [found[key] for key in keys if key in found], release


class Choices(NamedTuple):
    """What one may choose from: the years of the editions, results that are announced, communes as (code, name)."""

    years: list[int]
    results: list[str]
    communes: list[tuple[str, str]]


class Found(Sequence):
    """The candidates that match, the latest edition first, by number within each; only those shown are read.

    `keeper` is what `online` lends, which need not be held any longer afterwards.
    """

    def __init__(self, keeper, chosen, words):
        found = keeper.words.having(stem_words(words).split()) if words else None
        self._facets = keeper.facets
        self._bits = self._facets.matching(Asked(chosen, found))

    def __len__(self):
        return self._bits.bit_count()

    def __getitem__(self, place):
        if not isinstance(place, slice):
            return self[place : place + 1][0]
        start, stop, _ = place.indices(len(self))
        keys = self._facets.some(self._bits, start, stop)
        candidates = apps.get_model("projects", "CandidatePage").objects.online().in_editions()
        found = candidates.defer("body", "words").in_bulk(keys) if keys else {}
        return [found[key] for key in keys if key in found]


def watch():
    """Leave a mark whenever something that the list of candidates shows changes; called once, when the site starts."""
    pages = [apps.get_model("projects", name) for name in ("CandidatePage", "LabelEditionPage")]
    for model in pages:
        # The first of these is told once all that belongs to a page is stored.
        for signal in (written, page_unpublished, models.signals.post_delete):
            signal.connect(_anything_changed, sender=model)
    for signal in (models.signals.post_save, models.signals.post_delete):
        signal.connect(_anything_changed, sender=apps.get_model("projects", "LabelResult"))
        signal.connect(_anything_changed, sender=PageViewRestriction)
    models.signals.post_save.connect(_anything_changed, sender=Commune)
    # Pages above may ask for a password where they are now.
    post_page_move.connect(_anything_changed)


def _anything_changed(sender, **kwargs):
    LabelMark.leave()
