"""The times of an event: one slot a day or a session."""

import uuid
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from ..choices import STATUSES_WITH_NOTE, EventStatus
from ..wording import day_in_words, hour_in_words

# How long an event lasts when nobody said.
UNKNOWN_LENGTH = timedelta(hours=1)
# A slot that runs past midnight is one evening up to this length.
ONE_EVENING = timedelta(hours=18)


def _midnight_after(moment):
    day = timezone.localtime(moment).date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time()))


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

    panels = [
        FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
        FieldPanel("all_day"),
        FieldRowPanel(
            [
                FieldPanel("status"),
                FieldPanel("note", help_text="Obligatoire dès que ce créneau n’est plus simplement programmé."),
            ]
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
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": "La fin précède le début."})
        if self.status in STATUSES_WITH_NOTE and not self.note:
            raise ValidationError({"note": "Expliquez l’état de ce créneau en une phrase."})

    def save(self, *args, **kwargs):
        # A copied event, and its former versions, come with the identities of the slots they were copied from.
        if EventSlot.objects.filter(uid=self.uid).exclude(pk=self.pk).exists():
            own = EventSlot.objects.filter(pk=self.pk).values_list("uid", flat=True).first()
            self.uid = own or uuid.uuid4()
        super().save(*args, **kwargs)

    @property
    def closes_at(self):
        """When it is over: its end, or one hour after its start on the same day where the end is unknown."""
        if self.all_day:
            return _midnight_after(self.end or self.start) - timedelta(seconds=1)
        if self.end:
            return self.end
        return min(self.start + UNKNOWN_LENGTH, _midnight_after(self.start) - timedelta(seconds=1))

    @property
    def first_day(self):
        return timezone.localtime(self.start).date()

    @property
    def last_day(self):
        """The day on which it is over; an evening that ends at midnight ends with its own day."""
        last_moment = max(self.start, self.closes_at - timedelta(microseconds=1))
        return timezone.localtime(last_moment).date()

    @property
    def in_words(self):
        """« mercredi 21 juin 2023, de 13 h 30 à 17 h »."""
        first = day_in_words(self.first_day)
        if not self.all_day:
            return f"{first}{self._hours_in_words()}"
        if self.last_day == self.first_day:
            return first
        return f"du {first} au {day_in_words(self.last_day)}"

    def _hours_in_words(self):
        if not self.end:
            return f" à {hour_in_words(self.start)}"
        until = hour_in_words(self.end)
        if self.last_day == self.first_day or self.end - self.start < ONE_EVENING:
            return f", de {hour_in_words(self.start)} à {until}"
        return f" à {hour_in_words(self.start)} – {day_in_words(self.last_day)} à {until}"
