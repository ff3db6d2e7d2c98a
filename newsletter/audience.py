"""Who is on the lists that an issue is sent to: those who get it, and those who do not, each with the reason."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from pma_site.core.choices import OutgoingState
from pma_site.readers.choices import ReadingState
from pma_site.readers.models import Recipient, Refusal

from .choices import ExclusionReason
from .models import Delivery

# Names that no real address ends in (RFC 2606): demonstration and tests use them.
RESERVED = (".invalid", ".example", ".test", ".localhost", "@example.com", "@example.org", "@example.net")


@dataclass(frozen=True)
class Audience:
    """Who is on the chosen lists: those who get the issue, and those who do not, each with the reason."""

    chosen: list
    excluded: list

    @property
    def eligible(self):
        return len(self.chosen) + len(self.excluded)

    @property
    def reasons(self):
        """How many do not get it, by reason (choices.ExclusionReason)."""
        counted = Counter(reason for _, reason in self.excluded)
        return {ExclusionReason(reason): counted[reason] for reason in ExclusionReason.values if counted[reason]}

    def by_list(self):
        """How many get it, by list."""
        return Counter(recipient.read_as for recipient in self.chosen)


def audience(issue, lists, *, rehearsal) -> Audience:
    """Return who would get `issue` if it were sent to `lists` (readers.choices.ReadingList) now."""
    # At this address, whichever row was its own then, or at one that its owner has moved from since.
    here = (
        Q(recipient=OuterRef("pk")) | Q(recipient__moved_to=OuterRef("pk")) | Q(address_hash=OuterRef("address_hash"))
    )
    written = Delivery.objects.received().filter(here, issue=issue)
    refused = Refusal.objects.filter(address_hash=OuterRef("address_hash"))
    people = Recipient.objects.on_lists(lists).annotate(
        received=Exists(written.filter(state=OutgoingState.ACCEPTED)), written=Exists(written), refused=Exists(refused)
    )
    chosen, excluded = [], []
    for recipient in people.order_by("pk"):
        reason = _reason_against(recipient, rehearsal)
        if reason:
            excluded.append((recipient, reason))
        else:
            chosen.append(recipient)
    return Audience(chosen, excluded)


def _reason_against(recipient, rehearsal):
    if not recipient.email:
        return ExclusionReason.ERASED
    if recipient.refused or recipient.state == ReadingState.LEFT:
        return ExclusionReason.LEFT
    if recipient.state == ReadingState.SUSPENDED:
        return ExclusionReason.SUSPENDED
    if recipient.state == ReadingState.PENDING:
        return ExclusionReason.PENDING
    if recipient.written and not rehearsal:
        return ExclusionReason.RECEIVED if recipient.received else ExclusionReason.UNSETTLED
    if not rehearsal and recipient.email.casefold().endswith(RESERVED):
        return ExclusionReason.RESERVED
    return None
