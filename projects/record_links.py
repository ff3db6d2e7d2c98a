"""Whose the link of a member's record is: of the address that it was sent to, while that is the private contact."""

from pma_site.contributions import messages
from pma_site.contributions.models.contributions import new_reference
from pma_site.core.mail_addresses import address_hash, canonical

from .models import Confirmation, Correction, MemberContact, MemberPage


def hand(row: Confirmation) -> None:
    """Note, in the transaction of its caller, that the link of `row` leaves for the private contact.

    Another address than before, or than may be known, gets a link of its own: the former one opens nothing any more.
    """
    to = address_hash(row.sender_email)
    if row.asked_hash == to:
        return
    if row.asked_hash or row.asked_at:
        messages.withhold(row, "Le contact a changé.")
        row.reference = new_reference()
    row.asked_hash = to
    row.save(update_fields=["reference", "asked_hash"])


def remember(member: MemberPage, email: str | None) -> None:
    """Note before another `email` becomes the private contact's that links sent to nobody known were not sent there."""
    contact = MemberContact.objects.filter(member=member).exclude(email="").first()
    if contact and email is not None and canonical(contact.email) != canonical(email):
        member.confirmations.filter(asked_hash="").update(asked_hash=address_hash(contact.email))


def is_of_contact(held: Confirmation | Correction) -> bool:
    """Whether who holds the link of `held` is the private contact: it shows their data and answers for the member.

    The link of a correction went to who sent it; where that is erased, to nobody who is known.
    """
    if isinstance(held, Correction):
        return bool(held.sender_email) and is_contact(held.confirmation, held.sender_email)
    return not held.asked_hash or held.asked_hash == address_hash(held.sender_email)


def sender_of(row: Confirmation) -> dict[str, str]:
    """Who sends what is typed behind the link of a record: the private contact."""
    contact = getattr(row.member, "private_contact", None)
    name = (contact.name if contact else "") or row.member.title[:120]
    return {"sender_name": name, "sender_email": row.sender_email}


def take_over(correction: Correction) -> None:
    """Make the private contact the sender of a correction that they go on with; its caller saves it.

    The link by which a former contact was written to about it opens nothing any more, and no answer goes there.
    """
    row = correction.confirmation
    if not row.sender_email or is_contact(row, correction.sender_email):
        return
    messages.withhold(correction, "Le contact a changé.")
    correction.reference = new_reference()
    for name, value in sender_of(row).items():
        setattr(correction, name, value)


def is_contact(row: Confirmation, address: str) -> bool:
    """Whether an address is that of the private contact of a member."""
    return canonical(address) == canonical(row.sender_email)
