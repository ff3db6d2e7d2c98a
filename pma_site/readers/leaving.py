"""Leaving, coming back and being forgotten: what ends all sending to an address, and what may not bring it back."""

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from pma_site.core.choices import OutgoingState
from pma_site.core.mail_addresses import address_hash
from pma_site.core.models import Outgoing
from pma_site.core.processing import Fate
from pma_site.core.refusals import Refused
from pma_site.core.retention_rules import RULES

from . import journal
from .asking import withhold_notices
from .choices import LeavingWay, ReadingState
from .models import ImportRow, Office, Recipient, Refusal

ERASED = "La personne a demandé son effacement."


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
            keep_refusal(recipient, way, now)
        recipient.consents.filter(confirmed_at=None).delete()
        withhold_notices(recipient, "Désabonnement.")
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
            keep_refusal(each, LeavingWay.ERASURE, now)
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


def _says_more(recipient, way):
    """Whether who had left already says so in a way that is not taken back, or after something new was asked."""
    if not recipient.email:
        return False
    said = Refusal.objects.filter(address_hash=recipient.address_hash).first()
    stronger = said is None or (said.way == LeavingWay.LINK and way != LeavingWay.LINK)
    return stronger or recipient.notices.filter(asked_at__gt=recipient.left_at).exists()


def keep_refusal(recipient: Recipient, way: str, now) -> None:
    """Keep that a recipient wants nothing, in the place of what they said before."""
    refusal = Refusal(address_hash=recipient.address_hash, way=way, made_at=now)
    journal.note(refusal.address_hash, way)
    Refusal.objects.bulk_create(
        [refusal], update_conflicts=True, unique_fields=["address_hash"], update_fields=["way", "made_at"]
    )
