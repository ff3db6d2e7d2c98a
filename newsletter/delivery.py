"""The worker that drains the ledger: letters on one lane, on others what readers, and senders, wait for."""

import logging
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from django.conf import settings
from django.db import DatabaseError, IntegrityError, InterfaceError, connection, transaction
from django.db.models import F

from pma_site.contributions import messages
from pma_site.contributions.models import Message
from pma_site.core import mail, outbox, pulses
from pma_site.core.mail import Result
from pma_site.core.refusals import Refused
from pma_site.readers import links, notices
from pma_site.readers.models import Notice, Recipient

from . import ledger
from .mailing import Composed, message_for
from .models import Delivery, Sending

logger = logging.getLogger(__name__)

# Seconds between two looks at a lane that is empty.
IDLE = 1
# Seconds between two looks for what a dead worker left, and for sendings that are over.
TIDYING = 5
GONE = "S’est désabonné, ou ses données ont été effacées, pendant l’envoi."
OFF = "N’est plus sur les listes de l’envoi."
TWICE = "Reçoit déjà ce numéro à sa nouvelle adresse."


class Relay:
    """One worker's connection to the relay: renewed after so many messages, and no faster than so many a minute."""

    def __init__(self, per_minute: int, per_connection: int):
        self.pause = 60 / per_minute if per_minute else 0
        self.per_connection = per_connection
        self.backend, self.used, self.next = None, 0, 0.0

    def wait(self, stopping: threading.Event):
        """Wait for one's turn, or until one is told to stop."""
        stopping.wait(max(0.0, self.next - time.monotonic()))
        # What was lost in one slow second is caught up, not more.
        self.next = max(self.next, time.monotonic() - 1) + self.pause

    def ready(self):
        """Return the backend. Raises mail.TransportNotConfirmedError."""
        if self.backend is None or self.used >= self.per_connection:
            self.close()
            self.backend = mail.transport(timeout=settings.EMAIL_TIMEOUT)
        self.used += 1
        return self.backend

    def close(self):
        """Say goodbye to the relay; the next message opens a new connection."""
        if self.backend is not None:
            self.backend.fail_silently = True
            self.backend.close()
        self.backend, self.used = None, 0


@dataclass(frozen=True)
class Lane:
    """Messages of one kind: which of them may leave now, how one is written, what follows from the relay's answer."""

    model: type
    leaving: Callable
    compose: Callable
    follow: Callable = lambda row, answer: None
    # Messages a minute of one worker; 0 for no limit.
    per_minute: int = 0


@dataclass
class Worker:
    """One worker on one lane. `tell` hears of what it did: a Counter of OutgoingState, since the last time."""

    lane: Lane
    tell: Callable = lambda done: None
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self):
        self.relay = Relay(self.lane.per_minute, settings.SENDING_PER_CONNECTION)
        self.tidied, self.beaten = 0.0, float("-inf")

    def drain(self) -> Counter:
        """Send all that may leave now, and return how many messages stand where (Result)."""
        done = Counter()
        may_leave = mail.is_local() or mail.is_confirmed()
        while may_leave and not self.stopping.is_set():
            self._tidy()
            self.relay.wait(self.stopping)
            row = None if self.stopping.is_set() else outbox.take(self.lane.leaving())
            if row is None:
                break
            try:
                backend = self.relay.ready()
            except mail.TransportNotConfirmedError:
                outbox.settle(row, mail.Answer(Result.FAULT, "Le transport n’est pas confirmé."))
                break
            answer = outbox.send(row, backend, self.lane.compose)
            self.lane.follow(row, answer)
            done[answer.result] += 1
            self.tell(done)
        self._tidy(now=True)
        self.relay.close()
        return done

    def run(self):
        """Drain the lane again and again until `stopping` is set; a database that restarts is waited for."""
        while not self.stopping.is_set():
            try:
                self.drain()
                pause = IDLE
            except (DatabaseError, InterfaceError) as error:
                logger.warning("La base de données ne répond pas, nouvel essai : %s", error)
                self.relay.close()
                connection.close()
                pause = 2 * IDLE
            except Exception:
                # Nobody watches a worker: it tells of what it did not expect, and goes on.
                logger.exception("Imprévu pendant l’envoi")
                self.relay.close()
                pause = 10 * IDLE
            self.stopping.wait(pause)
        connection.close()

    def _tidy(self, now=False):
        if now or time.monotonic() - self.tidied > TIDYING:
            self.tidied = time.monotonic()
            outbox.tell_the_uncertain(self.lane.model)
            if self.lane.model is Delivery:
                ledger.finish_what_is_over()
                if time.monotonic() - self.beaten > pulses.EVERY.total_seconds():
                    self.beaten = time.monotonic()
                    pulses.beat(pulses.WORKER)


