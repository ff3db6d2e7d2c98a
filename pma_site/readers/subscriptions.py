"""Subscribing, confirming, moving and leaving: what readers do with their own address, and what the team does for them.

Nothing that somebody types about an address changes what its owner gets: only a button behind a link that was sent
there does.
"""

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from pma_site.core.choices import OutgoingState
from pma_site.core.mail_addresses import address_hash, keyed_hash, mailbox
from pma_site.core.models import Outgoing
from pma_site.core.processing import Fate
from pma_site.core.refusals import Refused
from pma_site.core.retention_rules import RULES

from . import journal, register
from .choices import LeavingWay, NoticeKind, ReadingState
from .models import Consent, ImportRow, Notice, Office, Recipient, Refusal, Subscription
from .wording import CONSENT, MOVE

ERASED = "La personne a demandé son effacement."
NOTHING_TO_CONFIRM = "Il n’y a plus rien à confirmer à cette adresse."


def ask(address: str, commune, page: str) -> bool:
    """Note that somebody typed an address to receive the letter, and have a message sent there; tell whether one is.

    At most one message leaves for a mailbox a day. `commune` may be None; `page` is where it was typed, for the proof
    of consent. It costs the same whether the address is known or not: nobody learns it from the time it takes.
    """
    now, box = timezone.now(), keyed_hash(mailbox(address))
    with transaction.atomic():
        if _was_written_to_today(box):
            return False
        recipient = _made_known(address, now)
        Consent.objects.create(
            recipient=recipient, version=CONSENT.version, wording=CONSENT.text, page=page, asked_at=now
        )
        kind = NoticeKind.ALREADY if recipient.is_subscribed else NoticeKind.CONFIRM
        _notify(recipient, kind, box, {"commune": commune.pk if commune else None})
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
        if _was_written_to_today(box):
            return False
        _notify(recipient, NoticeKind.MANAGE, box)
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
        _welcome(recipient)
        _withhold_notices(recipient, "L’abonnement est déjà confirmé.")
    return Recipient.objects.select_related("subscription").get(pk=recipient.pk)


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
        if not _was_written_to_today(box):
            there = _made_known(address, now)
            _notify(there, NoticeKind.MOVE, box, {"from": recipient.code})


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
        _welcome(there)
        Recipient.objects.filter(pk=here.pk).update(state=ReadingState.LEFT, left_at=now, moved_to=there)
        # Of a second move, the first address leads straight to where the letter goes now.
        Recipient.objects.filter(moved_to=here).update(moved_to=there)
        _refuse(here, LeavingWay.MANAGE, now)
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
    _withhold_notices(here, "L’adresse a changé.")


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


def leave(code: str, way: str) -> tuple[Recipient | None, str]:
    """Send nothing more to a recipient, nor to where they moved; pressed again, it changes nothing.

    Said again in another way, or after something new was asked, it stands above what was asked before.

    Return the recipient, None where they were erased, and the state that ends now; an empty one where they had left
    before. Nothing that waited to be confirmed or sent remains.
    """
    with transaction.atomic():
        recipient = Recipient.objects.select_for_update().filter(code=code).first()
        while recipient and recipient.moved_to_id:
            recipient = Recipient.objects.select_for_update().get(pk=recipient.moved_to_id)
        if recipient is None:
            return None, ""
        was, now = recipient.state, timezone.now()
        if was != ReadingState.LEFT or _says_more(recipient, way):
            recipient.state, recipient.left_at = ReadingState.LEFT, now
            recipient.save(update_fields=["state", "left_at"])
            _refuse(recipient, way, now)
        recipient.consents.filter(confirmed_at=None).delete()
        _withhold_notices(recipient, "Désabonnement.")
    return recipient, "" if was == ReadingState.LEFT else was


def come_back(code: str, was: str, left_at) -> None:
    """Take back a leaving that was just done: what stood before stands again, as if it had never ended.

    Raises Refused where something happened since.
    """
    with transaction.atomic():
        gone = Recipient.objects.filter(code=code, state=ReadingState.LEFT, left_at=left_at).exclude(email="")
        recipient = gone.select_for_update().first()
        # A complaint, an objection or an erasure that came meanwhile is not theirs to take back.
        mine = Refusal.objects.filter(way=LeavingWay.LINK, made_at=left_at)
        if recipient is None or not mine.filter(address_hash=recipient.address_hash).delete()[0]:
            raise Refused("Votre situation a changé entre-temps : abonnez-vous de nouveau.")
        Recipient.objects.filter(pk=recipient.pk).update(state=was, left_at=None)
        journal.note(recipient.address_hash, journal.RETURN)


