"""What was told of the agenda: what calendars hold of each slot, and the public record of each event.

Both are written with the events themselves (agenda.ledger), so that a feed is read as it stands, and the same bytes
come out as long as nothing changed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import models
from django.db.models import Count, Max, Q, Sum
from django.utils import timezone

from .events import EventPage

# How long what is over, cancelled or withdrawn stays in what people subscribed to.
KEPT = timedelta(days=60)


@dataclass(frozen=True)
class Stamp:
    """What a set of texts comes to: how many, and the sum of their marks, which no change leaves as it was."""

    count: int
    marks: int

    def __str__(self):
        return f"{self.count:x}-{self.marks:x}"

    def __add__(self, other):
        return Stamp(self.count + other.count, self.marks + other.marks)


class _Stamped(models.QuerySet):
    def stamp(self) -> Stamp:
        """The stamp of these rows, found without reading their texts."""
        found = self.order_by().aggregate(count=Count("*"), marks=Sum("mark"))
        return Stamp(found["count"], int(found["marks"] or 0))


class CalendarEntryQuerySet(_Stamped):
    """Entries, as calendars ask for them."""

    def subscribed(self, moment=None):
        """What a subscription shows at `moment` (now by default): to come, and what ended or was called off lately."""
        return self.filter(leaves_at__gt=moment or timezone.now())

    def of_event(self, event, moment=None):
        """What the calendar of one event shows: all of its slots, and those that were taken away lately."""
        return self.filter(event=event).filter(Q(withdrawn=False) | Q(leaves_at__gt=moment or timezone.now()))

    def shown_of(self, events):
        """The entries of `events` that anybody may read."""
        return self.filter(withdrawn=False, event__in=events.order_by().values("pk"))

    def gone_with(self, facets):
        """What was withdrawn and had all `facets` while it was online; nothing where `facets` is None.

        What nobody may read any more is never searched, only found by what it showed.
        """
        if facets is None:
            return self.none()
        gone = Q(withdrawn=True)
        for facet in facets:
            gone &= Q(facets__contains=f"|{facet}|")
        return self.filter(gone)

    def in_order(self):
        """By time, always the same."""
        return self.order_by("start", "slot_uid")


class CalendarEntry(models.Model):
    """What readers' calendars hold of one slot: its identity for ever, how often it changed, what it says.

    `lines` is the VEVENT without identity and stamps, its lines neither folded nor ended as on the wire: an address in
    it can be found and taken out. `leaves_at` is the instant at which subscriptions drop it. `facets` is what filters
    by choice knew of it when it was last online, « |theme:culture|commune:62498| ».
    """

    slot_uid = models.UUIDField(unique=True, editable=False)
    # With the host of the day on which it was made: a site that moves does not double readers' appointments.
    uid = models.CharField(max_length=300, unique=True, editable=False)
    event = models.ForeignKey(
        "agenda.EventPage",
        null=True,
        on_delete=models.SET_NULL,
        related_name="calendar_entries",
        editable=False,
    )
    start = models.DateTimeField(editable=False)
    closes_at = models.DateTimeField(editable=False)
    lines = models.TextField(editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(db_index=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    withdrawn = models.BooleanField(default=False, editable=False)
    leaves_at = models.DateTimeField(editable=False)
    facets = models.TextField(blank=True, editable=False)
    mark = models.BigIntegerField(editable=False)

    objects = CalendarEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "créneau dans les calendriers"
        verbose_name_plural = "créneaux dans les calendriers"
        # A stamp is added up from these alone: the rows themselves, with their texts, are not read.
        indexes = [
            models.Index(fields=["leaves_at", "withdrawn", "event", "mark"], name="agenda_entry_subscribed"),
            models.Index(fields=["leaves_at"], condition=Q(withdrawn=True), name="agenda_entry_withdrawn"),
        ]

    def __str__(self):
        return self.uid


class EventRecordQuerySet(_Stamped):
    """Records of the events that anybody may read."""

    def of_events(self, events):
        """The records of `events`."""
        return self.filter(event__in=events.order_by().values("pk"))

    def in_order(self):
        """By time, events without a date last."""
        return self.order_by(models.F("event__first_start").asc(nulls_last=True), "event_id")

    def latest_first(self):
        """Those that changed last first."""
        return self.order_by("-changed_at", "-event_id")


class EventRecord(models.Model):
    """The record of an event that is online, as JSON with OpenAgenda's names; none of an event that is not."""

    event = models.OneToOneField(
        "agenda.EventPage", primary_key=True, on_delete=models.CASCADE, related_name="public_record", editable=False
    )
    data = models.TextField(editable=False)
    changed_at = models.DateTimeField(db_index=True, editable=False)
    mark = models.BigIntegerField(editable=False)

    objects = EventRecordQuerySet.as_manager()

    class Meta:
        verbose_name = "fiche publique d’un événement"
        verbose_name_plural = "fiches publiques des événements"
        indexes = [models.Index(fields=["event", "mark"], name="agenda_record_of_event")]

    def __str__(self):
        return str(self.event_id)


def last_change(moment=None) -> datetime:
    """Return the last instant, in whole seconds, at which any feed changed: something was written, or time went by."""
    moment = moment or timezone.now()
    instants = [
        CalendarEntry.objects.aggregate(last=Max("changed_at"))["last"],
        EventRecord.objects.aggregate(last=Max("changed_at"))["last"],
        CalendarEntry.objects.filter(leaves_at__lte=moment).aggregate(last=Max("leaves_at"))["last"],
        EventPage.objects.filter(ends_at__lte=moment).aggregate(last=Max("ends_at"))["last"],
    ]
    known = max(filter(None, instants), default=datetime(2021, 1, 1, tzinfo=UTC))
    return known.replace(microsecond=0)
