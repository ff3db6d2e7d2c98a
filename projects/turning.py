"""When time alone changes what the label says: a call opens or closes, results are announced."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Min

from pma_site.core.turns import tell_turns

from .models import CandidatePage, LabelCall, LabelEditionPage


def offer_turns() -> None:
    """Let caches know of them."""
    tell_turns(_turns)


def next_announcement(after: datetime) -> datetime | None:
    """The first instant after `after` at which results may come out, whether or not any is prepared; None for none."""
    return min(filter(None, _next(after, *_ANNOUNCED)), default=None)


_ANNOUNCED = ((LabelEditionPage, "results_at"), (CandidatePage, "result_announced_at"))


def _turns(after):
    return _next(after, *_ANNOUNCED, (LabelCall, "opens_at"), (LabelCall, "closes_at"))


def _next(after, *fields) -> Iterator[datetime | None]:
    for model, name in fields:
        yield model._base_manager.filter(**{f"{name}__gt": after}).aggregate(next=Min(name))["next"]
