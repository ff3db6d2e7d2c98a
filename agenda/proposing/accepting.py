"""A proposal becomes a draft event, or joins one that the agenda has already; nothing of it goes online by itself."""

import secrets

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.html import format_html_join
from wagtail.models import Collection

from pma_site.contributions import deciding
from pma_site.contributions.choices import ContributionState
from pma_site.core.french import spelling_key
from pma_site.core.models import SiteImage
from pma_site.core.refusals import Refused
from pma_site.directory.models import Organisation

from .. import creation
from ..changing import kept_as_draft
from ..models import EventPage, Proposal
from . import telling

NO_RIGHT = "Vous ne pouvez pas créer d’événement dans l’agenda : demandez à qui le tient."
NO_EDIT = "Vous ne pouvez pas modifier cet événement."
LOCKED = "Cet événement est verrouillé : déverrouillez-le d’abord sur sa fiche."
GONE = "Cet événement vient d’être supprimé : choisissez-en un autre."
# What the agenda says in place of dates.
PROVISIONAL = EventPage._meta.get_field("provisional_date").max_length


@transaction.atomic
def accept(pk: int, *, user, seen: str) -> EventPage:
    """Make a draft event of a proposal and return it; its sender is told once it is online (telling).

    Its pictures join the library, the first of them the event; a venue that is not known joins the register. Raises
    Refused as contributions.deciding.taken does, and where `user` may add no event.
    """
    if not creation.may_create_event(user):
        raise Refused(NO_RIGHT)
    proposal = deciding.taken(Proposal, seen, pk=pk)
    deciding.check_reachable(proposal)
    image, *_others = [*_into_library(proposal, user), None]
    organisation = _known_organisation(proposal.organiser_name)
    event = creation.draft_event(
        user,
        title=proposal.title,
        slots=proposal.event_slots,
        venue=_venue(proposal),
        communes=[proposal.commune] if proposal.commune else [],
        organisers=[organisation] if organisation else [],
        theme=proposal.theme,
        body=body_of(proposal, organisation),
        image=image,
        image_alt=image.description if image else "",
        provisional_date="" if proposal.slots else proposal.repeats[:PROVISIONAL],
        online_url=proposal.online_url,
        audience=proposal.audience,
        conditions=proposal.conditions,
        registration_url=proposal.registration_url,
        registration_email=proposal.registration_email,
        registration_phone=proposal.registration_phone,
        website=proposal.website,
    )
    proposal.event = event
    proposal.save(update_fields=["event"])
    deciding.decide(proposal, ContributionState.ACCEPTED, user)
    return event


@transaction.atomic
def merge(pk: int, event: EventPage, *, user, seen: str, slots: bool = False, pictures: bool = False) -> EventPage:
    """Tie a proposal to an event that is there already; its sender is told where to read it, now or once it is online.

    Its `slots` that the event lacks, and its `pictures`, join the event's draft if wished: what is online does not
    change before somebody publishes it. Raises Refused as `accept`.
    """
    proposal = deciding.taken(Proposal, seen, pk=pk)
    deciding.check_reachable(proposal)
    # As it is now: somebody may have deleted or locked it since the screen was shown.
    event = EventPage.objects.select_for_update(of=("self", "page_ptr")).filter(pk=event.pk).first()
    if event is None:
        raise Refused(GONE)
    rights = event.permissions_for_user(user)
    if not rights.can_edit():
        raise Refused(NO_EDIT)
    if (slots or pictures) and rights.page_locked():
        raise Refused(LOCKED)
    if slots or pictures:
        draft = event.get_latest_revision_as_object()
        if slots:
            known = {slot.start for slot in draft.slots.all()}
            draft.slots.add(*(slot for slot in proposal.event_slots if slot.start not in known))
        for image in _into_library(proposal, user) if pictures else []:
            if draft.image is None:
                draft.image, draft.image_alt = image, image.description
        kept_as_draft(draft, user)
    proposal.event = event
    proposal.save(update_fields=["event"])
    deciding.decide(proposal, ContributionState.MERGED, user)
    telling.tell_those_behind(event)
    return event


def body_of(proposal: Proposal, organisation: Organisation | None = None) -> str:
    """The text of the event as an editor would begin it: what was written, and what no field of an event holds."""
    paragraphs = [part.strip() for part in proposal.body.split("\n\n") if part.strip()]
    if proposal.repeats and (proposal.slots or len(proposal.repeats) > PROVISIONAL):
        paragraphs.append(proposal.repeats)
    if proposal.street and not proposal.venue_name:
        paragraphs.append(f"Adresse : {proposal.street}")
    if proposal.organiser_name and organisation is None:
        paragraphs.append(f"Organisé par {proposal.organiser_name}.")
    if proposal.contact:
        paragraphs.append(f"Contact : {proposal.contact}")
    lines = [format_html_join("", "{}", [(" ".join(part.split()),)]) for part in paragraphs]
    return "".join(format_html_join("", "<p>{}</p>", [(line,) for line in lines]))


def _venue(proposal):
    if not proposal.venue_name or not (proposal.commune or proposal.outside_place):
        return None
    return creation.venue_named(
        proposal.venue_name, commune=proposal.commune, outside_place=proposal.outside_place, street=proposal.street
    )


def _known_organisation(name):
    key = spelling_key(name)
    every = Organisation.objects.only("pk", "name") if key else []
    return next((organisation for organisation in every if spelling_key(organisation.name) == key), None)


def _into_library(proposal, user):
    """Copy its pictures into the library of the site, where the public may see them once a page shows them."""
    images = []
    for number, image in enumerate(proposal.images.all(), start=1):
        content = image.read()
        if content is None:
            continue
        content = ImageFile(ContentFile(content), name=f"proposition-{secrets.token_hex(6)}.jpg")
        title = f"{proposal.title} {number}"[:255]
        made = SiteImage(title=title, description=image.alt, credit=image.credit, uploaded_by_user=user, file=content)
        made.collection = Collection.get_first_root_node()
        made.save()
        images.append(made)
    return images
