"""What changed of an event after it was published: dated, reasoned entries that nobody alters."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models
from django.dispatch import Signal
from django.utils import timezone

from pma_site.core.french import day, spelling_key
from pma_site.core.rows import JSONRows, moment_of

from ..choices import ChangeKind, EventStatus
from ..rhythms import day_in_words
from ..wording import feminine, formerly, sentence

# Sent with `event`, once an event and its slots are stored whole, inside the transaction that stores them.
event_written = Signal()

DATE_FIXED = "La date est maintenant fixée."
PLACE_FIXED = "Le lieu est maintenant fixé."
SCHEDULED_AGAIN = "L’événement est de nouveau programmé."
WITHOUT_REASON = "L’organisateur n’a pas précisé pourquoi."
UNKNOWN_PLACE = "lieu à préciser"


class EventChangeQuerySet(models.QuerySet):
    """Entries, as they were written: only the removal of their event takes them away."""

    def update(self, **kwargs):
        raise TypeError("an entry of the history of an event is never altered")

    def delete(self):
        raise TypeError("an entry of the history of an event is never removed")


class EventChange(models.Model):
    """One change of a published date, place or status: « initialement prévu le samedi 4 juillet 2026 à 10 h ».

    `before` and `after` are words; `before_start` and `before_end` are the former moments of a slot, for calendars
    and schema.org. A slot that is no more still has its `slot_uid` here.
    """

    event = models.ForeignKey("agenda.EventPage", on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField("changement", max_length=10, choices=ChangeKind)
    slot_uid = models.UUIDField(null=True, editable=False)
    before = models.CharField("avant", max_length=300)
    after = models.CharField("après", max_length=300)
    before_start = models.DateTimeField(null=True)
    before_end = models.DateTimeField(null=True)
    reason = models.CharField("raison", max_length=250)
    made_at = models.DateTimeField("le", default=timezone.now)

    objects = EventChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "changement d’un événement"
        verbose_name_plural = "changements d’événements"
        ordering = ["made_at", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()} : {self.before} → {self.after}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("an entry of the history of an event is never altered")
        super().save(*args, **kwargs)

    @classmethod
    def rows(cls, event):
        """The history of an event, as one column of a query that reads more; `from_row` reads an entry of it."""
        fields = ("kind", "slot_uid", "before", "after", "before_start", "before_end", "reason", "made_at")
        return JSONRows(cls.objects.filter(event=event).order_by("made_at", "pk"), **{name: name for name in fields})

    @classmethod
    def from_row(cls, row):
        moments = {name: moment_of(row[name]) for name in ("before_start", "before_end", "made_at")}
        return cls(**{**row, **moments, "slot_uid": UUID(row["slot_uid"]) if row["slot_uid"] else None})

    def told(self, first=True):
        """« Initialement prévu le samedi 4 juillet 2026 à 10 h. Changé le 3 juin 2026 : la salle est inondée. »

        `first` says whether nothing had changed there before.
        """
        on, reason = f"le {day(timezone.localtime(self.made_at))}", sentence(self.reason)
        initially = "initialement" if first else "ensuite"
        if self.kind == ChangeKind.PLACE:
            if self.before == UNKNOWN_PLACE:
                return sentence(f"Lieu fixé {on} : {self.after}")
            return f"{sentence(f'Lieu {initially} prévu : {self.before}')} Changé {on} : {reason}"
        if self.kind == ChangeKind.REMOVED:
            return f"Date du {self.before} retirée {on} : {reason}"
        if self.kind == ChangeKind.STATUS:
            return self._status_told(on, reason)
        if not self.slot_uid and self.reason == DATE_FIXED:
            return f"{sentence(f'Date fixée {on} : {self.after}')} Annoncé auparavant : {self.before}."
        return f"{sentence(f'{initially} prévu {formerly(self.before)}')} Changé {on} : {reason}"

    def _status_told(self, on, reason):
        again = self.after == EventStatus.SCHEDULED.label
        if not self.before_start:
            return f"De nouveau programmé {on}." if again else f"{self.after.capitalize()} {on} : {reason}"
        which = f"Date du {day_in_words(timezone.localtime(self.before_start))}"
        state = "de nouveau programmée" if again else feminine(self.after)
        return f"{which} {state} {on}." if again else f"{which} {state} {on} : {reason}"


@dataclass(frozen=True)
class _SlotState:
    start: datetime
    end: datetime | None
    all_day: bool
    status: str
    note: str
    words: str
    place: str

    @property
    def times(self):
        """What the public can read of its moments: to the minute."""
        start, end = (moment and moment.replace(second=0, microsecond=0) for moment in (self.start, self.end))
        return start, end, self.all_day


@dataclass(frozen=True)
class PublicState:
    """What the public can read of an event's date, place and status at one moment."""

    slots: dict[UUID, _SlotState]
    when: str
    place: str
    status: str
    note: str

    @classmethod
    def stored(cls, model, pk):
        """What is online of the event `pk`; None where nothing is."""
        event = model._default_manager.filter(pk=pk, live=True).first() if pk else None
        return cls.of(event, event.slots.all()) if event else None

    @classmethod
    def of(cls, event, slots):
        """The state that `event` would show with `slots`."""
        place = ", ".join(filter(None, [event.own_place, event.venue_detail]))
        states = {
            slot.uid: _SlotState(
                slot.start, slot.end, slot.all_day, slot.status, slot.note, slot.in_words, str(slot.venue or "")
            )
            for slot in slots
        }
        return cls(states, event.when, place, event.status, event.status_note)

    @staticmethod
    def changes(before, after, event) -> list:
        """The entries, not saved yet, that lead from one state of `event` to another; none where either is None."""
        if before is None or after is None:
            return []
        return [*_date_changes(before, after, event), *_other_changes(before, after, event)]

    @staticmethod
    def needs_reason(before, after) -> bool:
        """Whether a date or a place that the public knows changes: somebody must then say why."""
        if before is None:
            return False
        moved = any(
            uid not in after.slots or after.slots[uid].times != slot.times for uid, slot in before.slots.items()
        )
        elsewhere = any(
            (slot.place or before.place) and uid in after.slots and _elsewhere(slot.place, after.slots[uid].place)
            for uid, slot in before.slots.items()
        )
        return moved or elsewhere or bool(before.place and _elsewhere(before.place, after.place))


