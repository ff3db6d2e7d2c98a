"""What is asked for an address, and the message that asks its owner: at most one for a mailbox a day.

Nothing that somebody types about an address changes what its owner gets: only a button behind a link that was sent
there does.
"""

from django.utils import timezone

from pma_site.core.choices import OutgoingState
from pma_site.core.mail_addresses import address_hash

from . import journal
from .choices import ReadingState
from .models import Notice, Recipient, Refusal, Subscription

NOTHING_TO_CONFIRM = "Il n’y a plus rien à confirmer à cette adresse."


def was_written_to_today(box: str) -> bool:
    """Whether a mailbox (keyed hash) was written to today: no second message leaves for it."""
    written = Notice.objects.filter(mailbox_hash=box, asked_on=timezone.localdate())
    return written.exclude(state=OutgoingState.WITHHELD).exists()


def made_known(address: str, now) -> Recipient:
    """The recipient at an address. One that is known already stays as it is, but for an address that was erased."""
    fingerprint = address_hash(address)
    Recipient.objects.bulk_create(
        [Recipient(email=address, address_hash=fingerprint, state=ReadingState.PENDING)], ignore_conflicts=True
    )
    # Who left long ago asks to come back: there is no message without an address.
    Recipient.objects.filter(address_hash=fingerprint, email="").update(email=address)
    recipient = Recipient.objects.select_related("subscription").get(address_hash=fingerprint)
    # By its key: an unsaved subscription would stand in the place of the one that was just read.
    Subscription.objects.bulk_create([Subscription(recipient_id=recipient.pk, asked_at=now)], ignore_conflicts=True)
    Subscription.objects.filter(recipient=recipient, confirmed_at=None).update(asked_at=now)
    return recipient


def notify(recipient: Recipient, kind: str, box: str, payload: dict | None = None) -> None:
    """Have a message written to a recipient, unless somebody else had one written to the same mailbox meanwhile.

    It takes the place of those of former days that have not left yet.
    """
    Notice.objects.filter(mailbox_hash=box, state=OutgoingState.READY, asked_on__lt=timezone.localdate()).update(
        state=OutgoingState.WITHHELD, answer="Une demande plus récente l’a remplacé.", settled_at=timezone.now()
    )
    # One of today that never left keeps no other from leaving (readers_notice_one_a_day).
    Notice.objects.filter(mailbox_hash=box, state=OutgoingState.WITHHELD).update(mailbox_hash="")
    notice = Notice(recipient=recipient, kind=kind, mailbox_hash=box, payload=payload or {})
    Notice.objects.bulk_create([notice], ignore_conflicts=True)


def withhold_notices(recipient: Recipient, reason: str) -> None:
    """Let no message that was asked for leave any more; `reason` is noted on each."""
    recipient.notices.filter(state=OutgoingState.READY).update(
        state=OutgoingState.WITHHELD, answer=reason, settled_at=timezone.now()
    )


def welcome(recipient: Recipient) -> None:
    """The owner of an address wants the letter, whatever they said before."""
    Recipient.objects.filter(pk=recipient.pk).update(
        state=ReadingState.ACTIVE, left_at=None, suspended_at=None, moved_to=None
    )
    if Refusal.objects.filter(address_hash=recipient.address_hash).delete()[0]:
        journal.note(recipient.address_hash, journal.RETURN)
