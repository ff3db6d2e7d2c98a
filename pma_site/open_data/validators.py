"""By what caches and programs know that a dataset did not change (RFC 9110, 8.8)."""

import hashlib
import json
import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from pma_site.core.licence import FRESH

from .declaring import Dataset

# How long what was found is remembered, in seconds: since when a dataset is so, for who asks once a week.
REMEMBERED = 8 * 24 * 3600


@dataclass(frozen=True)
class State:
    """What a dataset comes to: a digest of all that is in it, how many records, since when at the latest it is so."""

    digest: str
    count: int
    since: datetime
    # How many seconds it may be taken for true.
    fresh: int


def state_of(dataset: Dataset, base: str) -> State:
    """Return the state of a dataset, read from all of its records at most once in five minutes.

    Nothing that its records show can change without it: names of communes and organisations are read too. An instant
    at which time alone changes what is public ends it. The address of the site is only part of the mark: whoever asks
    writes it as they like, with any port, and each would have the records read anew and fill the cache.
    """
    key = f"open-data-state-{dataset.name}"
    now = timezone.now()
    turn = dataset.turns() if dataset.turns else None
    fresh = freshness(turn)
    held = cache.get(key)
    if held and held["until"] > now:
        return State(_mark(held["digest"], base), held["count"], held["since"], fresh)
    digest, count = _digest(dataset)
    # Never seen by this process: it may have changed just now.
    since = held["since"] if held and held["digest"] == digest else now.replace(microsecond=0)
    until = now + timedelta(seconds=FRESH)
    until = min(until, turn) if turn else until
    cache.set(key, {"digest": digest, "count": count, "since": since, "until": until}, REMEMBERED)
    return State(_mark(digest, base), count, since, fresh)


@dataclass(frozen=True)
class Facts:
    """What the documentation of a dataset says of its records: how many, when they last changed if known."""

    count: int
    updated: date | datetime | None


def facts_of(dataset: Dataset) -> Facts:
    """Return the facts of a dataset, counted at most once in five minutes, and again once other things are public."""
    turn = dataset.turns() if dataset.turns else None
    key = f"open-data-facts-{dataset.name}"
    facts = cache.get(key)
    if facts is None:
        facts = Facts(dataset.rows().order_by().count(), dataset.updated())
        cache.set(key, facts, freshness(turn))
    return facts


def freshness(turn: datetime | None) -> int:
    """Return for how many seconds an answer may be kept, where at `turn` other things become public."""
    if turn is None:
        return FRESH
    return min(FRESH, max(0, math.floor((turn - timezone.now()).total_seconds())))


def _mark(digest, base):
    """The mark of the files that are written for one address of the site: it stands before all addresses in them."""
    return hashlib.sha256(f"{digest} {base}".encode()).hexdigest()[:24]


def _digest(dataset: Dataset) -> tuple[str, int]:
    found, count = hashlib.sha256(), 0
    for row, record in dataset.records(base=""):
        said = [*record.values(), dataset.area(row)] if dataset.area else list(record.values())
        found.update(json.dumps(said, ensure_ascii=False).encode())
        count += 1
    return found.hexdigest(), count
