"""A new event, however it comes: entered for an issue, proposed by a town hall, or brought in from elsewhere."""

from django.db import transaction

from pma_site.core.french import spelling_key
from pma_site.core.sections import section_for

from .models import AgendaIndexPage, EventCommune, EventOrganiser, EventPage, Venue


def may_create_event(user):
    """Whether `user` may add an event to the agenda."""
    index = section_for(user, AgendaIndexPage)
    return index is not None and index.permissions_for_user(user).can_add_subpage()


def may_publish_event(user):
    """Whether the events of `user` go online at once."""
    index = section_for(user, AgendaIndexPage)
    return index is not None and index.permissions_for_user(user).can_publish_subpage()


def venue_named(name, *, commune=None, outside_place="", **address):
    """Return the venue of that name in a commune, or in a town outside the territory: a new one if none has it.

    Spellings of one name count as one: « Salle de l’Espérance », « SALLE DE L'ESPERANCE ». `address` (street,
    postal_code, longitude…) is written for a new one only.
    """
    there = Venue.objects.filter(commune=commune) if commune else Venue.objects.filter(commune=None)
    known = {(spelling_key(venue.name), spelling_key(venue.outside_place)): venue for venue in there}
    place = "" if commune else outside_place
    found = known.get((spelling_key(name), spelling_key(place)))
    return found or Venue.objects.create(name=name, commune=commune, outside_place=place, **address)


@transaction.atomic
def draft_event(user, *, title, slots, communes=(), organisers=(), **fields):
    """Add an event to the agenda as a draft and return it.

    `slots` are EventSlots not saved yet, `communes` are communes besides that of the venue, `organisers` are
    organisations; `fields` are those of EventPage. `user` may be None where nobody of the team entered it.
    """
    event = EventPage(title=title, owner=user, live=False, **fields)
    event.slots = list(slots)
    venue = fields.get("venue")
    own = venue.commune_id if venue else None
    event.communes = [EventCommune(commune=commune) for commune in communes if commune.pk != own]
    event.organisers = [EventOrganiser(organisation=organisation) for organisation in organisers]
    AgendaIndexPage.objects.get().add_child(instance=event)
    event.save_revision(user=user)
    return EventPage.objects.get(pk=event.pk)


@transaction.atomic
def create_event(user, title, slot, venue=None, place="", commune=None):
    """Add an event with one slot to the agenda and return it: published if `user` may publish there, else a draft.

    A `place` is a venue written by its name in `commune`: a new one is entered in the register.
    """
    if place and not venue:
        venue = venue_named(place, commune=commune)
    event = draft_event(user, title=title, slots=[slot], venue=venue, communes=[commune] if commune else [])
    if may_publish_event(user):
        event.latest_revision.publish(user=user)
    return EventPage.objects.get(pk=event.pk)
