"""A new event, entered with the little that an issue needs to announce it."""

from django.db import transaction

from .models import AgendaIndexPage, EventCommune, EventPage, Venue


def may_create_event(user):
    """Whether `user` may add an event to the agenda."""
    index = AgendaIndexPage.objects.first()
    return index is not None and index.permissions_for_user(user).can_add_subpage()


def may_publish_event(user):
    """Whether the events of `user` go online at once."""
    index = AgendaIndexPage.objects.first()
    return index is not None and index.permissions_for_user(user).can_publish_subpage()


@transaction.atomic
def create_event(user, title, slot, venue=None, place="", commune=None):
    """Add an event with one slot to the agenda and return it: published if `user` may publish there, else a draft.

    A `place` is a venue written by its name in `commune`: a new one is entered in the register.
    """
    if place and not venue:
        venue, _ = Venue.objects.get_or_create(name=place, commune=commune)
    event = EventPage(title=title, venue=venue, owner=user, live=False)
    event.slots = [slot]
    if commune and not (venue and venue.commune_id == commune.pk):
        event.communes = [EventCommune(commune=commune)]
    AgendaIndexPage.objects.get().add_child(instance=event)
    revision = event.save_revision(user=user)
    if may_publish_event(user):
        revision.publish(user=user)
    return EventPage.objects.get(pk=event.pk)
