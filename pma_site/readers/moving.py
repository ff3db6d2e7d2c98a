"""Moving: the letter goes to another address of the same reader once the owner of that one confirms it."""

from django.db import transaction
from django.utils import timezone

from pma_site.core.mail_addresses import address_hash, keyed_hash, mailbox
from pma_site.core.refusals import Refused

from .asking import NOTHING_TO_CONFIRM, made_known, notify, was_written_to_today, welcome, withhold_notices
from .choices import LeavingWay, NoticeKind, ReadingState
from .leaving import keep_refusal
from .models import Consent, Notice, Office, Recipient, Subscription
from .wording import MOVE


def move(recipient: Recipient, address: str) -> None:
    """Have a message sent to the address at which a reader wants the letter from now on; only its owner changes it.

    Raises Refused where it is the same address, or where the letter goes to none.
    """
    if recipient.state not in (ReadingState.ACTIVE, ReadingState.SUSPENDED):
        raise Refused("La lettre n’est pas envoyée à cette adresse : abonnez plutôt la nouvelle.")
    if address_hash(address) == recipient.address_hash:
        raise Refused("C’est déjà l’adresse à laquelle nous vous écrivons.")
    now, box = timezone.now(), keyed_hash(mailbox(address))
    with transaction.atomic():
        if not was_written_to_today(box):
            there = made_known(address, now)
            notify(there, NoticeKind.MOVE, box, {"from": recipient.code})


def move_asked(former: str, code: str) -> tuple[Recipient, Recipient, Notice]:
    """Who moves, where to, and the message that asked: what the owner of the new address has still to confirm.

    Raises Refused where nobody asked in the last seven days, or where one of the two has left since.
    """
    there = Recipient.objects.awaited().filter(code=code).first()
    here = Recipient.objects.filter(code=former, state__in=[ReadingState.ACTIVE, ReadingState.SUSPENDED]).first()
    notices = there.notices.filter(kind=NoticeKind.MOVE) if there else []
    notice = next((notice for notice in notices if notice.payload.get("from") == former), None)
    if here is None or notice is None or (there.left_at and there.left_at >= notice.asked_at):
        raise Refused(NOTHING_TO_CONFIRM)
    return here, there, notice


def confirm_move(former: str, code: str, page: str) -> Recipient:
    """The owner of a new address says that they are the reader of the former one: all that leads there moves.

    The former address is written to no more, and no file brings it back. Raises Refused as `move_asked`.
    """
    with transaction.atomic():
        list(Recipient.objects.select_for_update().filter(code__in=[former, code]).order_by("pk"))
        here, there, notice = move_asked(former, code)
        now = timezone.now()
        Consent.objects.create(
            recipient=there,
            version=MOVE.version,
            wording=MOVE.text,
            page=page,
            asked_at=notice.asked_at,
            confirmed_at=now,
        )
        _hand_over(here, there)
        welcome(there)
        Recipient.objects.filter(pk=here.pk).update(state=ReadingState.LEFT, left_at=now, moved_to=there)
        # Of a second move, the first address leads straight to where the letter goes now.
        Recipient.objects.filter(moved_to=here).update(moved_to=there)
        keep_refusal(here, LeavingWay.MANAGE, now)
    return Recipient.objects.get(pk=there.pk)


def _hand_over(here, there):
    """Let what makes a recipient a reader point to another one, who keeps what they have already."""
    Office.objects.filter(recipient=here).update(recipient=there)
    for name in ("elected", "tester"):
        mine = getattr(here, name, None)
        if mine and not hasattr(there, name):
            type(mine).objects.filter(pk=mine.pk).update(recipient=there)
    mine = Subscription.objects.filter(recipient=here, confirmed_at__isnull=False).first()
    theirs = Subscription.objects.filter(recipient=there, confirmed_at__isnull=False)
    if not theirs.exists() and (mine or not there.consents.awaiting().exists()):
        # It was only there for the move to be confirmed, or is confirmed by it.
        Subscription.objects.filter(recipient=there).delete()
        if mine:
            Subscription.objects.filter(pk=mine.pk).update(recipient=there)
    here.consents.filter(confirmed_at__isnull=False).update(recipient=there)
    withhold_notices(here, "L’adresse a changé.")
