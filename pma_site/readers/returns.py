"""What comes back is taken in, once: an address that nobody has is suspended, who wants to leave leaves.

A return counts only if it holds the Message-ID of one of our messages, which nobody can invent (core.mail.message_id),
and speaks of the address that this message went to. Whatever else comes in changes nothing.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from pma_site.core.choices import OutgoingState
from pma_site.core.mail import one_line, row_of
from pma_site.core.mail_addresses import address_hash

from . import leaving, links
from .choices import LeavingWay, ReadingState, ReturnEffect
from .delivery_status import Meaning, judge
from .incoming import Kind, Said, read
from .models import Recipient, Return
from .models.returns import APART

# A message of ours came back for good. Sent with the `kind` and `key` of that message, the `status` (RFC 3463) and the
# `diagnostic` of the server, inside the transaction that keeps the return: the ledger of what leaves may note it.
returned = Signal()

_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:=]+@[^\s<>()\[\]\"',;:]+")
_FINAL = (Meaning.DEAD, Meaning.POLICY, Meaning.OTHER)
ANYBODY = Said(frozenset())


@dataclass(frozen=True)
class Outcome:
    """What followed from a message that came in. `again`: it had been taken in before, and nothing was done twice."""

    effect: ReturnEffect
    again: bool = False


@dataclass(frozen=True)
class Event:
    """What a provider tells of one message, whatever its own words (django-anymail's AnymailTrackingEvent).

    `message_id` is ours, `address` that of the reader. `status` and `words` are those of the reader's server, and
    `passing` says that the provider counts the failure as one that may pass.
    """

    provider: str
    kind: str
    message_id: str
    address: str
    reason: str = ""
    status: str = ""
    words: str = ""
    passing: bool = False
    at: datetime | None = None


def take_in(raw: bytes) -> Outcome:
    """Take in one message of the mailbox of returns, as the network gave it; the same one a second time does nothing.

    Whatever it holds, it raises nothing but what the database raises.
    """
    return _once(hashlib.sha256(raw).hexdigest(), lambda row: _follow_message(row, read(raw)))


def take_in_event(event: Event) -> Outcome:
    """Take in what a provider tells; the same event a second time does nothing."""
    parts = [event.provider, event.kind, event.message_id, event.address, event.status, event.words, str(event.at)]
    return _once(hashlib.sha256(json.dumps(parts).encode()).hexdigest(), lambda row: _follow_event(row, event))


@transaction.atomic
def _once(digest, follow):
    # Whoever takes the same one in at the same time waits here, and finds it done.
    row, new = Return.objects.get_or_create(digest=digest)
    if not new:
        return Outcome(ReturnEffect(row.effect), again=True)
    row.effect = follow(row)
    row.save()
    return Outcome(row.effect)


def _follow_message(row, incoming):
    if incoming.kind == Kind.LEAVING:
        code = links.leaving(incoming.token)
        return _leave(row, Recipient.objects.filter(code=code), LeavingWay.MAIL) if code else ReturnEffect.TO_READ
    if incoming.kind == Kind.COMPLAINT:
        return _complain(row, incoming)
    if incoming.kind == Kind.RETURN:
        said = _recognise(row, incoming.message_ids, incoming.said)
        if said is None:
            return ReturnEffect.UNRELATED
        return _fail(row, *judge(said.status, said.diagnostic, said.action), said.diagnostic)
    return ReturnEffect.AUTOMATIC if incoming.kind == Kind.AUTOMATIC else ReturnEffect.TO_READ


def _follow_event(row, event):
    if _recognise(row, [event.message_id], [Said(frozenset([event.address]))]) is None:
        return ReturnEffect.UNRELATED
    if event.kind == "complained" or event.reason == "spam":
        return _leave(row, Recipient.objects.filter(pk=row.recipient_id), LeavingWay.COMPLAINT)
    if event.kind == "unsubscribed" or event.reason == "unsubscribed":
        return _leave(row, Recipient.objects.filter(pk=row.recipient_id), LeavingWay.LINK)
    meaning, code = judge(event.status, event.words, "delayed" if event.passing else "failed")
    if meaning == Meaning.OTHER and code == "5.0.0" and event.reason in ("invalid", "bounced"):
        # The provider knows that the address is dead, and keeps the words of its server to itself.
        meaning, code = Meaning.DEAD, "5.1.0"
    return _fail(row, meaning, code, event.words)


def _message(kind, key):
    """The message of a ledger of ours that a Message-ID names; None where it was never, or is no longer, there."""
    for model in leaving.ledgers():
        if model._meta.model_name == kind:
            return model._base_manager.select_related("recipient").filter(pk=key).first()
    return None


def _recognise(row, message_ids, said):
    """Write down which message a return is about, and give what is said of its very reader; None for a stranger."""
    for text in message_ids:
        kind, key = row_of(text) or ("", 0)
        message = _message(kind, key)
        if message is None or message.recipient is None:
            continue
        for each in said:
            # Whose address changed meanwhile does not answer for the former one.
            if each is ANYBODY or message.recipient.address_hash in map(address_hash, each.addresses):
                row.kind, row.key, row.recipient = kind, key, message.recipient
                row.sent_at = message.settled_at or message.due_at
                return each
    return None


def _complain(row, incoming):
    """Who says « this is spam » does not want the letter, whatever made them say so."""
    if incoming.feedback not in ("abuse", "opt-out", "opt-out-list", ""):
        # « not-spam », « virus », « auth-failure »: a person should see it.
        return ReturnEffect.TO_READ
    # Most providers hide who complains: the sealed Message-ID says it.
    if _recognise(row, incoming.message_ids, incoming.said or [ANYBODY]) is None:
        return ReturnEffect.UNRELATED
    return _leave(row, Recipient.objects.filter(pk=row.recipient_id), LeavingWay.COMPLAINT)


def _leave(row, recipients, way):
    """Let a reader leave for good (see models.Refusal); somebody who was forgotten has left already."""
    recipient = recipients.first()
    if recipient is not None:
        row.recipient, _ = leaving.leave(recipient.code, way)
    return ReturnEffect.LEFT


def _fail(row, meaning, code, words):
    """Keep what a server said of a message, and do what follows from it."""
    row.status = code[:12]
    row.diagnostic = " ".join(one_line(_ADDRESS.sub("…", words)).split())[:500]
    if meaning in _FINAL:
        returned.send(sender=Return, kind=row.kind, key=row.key, status=row.status, diagnostic=row.diagnostic)
    if meaning == Meaning.DEAD:
        return _note(row)
    if meaning == Meaning.POLICY:
        return ReturnEffect.POLICY
    return ReturnEffect.OTHER if meaning == Meaning.OTHER else ReturnEffect.PASSING


def _note(row):
    """Suspend an address at its second failure, of another message and long enough after the first."""
    # Two returns of one reader, taken in at the same time, see each other.
    recipient = Recipient.objects.select_for_update().get(pk=row.recipient_id)
    if recipient.state != ReadingState.ACTIVE:
        return ReturnEffect.NOTED
    failures = list(recipient.returns.failures_since_suspension().exclude(sent_at=None))
    # Returns do not come in the order in which messages left.
    pairs = [sorted([failure.sent_at, row.sent_at]) for failure in failures]
    if not any(after - before >= APART and not _arrived(recipient, before, after) for before, after in pairs):
        return ReturnEffect.NOTED
    recipient.state, recipient.suspended_at = ReadingState.SUSPENDED, timezone.now()
    recipient.save(update_fields=["state", "suspended_at"])
    return ReturnEffect.SUSPENDED


def _arrived(recipient, before, after):
    """Whether a message reached the address between two failures: it left, and nothing of it came back."""
    for model in leaving.ledgers():
        back = recipient.returns.filter(kind=model._meta.model_name).values("key")
        accepted = model.objects.received().filter(recipient=recipient, state=OutgoingState.ACCEPTED)
        if accepted.filter(settled_at__gt=before, settled_at__lt=after).exclude(pk__in=back).exists():
            return True
    return False
