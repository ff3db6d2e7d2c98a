"""Changes that staff make to events without opening their form: slots added, slots called off, a series given."""

from django.db import transaction
from django.utils import timezone

from pma_site.core.refusals import Refused

from .choices import EventStatus
from .models import EventPage, EventSlot


def kept_as_draft(event, user):
    """Keep a version of an event as its draft, and return it; what is not online is stored whole, as its form would.

    Lists of what is to come tell drafts too.
    """
    if not event.live:
        event.save()
    return event.save_revision(user=user, log_action=True, clean=False)


def _refuse_if_locked(event, user):
    lock = event.get_lock()
    if lock and lock.for_user(user):
        raise Refused(f"«\u00a0{event.title}\u00a0» est verrouillé : {_reason(event)}")


def _reason(event):
    if event.approved_schedule:
        return "une version attend son heure de publication. Annulez d’abord cette programmation."
    return "demandez à la personne qui l’a verrouillé."


@transaction.atomic
def add_slots(pk, moments, user):
    """Add slots at `moments` (generating.Moment) to the draft of an event, and return that draft.

    Raises Refused where `user` may not write it.
    """
    stored = EventPage.objects.select_for_update(of=("self",)).get(pk=pk)
    if not stored.permissions_for_user(user).can_edit():
        raise Refused("Vous ne pouvez pas modifier cet événement.")
    _refuse_if_locked(stored, user)
    draft = stored.get_latest_revision_as_object()
    added = [EventSlot(start=moment.start, end=moment.end, all_day=moment.all_day) for moment in moments]
    slots = sorted([*draft.slots.all(), *added], key=lambda slot: slot.start)
    for rank, slot in enumerate(slots):
        slot.sort_order = rank
    draft.slots = slots
    kept_as_draft(draft, user)
    return draft


@transaction.atomic
def change_everywhere(pk, change, user):
    """Apply `change` to what is online of an event, published at once, and to its draft; return whether it did so.

    `change` is a function of an EventPage that tells whether it changed it. A draft that is ahead of what is online
    stays a draft. Raises Refused where `user` may not publish.
    """
    stored = EventPage.objects.select_for_update(of=("self",)).get(pk=pk)
    if not stored.permissions_for_user(user).can_publish():
        raise Refused(f"Vous ne publiez pas «\u00a0{stored.title}\u00a0» : demandez-le à qui publie l’agenda.")
    _refuse_if_locked(stored, user)
    ahead = not stored.live or stored.latest_revision_id != stored.live_revision_id
    draft = stored.get_latest_revision_as_object() if ahead and stored.latest_revision_id else None
    public = stored.live and change(stored)
    if public:
        stored.change_reason = ""
        kept_as_draft(stored, user).publish(user=user)
    coming = draft or (None if stored.live else stored)
    if coming and (change(coming) or public):
        # After what was published, which would be the latest version otherwise.
        kept_as_draft(coming, user)
        return True
    return public


def _may_become(former, status):
    """Whether a state gives way: what is cancelled stays so, and nobody may come to what is put off, full or not."""
    return former != EventStatus.CANCELLED and not (former == EventStatus.POSTPONED and status == EventStatus.FULL)


def call_off(events, status, note, user):
    """Write `status` and `note` on all the slots to come of `events`, published at once; return how many changed.

    Where nothing of an event has taken place, the event as a whole has them too. What is over is left as it is, and so
    is what was cancelled before, with its own explanation.
    All or none: raises Refused where `user` may not publish one of them.
    """
    moment = timezone.now()

    def change(event):
        slots = list(event.slots.all())
        changing = [slot for slot in slots if slot.closing > moment and _may_become(slot.status, status)]
        for slot in changing:
            slot.status, slot.note = status, note
        event.slots = slots
        as_a_whole = all(slot.closing > moment for slot in slots) and _may_become(event.status, status)
        if as_a_whole:
            event.status, event.status_note = status, note
        return bool(changing or as_a_whole)

    with transaction.atomic():
        return sum(change_everywhere(event.pk, change, user) for event in events if not event.is_past)
