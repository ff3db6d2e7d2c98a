"""What may be the same event as a proposal: near in time, in the same place, or of nearly the same name."""

from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher

from pma_site.core.french import joined, stem_words

from ..models import EventPage, Proposal

NEAR = timedelta(days=1)
# Titles are alike from this part of common words on (0 to 1), however they are arranged.
ALIKE = 0.6
# Read, and shown.
READ, SHOWN = 200, 5


@dataclass(frozen=True)
class Twin:
    """An event, or another proposal, and why it may be the same."""

    record: object
    why: str


def events_like(proposal: Proposal) -> list[Twin]:
    """Return the events that may be the same as a proposal, the likeliest first."""
    events = EventPage.objects.filter(pk__isnull=False).prefetch_related("communes__commune", "slots")
    if proposal.first_day:
        events = events.between(proposal.first_day - NEAR, proposal.last_day + NEAR)
    else:
        events = events.not_past()
    return _likeliest(proposal, events.soonest_first()[:READ], _communes_of_event, lambda event: event.slots.all())


def proposals_like(proposal: Proposal) -> list[Twin]:
    """Return the other open proposals that may be the same."""
    others = Proposal.objects.open().select_related("commune").exclude(pk=proposal.pk)
    if proposal.first_day:
        others = others.filter(first_day__lte=proposal.last_day + NEAR, last_day__gte=proposal.first_day - NEAR)
    return _likeliest(
        proposal, others[:READ], lambda other: {other.commune_id} - {None}, lambda other: other.event_slots
    )


def _communes_of_event(event):
    own = {event.venue.commune_id} if event.venue else set()
    return (own | {link.commune_id for link in event.communes.all()}) - {None}


def _likeliest(proposal, records, communes, slots):
    found, own = [], proposal.event_slots
    for record in records:
        near = bool(proposal.first_day)
        here = proposal.commune_id in communes(record)
        alike = _alike(proposal.title, record.title)
        if not ((near and here) or (alike and (near or here))):
            continue
        reasons = [_when_both(own, slots(record))] if near else []
        reasons += [words for words, true in (("même commune", here), ("titre voisin", alike)) if true]
        found.append((len(reasons), Twin(record, joined(reasons))))
    found.sort(key=lambda pair: -pair[0])
    return [twin for _score, twin in found[:SHOWN]]


def _when_both(slots, others):
    """What two lists of slots have in common: a day at least, days that touch, or the weeks that they run through."""
    apart = [
        max(other.first_day - slot.last_day, slot.first_day - other.last_day) for slot in slots for other in others
    ]
    nearest = min(apart, default=timedelta.max)
    if nearest <= timedelta():
        return "mêmes jours"
    return "jours voisins" if nearest <= NEAR else "même période"


def _alike(one, other):
    a, b = (" ".join(sorted(stem_words(title).split())) for title in (one, other))
    return SequenceMatcher(None, a, b).ratio() >= ALIKE