def erase(recipient: Recipient) -> None:
    """Forget a person at once: their address, what they asked, what they agreed to. Only the refusal stays, as a hash.

    Every table that is theirs loses them (core.retention_rules); a text of the site that cites the same address is the
    team's matter (readers.privacy.erase_person): the owner of a link must not rewrite pages.

    Their row stays without any of it, so that the links they were given still end all sending.
    """
    with transaction.atomic():
        same, now = recipient.same_person, timezone.now()
        addresses = [each.email for each in same if each.email]
        hold_back(same, ERASED)
        for each in same:
            _refuse(each, LeavingWay.ERASURE, now)
            for rule in RULES:
                if rule.owner == "recipient" and rule.installed:
                    rows = rule.installed._base_manager.filter(recipient=each)
                    if rule.fate == Fate.DELETED:
                        rows.delete()
                    elif rule.fate == Fate.EMPTIED:
                        rows.update(**rule.emptied)
            Recipient.objects.filter(pk=each.pk).update(
                email="", state=ReadingState.LEFT, left_at=each.left_at or now, suspended_at=None
            )
        for address in addresses:
            Office.objects.filter(wished_email__iexact=address).update(wished_email="", wished_at=None)
        if addresses:
            ImportRow.objects.naming(*addresses).empty()


def refuse(address: str, way: str) -> None:
    """Keep that an address, known or not, wants nothing; one that refused already stays as it was."""
    refusal = Refusal(address_hash=address_hash(address), way=way)
    journal.note(refusal.address_hash, way)
    Refusal.objects.bulk_create([refusal], ignore_conflicts=True)


def hold_back(recipients: list[Recipient], reason: str) -> int:
    """Hold back what would still leave for recipients, unless the relay is just taking it; return how many."""
    count = 0
    for model in ledgers():
        waiting = model._base_manager.filter(
            recipient__in=recipients, state__in=[OutgoingState.READY, OutgoingState.CLAIMED]
        )
        count += waiting.update(
            state=OutgoingState.WITHHELD, answer=reason, settled_at=timezone.now(), claim="", lease_until=None
        )
    return count


def ledgers() -> list[type[Outgoing]]:
    """The ledgers of messages to recipients; those of messages to others are left out."""
    outgoing = [model for model in apps.get_models() if issubclass(model, Outgoing)]
    return [model for model in outgoing if any(column.name == "recipient" for column in model._meta.fields)]


def _was_written_to_today(box):
    written = Notice.objects.filter(mailbox_hash=box, asked_on=timezone.localdate())
    return written.exclude(state=OutgoingState.WITHHELD).exists()


def _made_known(address, now):
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


def _notify(recipient, kind, box, payload=None):
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


def _withhold_notices(recipient, reason):
    recipient.notices.filter(state=OutgoingState.READY).update(
        state=OutgoingState.WITHHELD, answer=reason, settled_at=timezone.now()
    )


def _welcome(recipient):
    """The owner of an address wants the letter, whatever they said before."""
    Recipient.objects.filter(pk=recipient.pk).update(
        state=ReadingState.ACTIVE, left_at=None, suspended_at=None, moved_to=None
    )
    if Refusal.objects.filter(address_hash=recipient.address_hash).delete()[0]:
        journal.note(recipient.address_hash, journal.RETURN)


def _says_more(recipient, way):
    """Whether who had left already says so in a way that is not taken back, or after something new was asked."""
    if not recipient.email:
        return False
    said = Refusal.objects.filter(address_hash=recipient.address_hash).first()
    stronger = said is None or (said.way == LeavingWay.LINK and way != LeavingWay.LINK)
    return stronger or recipient.notices.filter(asked_at__gt=recipient.left_at).exists()


def _refuse(recipient, way, now):
    refusal = Refusal(address_hash=recipient.address_hash, way=way, made_at=now)
    journal.note(refusal.address_hash, way)
    Refusal.objects.bulk_create(
        [refusal], update_conflicts=True, unique_fields=["address_hash"], update_fields=["way", "made_at"]
    )
