"""The record of a member, what the member wants changed in it, and what the team writes down of that."""

import secrets

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from pma_site.contributions import deciding, links, messages
from pma_site.contributions.choices import OPEN_STATES, ContributionState
from pma_site.contributions.messages import Words
from pma_site.contributions.wording import LEGAL
from pma_site.core.refusals import Refused
from pma_site.territory.models import Commune

from . import confirming, record_links
from .choices import ConfirmationAnswer
from .models import Confirmation, Correction, MemberPage

NO_EDIT = "Vous ne pouvez pas modifier la page de ce membre."
LOCKED = "La page de ce membre est verrouillée : déverrouillez-la d’abord."
NOTHING_TICKED = "Cochez au moins un changement, ou déclinez la correction."
# Where each field of forms.network_record.RecordForm is kept.
PAGE, ORGANISATION, CONTACT = "page", "organisation", "contact"
KEPT = {
    "name": (PAGE, "title"),
    "activity": (PAGE, "activity"),
    "sector": (PAGE, "sector"),
    "stage": (PAGE, "stage"),
    "standfirst": (PAGE, "standfirst"),
    "object_name": (PAGE, "object_name"),
    "commune": (ORGANISATION, "commune"),
    "outside_place": (ORGANISATION, "outside_place"),
    "street": (ORGANISATION, "street"),
    "postal_code": (ORGANISATION, "postal_code"),
    "website": (ORGANISATION, "website"),
    "email": (ORGANISATION, "email"),
    "phone": (ORGANISATION, "phone"),
    "contact_name": (CONTACT, "name"),
    "contact_email": (CONTACT, "email"),
    "contact_phone": (CONTACT, "phone"),
}


def record_of(member: MemberPage) -> dict[str, str]:
    """The record of a member as it is now: the value of each field that it may correct, in order."""
    contact = getattr(member, "private_contact", None)
    kept = {PAGE: member, ORGANISATION: member.organisation, CONTACT: contact}
    record = {}
    for name, (where, attribute) in KEPT.items():
        value = getattr(kept[where], attribute) if kept[where] else ""
        record[name] = value.insee_code if isinstance(value, Commune) else value or ""
    return record


@transaction.atomic
def propose(confirmation: Confirmation, changes: list[dict], note: str, *, code: str = "") -> Correction | None:
    """Keep what a member wants changed, in the place of what it proposed before and nobody decided on.

    Without a change it confirms its record (None). `code` is the identity of the form: sent twice, it is kept once.
    """
    if not changes and not note:
        confirming.confirm(confirmation)
        return None
    row = confirming.answer(confirmation, ConfirmationAnswer.CORRECTED)
    submission = code or secrets.token_hex(16)
    already = Correction.objects.filter(submission=submission).first()
    if already and not already.is_open:
        return already
    correction = already or open_correction(row.member, lock=True)
    if correction:
        correction.changes, correction.note, correction.confirmation = changes, note, row
        record_links.take_over(correction)
        deciding.corrected(correction)
        return correction
    return Correction.objects.create(
        member=row.member,
        confirmation=row,
        changes=changes,
        note=note,
        submission=submission,
        **record_links.sender_of(row),
        sender_organisation=row.member.title[:160],
        commune=row.member.organisation.commune,
        legal_version=LEGAL.version,
    )


def open_correction(member: MemberPage, *, lock: bool = False) -> Correction | None:
    """The correction of a member that the team has still to decide on."""
    rows = Correction.objects.filter(member=member, state__in=OPEN_STATES)
    return (rows.select_for_update(of=("self",)) if lock else rows).first()