class Letters:
    """The letters of the sendings that run, written from what was frozen; it keeps the last frozen issue in memory."""

    def __init__(self):
        self.sending_id, self.composed, self.lists, self.unsubscribe_to = None, None, [], ""

    def write(self, delivery):
        """Return one reader's letter. Raises outbox.Withheld for who left meanwhile: the database is asked now."""
        if self.sending_id != delivery.sending_id:
            sending = Sending.objects.get(pk=delivery.sending_id)
            self.sending_id, self.lists = sending.pk, sending.lists
            self.unsubscribe_to = links.unsubscribe_mailbox()
            self.composed = Composed(sending.subject, sending.html, sending.text)
        recipient = Recipient.objects.filter(pk=delivery.recipient_id).first()
        # Who moved since the sending was prepared gets the letter at the new address.
        recipient = recipient and recipient.followed
        if recipient is None or not recipient.is_reachable:
            raise outbox.Withheld(GONE)
        if not Recipient.objects.on_lists(self.lists).filter(pk=recipient.pk).exists():
            raise outbox.Withheld(OFF)
        if recipient.pk != delivery.recipient_id:
            _readdress(delivery, recipient)
        return message_for(self.composed, recipient, message_id=delivery.message_id, unsubscribe_to=self.unsubscribe_to)

    @staticmethod
    def follow(delivery, answer):
        """Count failures in a row, and pause a sending that has too many, or that the relay refuses altogether."""
        sending = Sending.objects.filter(pk=delivery.sending_id)
        if answer.result == Result.ACCEPTED:
            sending.filter(failures__gt=0).update(failures=0)
        elif answer.result != Result.LOST:
            sending.update(failures=F("failures") + 1)
            fault = answer.result == Result.FAULT
            at_once = fault and not answer.of_message
            if at_once or sending.filter(failures__gte=settings.SENDING_FAILURES).exists():
                words = "Le relais refuse les messages du site" if fault else "Trop d’échecs de suite"
                with suppress(Refused):
                    ledger.pause(sending.get(), reason=f"{words}. Sa dernière réponse : {answer.text}")


def _readdress(delivery, recipient):
    """Write where the letter goes now; the database refuses a second one of the issue to the same reader."""
    values = {"recipient": recipient, "email": recipient.email, "address_hash": recipient.address_hash}
    try:
        with transaction.atomic():
            Delivery.objects.filter(pk=delivery.pk).update(**values)
    except IntegrityError as error:
        raise outbox.Withheld(TWICE) from error


def letters() -> Lane:
    """The lane of the letters."""
    writer = Letters()
    return Lane(Delivery, Delivery.objects.leaving, writer.write, writer.follow, settings.SENDING_PER_MINUTE)


def asked_for() -> Lane:
    """The lane of what readers asked for: they wait for it before their screen."""
    return Lane(Notice, Notice.objects.all, notices.compose)


def about_contributions() -> Lane:
    """The lane of the messages about what was proposed or answered to the team."""
    return Lane(Message, Message.objects.all, messages.compose)


def send_due(tell=lambda done: None) -> tuple[Counter, Counter, Counter]:
    """Send what is due now, messages that somebody waits for first.

    Return what became of those that readers asked for, of those about contributions, and of the letters.
    """
    aside = [Worker(lane, tell) for lane in (asked_for(), about_contributions())]
    asked, sent = (worker.drain() for worker in aside)

    def between(done):
        tell(done)
        for worker, counter in zip(aside, (asked, sent), strict=True):
            if time.monotonic() - worker.tidied > TIDYING:
                counter.update(worker.drain())

    return asked, sent, Worker(letters(), between).drain()


def work(stopping: threading.Event, tell=lambda done: None):
    """Send whatever comes due until `stopping` is set; what somebody waits for never waits behind letters."""
    lanes = {"demandes": asked_for(), "contributions": about_contributions()}
    aside = [
        threading.Thread(target=Worker(lane, stopping=stopping).run, name=name, daemon=True)
        for name, lane in lanes.items()
    ]
    for thread in aside:
        thread.start()
    Worker(letters(), tell, stopping).run()
    for thread in aside:
        thread.join(timeout=settings.EMAIL_TIMEOUT)


_GIVEN = re.compile(r"<delivery\.\d+\.[0-9a-f]{24}@[^>\s]+>")
# Postfix gives each message a queue name, and says the Message-ID of it once.
_QUEUE = re.compile(r": ([0-9A-Za-z]{6,20}): ")
_TAKEN = re.compile(r"status=(?:sent|deferred|bounced)|queue active|(?<!not )\baccepted\b", re.IGNORECASE)
_NAMED = re.compile(r"message-id=", re.IGNORECASE)


def taken_by_relay(lines: Iterable[str]) -> set[int]:
    """Read the log of a relay and return the keys of the letters that it took, whatever became of them afterwards.

    Postfix' own form is known; of another, any line with the Message-ID and « accepted » or « status=sent » counts.
    """
    names, taken = {}, set()
    for line in lines:
        queue = _QUEUE.search(line)
        found = _GIVEN.search(line)
        if found and (row := mail.row_of(found[0])):
            if queue:
                names[queue[1]] = row[1]
            if _TAKEN.search(line):
                taken.add(row[1])
        elif queue and _NAMED.search(line):
            # The queue gives its names again: this one is another message's now.
            names.pop(queue[1], None)
        elif queue and queue[1] in names and _TAKEN.search(line):
            taken.add(names[queue[1]])
    return taken
