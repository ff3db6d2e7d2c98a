"""When time alone changes what is said of calls: one opens, closes, or is remembered no more."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Min

from pma_site.core.turns import tell_turns

from .choices import REMEMBERED
from .models import Call


def offer_turns() -> None:
    """Let caches know of them."""
    tell_turns(_turns)


def _turns(after) -> Iterator[datetime | None]:
    yield Call.objects.filter(opens_at__gt=after).aggregate(next=Min("opens_at"))["next"]
    yield Call.objects.filter(closes_at__gt=after).aggregate(next=Min("closes_at"))["next"]
    last = Call.objects.filter(closes_at__gt=after - REMEMBERED).aggregate(next=Min("closes_at"))["next"]
    yield last and last + REMEMBERED
