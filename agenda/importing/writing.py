"""Writing what an import planned: a new draft, or a revision of the event there is; nothing is ever published."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from ..changing import kept_as_draft
from ..choices import EventStatus, OrganiserRole
from ..creation import draft_event
from ..incoming import ReadEvent
from ..models import AgendaIndexPage, EventCommune, EventOrganiser, EventPage, EventSlot, PublicState, SourcedEvent
from ..models.events import RESERVED_SLUGS
from .comparing import PLAIN, Plan, Wanted, compare, slot_state
from .places import Registers

# What a new event takes over beside its place, its slots and who runs it.
_TAKEN = (*(name for name in PLAIN if name != "title"), "status")


class Writer:
    """Writes the events of one source, in the name of `user`."""

    def __init__(self, source, user):
        self.source, self.user = source, user
        self.registers = Registers()
        index = AgendaIndexPage.objects.get()
        self.slugs = {*RESERVED_SLUGS, *index.get_children().values_list("slug", flat=True)}

    @transaction.atomic
    def write(self, read: ReadEvent):
        """Bring one event in; return it and its plan, which is None where it is new.

        Raises ValidationError and IntegrityError, having written nothing.
        """
        wanted = Wanted(read, self.registers)
        link = SourcedEvent.objects.select_for_update().filter(source=self.source, identity=read.identity).first()
        if link is None:
            return self._draft(wanted), None
        if link.event_id is None:
            return None, Plan()
        # Kept from others until the transaction ends.
        event = EventPage.objects.select_related(None).select_for_update().get(pk=link.event_id)
        self._check(event)
        draft = event.get_latest_revision_as_object()
        plan = compare(wanted, draft, link)
        if not plan.is_empty:
            self._update(draft, plan, wanted)
        link.written, link.slots, link.title = plan.written, plan.kept_slots, read.title
        link.read_at = timezone.now()
        link.save()
        return event, plan

    def _check(self, event):
        """Raise ValidationError where `user` may not write this event."""
        if self.user is None:
            return
        rights = event.permissions_for_user(self.user)
        if not rights.can_edit():
            raise ValidationError("Votre compte ne peut pas modifier cet événement.")
        if rights.page_locked():
            raise ValidationError("Cet événement est verrouillé : déverrouillez-le d’abord sur sa fiche.")

    def _draft(self, wanted):
        read = wanted.read
        venue = wanted.place.obtain()
        if venue:
            self.registers.add(venue)
        slots = {slot.key: _slot(slot, rank) for rank, slot in enumerate(read.slots)}
        note = {"status_note": read.status_note} if read.status != EventStatus.SCHEDULED else {}
        event = draft_event(
            self.user,
            title=read.title,
            slug=self._slug(read),
            slots=slots.values(),
            communes=wanted.place.communes,
            organisers=wanted.organisations,
            venue=venue,
            venue_detail=wanted.place.detail,
            body=read.body,
            **{name: getattr(read, name) for name in _TAKEN},
            **note,
        )
        SourcedEvent.objects.create(
            source=self.source,
            identity=read.identity,
            event=event,
            title=read.title,
            written=wanted.state,
            slots={key: {"uid": str(slot.uid), "said": slot_state(slot)} for key, slot in slots.items()},
        )
        return event

    def _slug(self, read):
        """An address of its own, told apart by the day where the title comes back."""
        base = slugify(read.title)[:200] or "evenement"
        slug, rank = base, 1
        if slug in self.slugs:
            base = slug = f"{base}-{timezone.localtime(read.slots[0].start):%Y-%m-%d}"
        while slug in self.slugs:
            rank += 1
            slug = f"{base}-{rank}"
        self.slugs.add(slug)
        return slug

    def _update(self, event, plan, wanted):
        """Write a plan into the latest draft of an event, as a new revision."""
        before = PublicState.stored(EventPage, event.pk)
        for name in plan.fields:
            self._take(event, name, wanted)
        slots = [slot for slot in event.slots.all() if plan.slots.get(str(slot.uid), slot) is not None]
        for slot in slots:
            if read := plan.slots.get(str(slot.uid)):
                slot.start, slot.end, slot.all_day = read.start, read.end, read.all_day
                slot.status, slot.note = read.status, _note(read)
        for key, read in plan.added.items():
            slot = _slot(read, 0)
            plan.kept_slots[key] = {"uid": str(slot.uid), "said": slot_state(slot)}
            slots.append(slot)
        slots.sort(key=lambda slot: slot.start)
        for rank, slot in enumerate(slots):
            slot.sort_order = rank
        event.slots = slots
        if event.live and not event.change_reason and PublicState.needs_reason(before, PublicState.of(event, slots)):
            event.change_reason = f"Mis à jour d’après la source « {self.source.name} »."
        event.full_clean()
        kept_as_draft(event, self.user)

    def _take(self, event, name, wanted):
        """Take the word of the source for one field."""
        read = wanted.read
        if name == "venue":
            event.venue = wanted.place.obtain()
            if event.venue:
                self.registers.add(event.venue)
        elif name == "venue_detail":
            event.venue_detail = wanted.place.detail
        elif name == "communes":
            event.communes = [EventCommune(commune=commune) for commune in wanted.place.communes]
        elif name == "organisers":
            known = {link.organisation_id: link for link in event.organisers.all()}
            partners = [link for link in known.values() if link.role != OrganiserRole.ORGANISER]
            named = [
                known.get(each.pk) or EventOrganiser(organisation=each)
                for each in wanted.organisations
                if known.get(each.pk) not in partners
            ]
            event.organisers = [*named, *partners]
        elif name == "status":
            event.status = read.status
            event.status_note = read.status_note if read.status != EventStatus.SCHEDULED else ""
        else:
            setattr(event, name, getattr(read, name))


def _note(read):
    return read.note if read.status != EventStatus.SCHEDULED else ""


def _slot(read, rank):
    return EventSlot(
        start=read.start, end=read.end, all_day=read.all_day, status=read.status, note=_note(read), sort_order=rank
    )
