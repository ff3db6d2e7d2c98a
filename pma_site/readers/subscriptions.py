"""Subscribing and confirming, and how the letter comes: what readers do with their own address.

Moving and leaving stand beside (`moving`, `leaving`).
"""

from django.db import transaction
from django.utils import timezone

from pma_site.core.mail_addresses import keyed_hash, mailbox
from pma_site.core.refusals import Refused

from . import register
from .asking import NOTHING_TO_CONFIRM, made_known, notify, was_written_to_today, welcome, withhold_notices
from .choices import NoticeKind, ReadingState
from .models import Consent, Office, Recipient, Subscription
from .wording import CONSENT


def ask(address: str, commune, page: str) -> bool:
    """Note that somebody typed an address to receive the letter, and have a message sent there; tell whether one is.

    At most one message leaves for a mailbox a day. `commune` may be None; `page` is where it was typed, for the proof
    of consent. It costs the same whether the address is known or not: nobody learns it from the time it takes.
    """
    now, box = timezone.now(), keyed_hash(mailbox(address))
    with transaction.atomic():
        if was_written_to_today(box):
            return False
        recipient = made_known(address, now)
        Consent.objects.create(
            recipient=recipient, version=CONSENT.version, wording=CONSENT.text, page=page, asked_at=now
        )
        kind = NoticeKind.ALREADY if recipient.is_subscribed else NoticeKind.CONFIRM
        notify(recipient, kind, box, {"commune": commune.pk if commune else None})
    return True


def ask_again(recipient: Recipient, page: str) -> bool:
    """Have the message of confirmation sent once more to an address that we still hold; tell whether one is.

    Raises Refused once the address was erased.
    """
    if not recipient.email:
        raise Refused("Cette adresse a été effacée : saisissez-la de nouveau.")
    return ask(recipient.email, None, page)


def send_manage_link(recipient: Recipient) -> bool:
    """Have the link by which a reader manages what is kept sent to them; tell whether it is.

    Raises Refused for an address that never confirmed anything, and for one that was erased.
    """
    if not recipient.email or recipient.state == ReadingState.PENDING:
        raise Refused("Il n’y a pas d’adresse confirmée à qui envoyer ce lien.")
    box = keyed_hash(mailbox(recipient.email))
    with transaction.atomic():
        if was_written_to_today(box):
            return False
        notify(recipient, NoticeKind.MANAGE, box)
    return True


def confirm(code: str) -> Recipient:
    """The owner of an address says that they want the letter: whatever stood against it falls. Idempotent.

    Raises Refused where nobody asked in the last seven days.
    """
    with transaction.atomic():
        recipient = Recipient.objects.select_for_update(of=("self",)).filter(code=code).first()
        if recipient is None:
            raise Refused(NOTHING_TO_CONFIRM)
        if recipient.is_subscribed and not recipient.consents.own_one_awaited():
            return recipient
        consent = recipient.consents.awaiting().last()
        if consent is None:
            raise Refused(NOTHING_TO_CONFIRM)
        now, chosen = timezone.now(), {}
        notice = recipient.notices.filter(kind=NoticeKind.CONFIRM, asked_at__gte=consent.asked_at).last()
        if notice and notice.payload.get("commune"):
            chosen = {"commune_id": notice.payload["commune"]}
        recipient.consents.filter(pk=consent.pk).update(confirmed_at=now)
        recipient.consents.filter(confirmed_at=None).delete()
        Subscription.objects.update_or_create(recipient=recipient, defaults={"confirmed_at": now, **chosen})
        welcome(recipient)
        withhold_notices(recipient, "L’abonnement est déjà confirmé.")
    return Recipient.objects.select_related("subscription").get(pk=recipient.pk)


def change_commune(recipient: Recipient, commune) -> None:
    """Note the commune a subscriber belongs to; None where they would rather not say."""
    Subscription.objects.filter(recipient=recipient).update(commune=commune)


@transaction.atomic
def choose_channels(recipient: Recipient, office: Office, *, by_post: bool, by_email: bool | None = None) -> None:
    """Note how a town hall wants the letter; None for what it did not choose. No file undoes that it wants no post.

    Raises Refused for a town hall that has another address.
    """
    chosen = {} if by_email is None else {"by_email": by_email}
    if by_post:
        # Whoever kept it from the post, the town hall itself wants it.
        chosen["by_post"] = True
    if not Office.objects.filter(pk=office.pk, recipient=recipient).update(recipient=recipient, **chosen):
        raise Refused("Cette mairie n’a plus cette adresse.")
    if by_post:
        register.resume_post(office)
    elif office.takes_post:
        register.stop_post(office)