@transaction.atomic
def accept(pk: int, names: list[str], words: str, *, user, seen: str) -> tuple[Correction, bool]:
    """Write down the changes of these `names` and tell the member, with `words`; the others are not retained.

    Return the correction, and whether the page now shows them: a page with a draft under way keeps them in that draft.
    Raises Refused as contributions.deciding.taken does, where `user` may not edit the page, and where a value no
    longer fits (a name that another organisation took).
    """
    correction = deciding.taken(Correction, seen, pk=pk)
    taken = [row for row in correction.changes if row["name"] in names]
    if not taken and correction.changes:
        raise Refused(NOTHING_TICKED)
    page = MemberPage.objects.select_for_update(of=("self", "page_ptr")).get(pk=correction.member_id)
    rights = page.permissions_for_user(user)
    if not rights.can_edit():
        raise Refused(NO_EDIT)
    if rights.page_locked():
        raise Refused(LOCKED)
    values = {row["name"]: row["new"] for row in taken}
    try:
        shown = _write(page, values, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise Refused("Un de ces changements ne peut pas être écrit : le nom est peut-être déjà pris.") from error
    correction.accepted = list(values)
    correction.save(update_fields=["accepted"])
    deciding.decide(correction, ContributionState.ACCEPTED, user, words)
    correction.sender_email = values.get("contact_email") or correction.sender_email
    if correction.sender_email:
        messages.queue(correction, _told(correction, taken, words, _link(correction)))
    return correction, shown


def _link(correction):
    """The link of the record for who is its contact now; "" (that of the correction) for who was when it was sent."""
    row = Confirmation.objects.to_change().get(pk=correction.confirmation_id)
    if not record_links.is_contact(row, correction.sender_email):
        return ""
    record_links.hand(row)
    return links.follow_address(row.follow_route, row.reference)


def _write(page, values, user):
    by_place = {PAGE: {}, ORGANISATION: {}, CONTACT: {}}
    for name, value in values.items():
        where, attribute = KEPT[name]
        by_place[where][attribute] = value
    organisation = page.organisation
    if by_place[ORGANISATION] or "title" in by_place[PAGE]:
        _write_organisation(organisation, by_place[ORGANISATION], page.title, by_place[PAGE].get("title"), user)
    if by_place[CONTACT]:
        contact = confirming.keep_contact(page, **by_place[CONTACT])
        contact.full_clean()
    if not by_place[PAGE]:
        # What the page says of its organisation is in the index of search with it.
        MemberPage.objects.get(pk=page.pk).save()
        return page.live
    under_way = page.live and page.has_unpublished_changes
    draft = page.get_latest_revision_as_object()
    for attribute, value in by_place[PAGE].items():
        setattr(draft, attribute, value)
    draft.full_clean()
    revision = draft.save_revision(user=user, log_action=True)
    if page.live and not under_way:
        revision.publish(user=user)
    return page.live and not under_way


def _write_organisation(organisation, values, was_called, name, user):
    for attribute, value in values.items():
        if attribute == "commune":
            value = Commune.objects.filter(insee_code=value).first() if value else None
        setattr(organisation, attribute, value)
    if organisation.commune and "commune" in values and "outside_place" not in values:
        organisation.outside_place = ""
    if organisation.outside_place and "outside_place" in values and "commune" not in values:
        organisation.commune = None
    if name and organisation.name == was_called:
        # A member and its organisation that bore one name go on doing so.
        organisation.name = name
    organisation.full_clean()
    organisation.save()
    log(instance=organisation, action="wagtail.edit", user=user)


def _told(correction, taken, words, address):
    labels = ", ".join(row["label"].lower() for row in taken)
    left = [row["label"].lower() for row in correction.changes if row not in taken]
    said = [f"L’équipe a repris votre correction de la fiche « {correction.member.title} »."]
    if taken:
        said.append(f"C’est changé : {labels}.")
    if left:
        said.append(f"Ce n’est pas retenu : {', '.join(left)}.")
    return Words(
        f"Votre correction {correction.reference} est traitée",
        ["Bonjour,", *said, *filter(None, [words])],
        "Relire ma fiche",
        [confirming.PERSONAL],
        address=address,
        why=confirming.WHY,
    )
