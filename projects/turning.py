"""When time alone changes what the label says: a call opens or closes, results are announced."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Min

from pma_site.core.turns import tell_turns

from .models import CandidatePage, LabelCall, LabelEditionPage


def offer_turns() -> None:
    """Let caches know of them."""
    tell_turns(_turns)


def _turns(after) -> Iterator[datetime | None]:
    instants = [(LabelEditionPage, "results_at"), (CandidatePage, "result_announced_at")]
    for model, name in [*instants, (LabelCall, "opens_at"), (LabelCall, "closes_at")]:
        yield model._base_manager.filter(**{f"{name}__gt": after}).aggregate(next=Min(name))["next"]
