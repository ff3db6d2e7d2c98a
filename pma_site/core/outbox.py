"""The ledger of what leaves, drained by any number of workers, each of which may die at any moment.

Three commits a message: it is taken under a token of this worker, it is about to be handed over, it was answered.
Between the second and the third nobody can tell whether it left: it then becomes « incertain », and nothing sends it
again by itself. In trials, a row locked while sending, or a cursor moved when a batch is read, sent twice or lost some.
"""

import logging
import secrets
import time
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone

from .choices import OutgoingState
from .mail import Answer, Result
from .relaying import hand_over

logger = logging.getLogger(__name__)

# How long after a failure that may pass a message is tried again, by the number of attempts made.
DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720)]

_FINAL = {
    Result.ACCEPTED: OutgoingState.ACCEPTED,
    Result.REFUSED: OutgoingState.REFUSED,
    Result.UNKNOWN: OutgoingState.UNKNOWN,
}


class Withheld(Exception):  # noqa: N818 - what happened, not a fault
    """This message must not leave; the text says why."""


def take(messages):
    """Take the next of `messages` under a token of one's own; None where none may be taken now.

    `messages` is a queryset of rows of an Outgoing model. What a worker that died had taken comes first.
    """
    with transaction.atomic():
        # PostgreSQL passes over what another worker is just taking; SQLite lets one writer in at a time.
        free = messages.select_for_update(skip_locked=True, of=("self",))
        row = free.orphaned().first() or free.due().first()
        if row is None:
            return None
        claim, until = secrets.token_hex(16), timezone.now() + row.LEASE
        taken = (
            type(row)
            ._base_manager.filter(pk=row.pk)
            .filter(state=row.state, claim=row.claim)
            .update(state=OutgoingState.CLAIMED, claim=claim, lease_until=until)
        )
    if not taken:
        return None
    row.state, row.claim, row.lease_until = OutgoingState.CLAIMED, claim, until
    return row


def commit(row) -> bool:
    """Write down that the message is about to be handed over; False where it is ours no more."""
    until = timezone.now() + row.LEASE
    committed = (
        type(row).objects.held_by(row.claim).filter(pk=row.pk).update(state=OutgoingState.COMMITTING, lease_until=until)
    )
    return bool(committed)


def settle(row, answer: Answer) -> OutgoingState | None:
    """Write down what the relay answered and return where the message stands now; None if it is ours no more."""
    now, attempts = timezone.now(), row.attempts + 1
    values = {"attempts": attempts, "answer": answer.text, "claim": "", "lease_until": None}
    final = _FINAL.get(answer.result)
    if answer.result == Result.LATER and attempts > len(DELAYS):
        final = OutgoingState.REFUSED
    elif answer.result == Result.FAULT and answer.of_message and attempts > 1:
        # Refused on principle a second time: no patience gets this one past.
        final = OutgoingState.REFUSED
    rows = type(row)._base_manager.filter(pk=row.pk, claim=row.claim)
    if final:
        values |= {"state": final, "settled_at": now}
    else:
        values |= {"state": OutgoingState.READY, "due_at": now + DELAYS[min(attempts, len(DELAYS)) - 1]}
        if answer.result == Result.FAULT and not answer.of_message:
            # Not the fault of this message: it keeps its attempts.
            values |= {"attempts": row.attempts, "due_at": now + DELAYS[0]}
        # Given up as uncertain meanwhile, it does not take its turn again by itself.
        rows = rows.exclude(state=OutgoingState.UNKNOWN)
    return values["state"] if rows.update(**values) else None


def withhold(row, reason: str) -> None:
    """Write down why a message that was taken must not leave."""
    type(row).objects.held_by(row.claim).filter(pk=row.pk).update(
        state=OutgoingState.WITHHELD, answer=reason[:500], settled_at=timezone.now(), claim="", lease_until=None
    )


def send(row, backend, compose) -> Answer:
    """Hand over a message that was taken, as `compose` writes it, and write down what became of it.

    `compose` returns an EmailMessage to one address, or raises Withheld.
    """
    try:
        message = compose(row)
    except Withheld as reason:
        withhold(row, str(reason))
        return Answer(Result.LOST, str(reason))
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:
        # One message that cannot be written keeps no other from leaving.
        logger.exception("Ce message n’a pas pu être écrit : %s %s", type(row).__name__, row.pk)
        answer = Answer(Result.LATER, f"Ce message n’a pas pu être écrit : {type(error).__name__}", of_message=True)
        settle(row, answer)
        return answer
    try:
        answer = hand_over(backend, message, lambda: commit(row))
    except DatabaseError as error:
        # Nothing left: the message keeps its turn, once the database answers again.
        answer = Answer(Result.FAULT, f"La base de données n’a pas répondu : {type(error).__name__}")
        _insist(lambda: settle(row, answer), row.LEASE)
        raise
    if answer.result == Result.LOST:
        # Somebody else holds it, or it took longer than a worker may hold a message: then it is tried again later.
        settle(row, Answer(Result.LATER, "Le relais a mis trop longtemps à prendre le message."))
    else:
        _insist(lambda: settle(row, answer), row.LEASE)
    return answer


def _insist(write, span):
    """Write what is known, again and again while the database does not answer: afterwards nobody will know it."""
    end = time.monotonic() + span.total_seconds()
    while True:
        try:
            return write()
        except (DatabaseError, InterfaceError):
            if time.monotonic() > end:
                raise
            connection.close()
            time.sleep(0.5)


def tell_the_uncertain(model) -> int:
    """Turn what was being handed over by a worker that died into « incertain »; return how many."""
    return model.objects.abandoned().update(
        state=OutgoingState.UNKNOWN,
        settled_at=timezone.now(),
        answer="L’envoi s’est interrompu pendant la remise : on ne sait pas si le relais a pris le message.",
    )