def _elsewhere(before, after):
    """Whether two places differ by more than their spelling: an accent that was missing moves nobody."""
    return spelling_key(before) != spelling_key(after)


def _date_changes(before, after, event):
    reason = event.change_reason or WITHOUT_REASON
    if not before.slots and after.slots:
        yield _entry(event, ChangeKind.DATE, before.when, after.when, event.change_reason or DATE_FIXED)
    elif not before.slots and before.when != after.when:
        yield _entry(event, ChangeKind.DATE, before.when, after.when, reason)
    for uid, was in before.slots.items():
        now = after.slots.get(uid)
        former = {"slot_uid": uid, "before_start": was.start, "before_end": was.end}
        if now is None:
            yield _entry(event, ChangeKind.REMOVED, was.words, "supprimé", reason, **former)
            continue
        if now.times != was.times:
            yield _entry(event, ChangeKind.DATE, was.words, now.words, now.note or reason, **former)
        if _elsewhere(was.place, now.place):
            words = [state.place or of.place or UNKNOWN_PLACE for state, of in ((was, before), (now, after))]
            yield _entry(event, ChangeKind.PLACE, *words, now.note or reason, **former)
        if now.status != was.status:
            words = [EventStatus(state).label for state in (was.status, now.status)]
            yield _entry(event, ChangeKind.STATUS, *words, now.note or SCHEDULED_AGAIN, **former)


def _other_changes(before, after, event):
    if _elsewhere(before.place, after.place):
        reason = event.change_reason or (WITHOUT_REASON if before.place else PLACE_FIXED)
        yield _entry(event, ChangeKind.PLACE, before.place or UNKNOWN_PLACE, after.place or UNKNOWN_PLACE, reason)
    if before.status != after.status:
        words = [EventStatus(state).label for state in (before.status, after.status)]
        yield _entry(event, ChangeKind.STATUS, *words, after.note or SCHEDULED_AGAIN)


def _entry(event, kind, before, after, reason, **former):
    return EventChange(event=event, kind=kind, before=before[:300], after=after[:300], reason=reason[:250], **former)
