"""What becomes of a sending once it is confirmed: withdrawn, paused, stopped, finished, and each letter settled."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from pma_site.core.choices import OutgoingState
from pma_site.core.french import counted
from pma_site.core.refusals import Refused

from . import dispatching
from .models import Delivery, Sending


def _held(sending):
    return Sending.objects.select_for_update(of=("self",)).select_related("issue").get(pk=sending.pk)


@transaction.atomic
def withdraw(sending, user):
    """Take a sending back before it starts: nothing of it is left but its trace, and the issue is free again.

    Raises core.refusals.Refused once it has started.
    """
    sending = _held(sending)
    if sending.withdrawn_at or sending.finished_at:
        raise Refused("Cet envoi est déjà terminé ou retiré.")
    letters = sending.deliveries.count()
    deleted, _ = sending.deliveries.filter(state=OutgoingState.READY, attempts=0).delete()
    if timezone.now() >= sending.starts_at or deleted != letters:
        transaction.set_rollback(True)
        raise Refused("L’envoi a commencé : il ne se retire plus. Vous pouvez le mettre en pause.")
    version, sending.version = sending.version, None
    sending.withdrawn_at = timezone.now()
    sending.save(update_fields=["withdrawn_at", "version"])
    if version:
        dispatching.forget_version(version)
    log(instance=sending.issue, action="newsletter.sending.withdraw", user=user)


@transaction.atomic
def pause(sending, user=None, reason=""):
    """Let no further letter leave until somebody resumes; the one on its way is finished.

    Raises core.refusals.Refused for a sending that is over.
    """
    sending = _held(sending)
    if sending.finished_at or sending.withdrawn_at:
        raise Refused("Cet envoi est déjà terminé.")
    if sending.paused_at:
        return
    sending.paused_at, sending.pause_reason = timezone.now(), reason[:500]
    sending.save(update_fields=["paused_at", "pause_reason"])
    log(instance=sending.issue, action="newsletter.sending.pause", user=user, data={"reason": reason})


@transaction.atomic
def resume(sending, user):
    """Let a paused sending go on, what waits for another attempt included."""
    sending = _held(sending)
    if not sending.paused_at or sending.finished_at:
        raise Refused("Cet envoi n’est pas en pause.")
    sending.paused_at, sending.pause_reason, sending.failures = None, "", 0
    sending.save(update_fields=["paused_at", "pause_reason", "failures"])
    now = timezone.now()
    sending.deliveries.filter(state=OutgoingState.READY, due_at__gt=max(now, sending.starts_at)).update(due_at=now)
    log(instance=sending.issue, action="newsletter.sending.resume", user=user)


@transaction.atomic
def stop(sending, user):
    """Give up what a paused sending has not sent; whoever did not get it may be sent it another time.

    Raises core.refusals.Refused while it runs, and while a letter is being handed over.
    """
    sending = _held(sending)
    if not sending.paused_at or sending.finished_at:
        raise Refused("Mettez d’abord l’envoi en pause.")
    # What a worker that died had taken cannot leave any more: its token is taken from it.
    waiting = sending.deliveries.filter(
        Q(state=OutgoingState.READY) | Q(state=OutgoingState.CLAIMED, lease_until__lt=timezone.now())
    )
    waiting.filter(answer="").update(answer="L’envoi a été arrêté avant.")
    given_up = waiting.update(state=OutgoingState.WITHHELD, settled_at=timezone.now(), claim="", lease_until=None)
    if sending.deliveries.unfinished().exists():
        transaction.set_rollback(True)
        raise Refused("Une lettre est en cours de remise : réessayez dans une minute.")
    log(instance=sending.issue, action="newsletter.sending.stop", user=user, data={"count": given_up})
    finish(sending)


@transaction.atomic
def finish(sending):
    """Close a sending that has nothing left to send; what readers really got is then declared as sent."""
    sending = _held(sending)
    if sending.finished_at or sending.deliveries.unfinished().exists():
        return
    sending.finished_at = timezone.now()
    sending.save(update_fields=["finished_at"])
    if sending.rehearsal or sending.version is None:
        return
    first = sending.deliveries.left().order_by("settled_at").first()
    if first:
        dispatching.note_sent(sending.version, timezone.localdate(first.settled_at), sending.prepared_by)
    elif not sending.deliveries.received().exists():
        # Nobody has it, and nothing waits to be tried again: the issue is free to change.
        version, sending.version = sending.version, None
        sending.save(update_fields=["version"])
        dispatching.forget_version(version)


def finish_what_is_over() -> int:
    """Close every sending that has nothing left to send; return how many."""
    over = list(Sending.objects.exhausted())
    for sending in over:
        finish(sending)
    return len(over)


def _reopen(sending):
    """Let a sending whose letters take their turn again go on, its issue frozen as it was.

    Raises core.refusals.Refused while another sending of the issue is on its way.
    """
    issue = dispatching.held(sending.issue)
    if Sending.objects.open().filter(issue=issue).exclude(pk=sending.pk).exists():
        raise Refused("Un autre envoi de ce numéro est en cours : attendez qu’il soit terminé.")
    sending.finished_at, sending.paused_at, sending.pause_reason, sending.failures = None, None, "", 0
    if sending.version is None and not sending.rehearsal:
        sending.version = dispatching.version_to_send(issue)
    sending.save(update_fields=["finished_at", "paused_at", "pause_reason", "failures", "version"])


@transaction.atomic
def settle_by_hand(delivery, user, *, left):
    """Decide of an uncertain letter: it left (`left`), or it did not and takes its turn again.

    Raises core.refusals.Refused for a letter that is not uncertain any more.
    """
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("sending__issue").get(pk=delivery.pk)
    if delivery.state != OutgoingState.UNKNOWN:
        raise Refused("Le sort de cette lettre est déjà connu.")
    if not left:
        _reopen(_held(delivery.sending))
    _settle(delivery, left=left, words=f"Décidé à la main par {user.get_full_name() or user.get_username()}.")
    log(
        instance=delivery.sending.issue,
        action="newsletter.sending.settle",
        user=user,
        data={"delivery": delivery.pk, "left": left},
    )


def _settle(delivery, *, left, words):
    now = timezone.now()
    delivery.answer, delivery.claim, delivery.lease_until = words, "", None
    delivery.state, delivery.settled_at = (OutgoingState.ACCEPTED, now) if left else (OutgoingState.READY, None)
    if not left:
        delivery.due_at = now
    delivery.save()


@transaction.atomic
def try_refused_again(sending, user) -> int:
    """Let the letters that the relay refused take their turn again; return how many.

    Raises core.refusals.Refused where there is none, and while another sending of the issue is on its way.
    """
    sending = _held(sending)
    refused = sending.deliveries.filter(state=OutgoingState.REFUSED)
    again = refused.update(state=OutgoingState.READY, due_at=timezone.now(), attempts=0, settled_at=None)
    if not again:
        raise Refused("Aucune lettre n’a été refusée.")
    _reopen(sending)
    log(instance=sending.issue, action="newsletter.sending.again", user=user, data={"count": again})
    return again


def uncertain(sending) -> set[int]:
    """The keys of the letters of a sending whose fate nobody knows; to be asked before the log of the relay is read."""
    return set(sending.deliveries.filter(state=OutgoingState.UNKNOWN).values_list("pk", flat=True))


@transaction.atomic
def settle_from_log(sending, keys: set[int], taken: set[int], *, complete: bool):
    """Settle uncertain letters by what the relay's log says: `taken` holds the keys of those it took.

    `keys` were uncertain before the log was read. With `complete` (the log holds the whole time of the sending) the
    others did not leave, and take their turn again. Return how many had left, how many take their turn again, how many
    stay uncertain. Raises core.refusals.Refused where the log cannot be complete: it misses letters that it took.
    """
    sending = _held(sending)
    accepted = set(sending.deliveries.filter(state=OutgoingState.ACCEPTED).values_list("pk", flat=True))
    if complete and (missing := len(accepted - taken)):
        letters = f"{counted(missing, 'lettre')} que le relais a acceptée{'s' * (missing > 1)}"
        raise Refused(f"Ce journal n’est pas complet : il lui manque {letters}.")
    left = again = 0
    doubtful = sending.deliveries.select_for_update(of=("self",)).filter(state=OutgoingState.UNKNOWN)
    for delivery in doubtful.filter(pk__in=keys):
        if delivery.pk in taken:
            _settle(delivery, left=True, words="Le journal du relais dit qu’il a pris le message.")
            left += 1
        elif complete:
            _settle(delivery, left=False, words="Le journal du relais ne connaît pas ce message.")
            again += 1
    if again:
        _reopen(sending)
    return left, again, sending.deliveries.filter(state=OutgoingState.UNKNOWN).count()


def note_return(kind, key, status, diagnostic, **kwargs):
    """Keep on a letter that it came back; `kind` and `key` are those of its Message-ID."""
    if kind == "delivery":
        words = f"{status} {diagnostic}"[:300]
        Delivery.objects.filter(pk=key).update(returned_at=timezone.now(), return_reason=words)
