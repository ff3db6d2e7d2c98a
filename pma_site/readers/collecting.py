"""The mailbox of returns is emptied: each message is taken in, then put away where a person can find it again."""

import logging
from collections import Counter
from dataclasses import dataclass, field

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from pma_site.core.locks import exclusive

from . import mailbox
from .alerting import Alert, alert
from .choices import ReturnEffect
from .models import MailboxReading
from .returns import Outcome, take_in

logger = logging.getLogger(__name__)

# Where a message goes once it is taken in. What nobody understood waits for a person.
HANDLED, IGNORED, TO_READ = "Traité", "Ignoré", "À lire"
_FOLDERS = {
    ReturnEffect.PASSING: IGNORED,
    ReturnEffect.AUTOMATIC: IGNORED,
    ReturnEffect.UNRELATED: IGNORED,
    ReturnEffect.TO_READ: TO_READ,
}


class AlreadyReadingError(Exception):
    """Another process is reading the mailbox."""


@dataclass
class Collected:
    """What a reading brought: how many of each effect, and how many had been counted before."""

    counts: Counter = field(default_factory=Counter)
    again: int = 0
    alert: Alert = field(default_factory=Alert)

    @property
    def total(self):
        return self.counts.total() + self.again


def collect(most: int = 200) -> Collected:
    """Take in at most `most` messages that nobody has read, then tell the team of refusals.

    Without a mailbox it only tells. Raises AlreadyReadingError, having done nothing, while another process does the
    same; MailboxError where the mailbox cannot be read. Killed between two messages, it counts none twice.
    """
    collected = Collected()
    with exclusive("read_mailbox") as held:
        if not held:
            raise AlreadyReadingError
        if mailbox.is_set():
            try:
                _empty(collected, most)
            except mailbox.MailboxError as error:
                _remember(fault=str(error))
                raise
            _remember()
        collected.alert = alert()
    return collected


def _empty(collected, most):
    with mailbox.Mailbox() as box:
        for uid in box.unread(most):
            raw = box.fetch(uid)
            if raw is None:
                continue
            outcome = _taken_in(raw)
            if outcome.again:
                collected.again += 1
            else:
                collected.counts[outcome.effect] += 1
            box.put_away(uid, _FOLDERS.get(outcome.effect, HANDLED))


def _taken_in(raw):
    """Take in a message; one that cannot be, for whatever fault of ours, waits for a person, and stops no other."""
    try:
        return take_in(raw)
    except (OperationalError, InterfaceError):
        # The database is not there: the message stays unread for the next time.
        raise
    except Exception:
        logger.exception("Un message de la boîte des retours n’a pas pu être lu : il est dans « %s ».", TO_READ)
        return Outcome(ReturnEffect.TO_READ)


def _remember(fault=""):
    now = timezone.now()
    values = {"tried_at": now, "fault": fault[:500]} | ({} if fault else {"succeeded_at": now})
    MailboxReading.objects.update_or_create(pk=1, defaults=values)
