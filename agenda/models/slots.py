"""The times of an event: one slot a day or a session."""

import uuid
from datetime import UTC, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from pma_site.core.rows import JSONRows, moment_of

from ..choices import CALLED_OFF, STATUSES_WITH_NOTE, EventStatus
from ..generating import YEARS, end_of_the_night
from ..panels import FoldedPanel
from ..wording import last_named_day, slot_in_words

# How long an event lasts when nobody said.
UNKNOWN_LENGTH = timedelta(hours=1)


def _midnight_after(moment):
    day = timezone.localtime(moment).date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time()))


class EventSlotQuerySet(models.QuerySet):
    """Slots by the moments they take. A slot is over at `closes_at`, and not an instant before."""

    def past(self, moment=None):
        """Those that are over at `moment` (now by default): the exact complement of `not_past`."""
        return self.filter(closes_at__lte=moment or timezone.now())

    def not_past(self, moment=None):
        """Those that are under way or to come."""
        return self.filter(closes_at__gt=moment or timezone.now())

    def between(self, start, end):
        """Those that take at least an instant from `start` on and before `end`, two instants."""
        return self.filter(start__lt=end).filter(Q(closes_at__gt=start) | Q(start__gte=start))

    def clashing(self, venues):
        """Those to come that stand in the venues whose keys are given, and are not called off.

        A slot stands in its own venue, or else in that of its event. Each has `place`, the key of that venue.
        """
        standing = self.not_past().annotate(place=Coalesce("venue", "event__venue")).filter(place__in=venues)
        return standing.exclude(status__in=CALLED_OFF).exclude(event__status__in=CALLED_OFF)


class EventSlotManager(models.Manager.from_queryset(EventSlotQuerySet)):
    """A slot is never shown without its own place."""

    def get_queryset(self):
        return super().get_queryset().select_related("venue__commune")


class EventSlot(Orderable):
    """One time at which an event takes place."""

    event = ParentalKey("agenda.EventPage", on_delete=models.CASCADE, related_name="slots")
    # The identity of this slot in readers' calendars: never changes, says nothing of the date.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    start = models.DateTimeField("début")
    end = models.DateTimeField("fin", null=True, blank=True, help_text="Vide si l’heure de fin n’est pas connue.")
    all_day = models.BooleanField(
        "toute la journée", default=False, help_text="Les heures ne sont alors pas affichées."
    )
    status = models.CharField("état", max_length=20, choices=EventStatus.choices, default=EventStatus.SCHEDULED)
    note = models.CharField("précision", max_length=200, blank=True)
    venue = models.ForeignKey(
        "agenda.Venue",
        verbose_name="lieu de ce créneau",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="slots",
        help_text="Seulement s’il n’est pas celui de l’événement : une tournée, plusieurs communes.",
    )

    # Written when the slot is saved (`closing`), so that what is over is found by an index.
    closes_at = models.DateTimeField(null=True, editable=False, db_index=True)
    # Nothing here reads or writes it: it stays for the version before, which may serve beside this one.
    next_from = models.DateTimeField(null=True, editable=False)

    # Whether the end that was typed was understood as that of the night.
    ends_next_day = False

    objects = EventSlotManager()

    panels = [
        FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
        FieldPanel("all_day"),
        FoldedPanel(
            [
                FieldPanel("venue"),
                FieldRowPanel(
                    [
                        FieldPanel("status"),
                        FieldPanel("note", help_text="Obligatoire dès que ce créneau n’est plus simplement programmé."),
                    ]
                ),
            ],
            summary="Autre lieu, complet, reporté, annulé…",
            fields=["venue", "status", "note"],
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "créneau"
        verbose_name_plural = "créneaux"
        constraints = [
            models.CheckConstraint(
                name="agenda_slot_end_after_start",
                condition=Q(end__isnull=True) | Q(end__gte=models.F("start")),
                violation_error_message="La fin précède le début.",
            ),
            models.CheckConstraint(
                name="agenda_slot_status_explained",
                condition=Q(status="programme") | ~Q(note=""),
                violation_error_message="Expliquez l’état de ce créneau en une phrase.",
            ),
        ]

    def __str__(self):
        return self.in_words

    def clean(self):
        super().clean()
        for name in ("start", "end"):
            moment = getattr(self, name)
            if moment and moment.year not in YEARS:
                raise ValidationError({name: "Vérifiez l’année."})
        if self.start and self.end and not self.all_day:
            typed, self.end = self.end, end_of_the_night(self.start, self.end)
            self.ends_next_day = typed != self.end
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": "La fin précède le début."})
        if self.status in STATUSES_WITH_NOTE and not self.note:
            raise ValidationError({"note": "Expliquez l’état de ce créneau en une phrase."})

    def save(self, *args, **kwargs):
        # A copied event, and its former versions, come with the identities of the slots they were copied from.
        if EventSlot.objects.filter(uid=self.uid).exclude(pk=self.pk).exists():
            own = EventSlot.objects.filter(pk=self.pk).values_list("uid", flat=True).first()
            self.uid = own or uuid.uuid4()
        self.closes_at = self.closing
        super().save(*args, **kwargs)

    @property
    def explanation(self):
        """Why it is not simply on."""
        return self.note

    @classmethod
    def altered(cls, event):
        """The slots of an event that are not as planned, the first one first.

        Those that are over too (`is_past`): a query that does not ask the clock is written once (core.prepared).
        """
        return cls.objects.filter(event=event).exclude(status=EventStatus.SCHEDULED).order_by("start")

    @classmethod
    def altered_rows(cls, event):
        """The same as one column of a query that reads more; `from_row` reads one of them."""
        fields = ("start", "end", "all_day", "status", "note")
        return JSONRows(cls.altered(event), **{name: name for name in fields})

    @classmethod
    def from_row(cls, row):
        return cls(
            **{**row, "start": moment_of(row["start"]), "end": moment_of(row["end"]), "all_day": bool(row["all_day"])}
        )

    @property
    def closing(self):
        """The instant from which it is over: its end; one hour after its start, on the same day, if that is unknown.

        A whole day is over at midnight in Paris.
        """
        if self.all_day:
            return _midnight_after(self.end or self.start)
        if self.end:
            return self.end
        # In UTC: an hour is an hour on the night when clocks change.
        return min(self.start.astimezone(UTC) + UNKNOWN_LENGTH, _midnight_after(self.start))

    @property
    def first_day(self):
        return timezone.localtime(self.start).date()

    @property
    def last_day(self):
        """The day on which it is over; an evening that ends at midnight ends with its own day."""
        last_moment = max(self.start, self.closing.astimezone(UTC) - timedelta(microseconds=1))
        return timezone.localtime(last_moment).date()

    @property
    def last_named_day(self):
        """The last of the days that one says and draws: an evening past midnight is of the day on which it begins."""
        return last_named_day(self)

    @property
    def in_words(self):
        """« mercredi 21 juin 2023, de 13 h 30 à 17 h », and its own place if it has one."""
        return f"{self.time_in_words} – {self.venue}" if self.venue_id else self.time_in_words

    @property
    def time_in_words(self):
        """« mercredi 21 juin 2023, de 13 h 30 à 17 h »."""
        return slot_in_words(self)

    @property
    def is_called_off(self):
        """Whether nobody need come: postponed or cancelled."""
        return self.status in CALLED_OFF

    @property
    def is_scheduled(self):
        return self.status == EventStatus.SCHEDULED

    @property
    def is_past(self):
        """Whether it is over: the same rule as `EventSlotQuerySet.past`."""
        return self.closing <= timezone.now()
