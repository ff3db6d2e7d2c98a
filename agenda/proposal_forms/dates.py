"""When an event takes place: up to ten dates, each a day or a run of days, with hours or without."""

from datetime import time, timedelta

from django import forms
from django.utils import timezone

from pma_site.contributions.fields import LineField

from .fields import DayField, HourField, instant

MOST_DATES = 10
# Rows shown at first.
FIRST_ROWS = 1
# Slots that runs of days with hours make in all.
MOST_SLOTS = 60
TOO_MANY = f"Cela ferait plus de {MOST_SLOTS} séances : dites-le plutôt en mots, plus bas."


class DatesForm(forms.Form):
    """Rows of dates: fields `day_0`, `until_0`, `start_0`, `end_0`, `all_day_0`, and so on.

    `slots` holds, once valid, what models.Proposal keeps.
    """

    repeats = LineField(
        label="Il se répète, ou la date n’est pas fixée ? (facultatif)",
        max_length=250,
        required=False,
        help_text="Dites-le avec vos mots : « tous les mercredis jusqu’au 28 juin », « en juin, à confirmer ».",
    )

    def __init__(self, data=None, *args, count=FIRST_ROWS, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.count = min(max(count, FIRST_ROWS), MOST_DATES)
        self.slots = []
        fields = {}
        for number in range(self.count):
            which = f" (date {number + 1})" if number else ""
            fields |= {
                f"day_{number}": DayField(label=f"Jour{which}", required=False),
                f"until_{number}": DayField(
                    label=f"Jusqu’au{which}", required=False, help_text="S’il dure plusieurs jours de suite."
                ),
                f"start_{number}": HourField(label=f"Début{which}", required=False),
                f"end_{number}": HourField(
                    label=f"Fin{which}", required=False, help_text="Vide si elle n’est pas connue."
                ),
                f"all_day_{number}": forms.BooleanField(label=f"Toute la journée{which}", required=False),
            }
        self.fields = {**fields, **self.fields}

    @property
    def rows(self):
        """The fields of each date, for a template."""
        names = ("day", "until", "start", "end", "all_day")
        return [[self[f"{name}_{number}"] for name in names] for number in range(self.count)]

    @property
    def may_grow(self):
        """Whether one more date may be added."""
        return self.count < MOST_DATES

    def clean(self):
        cleaned, slots = super().clean(), []
        for number in range(self.count):
            slots += self._slots_of(number, *(cleaned.get(f"{name}_{number}") for name in _NAMES))
        if len(slots) > MOST_SLOTS:
            self.add_error("repeats", TOO_MANY)
        elif not slots and not cleaned.get("repeats") and not self.errors:
            self.add_error("day_0", "Indiquez au moins une date, ou dites plus bas pourquoi il n’y en a pas encore.")
        slots.sort(key=lambda slot: slot["start"])
        self.slots = list({(slot["start"], slot["end"]): slot for slot in slots}.values())
        return cleaned

    def _slots_of(self, number, day, until, start, end, all_day):
        if any(f"{name}_{number}" in self.errors for name in _NAMES):
            return []
        if not day:
            if until or start or end or all_day:
                self.add_error(f"day_{number}", "Indiquez le jour.")
            return []
        last = until or day
        if last < day:
            self.add_error(f"until_{number}", "Le dernier jour précède le premier.")
        elif last < timezone.localdate():
            self.add_error(f"day_{number}", "Cette date est passée : l’agenda annonce ce qui vient.")
        elif all_day and (start or end):
            self.add_error(f"all_day_{number}", "Choisissez : toute la journée, ou des heures.")
        elif end and not start:
            self.add_error(f"start_{number}", "Indiquez l’heure de début.")
        elif not all_day and not start:
            self.add_error(f"start_{number}", "Indiquez l’heure de début, ou cochez « Toute la journée ».")
        elif (last - day).days > 366:
            self.add_error(f"until_{number}", "C’est plus d’un an : vérifiez l’année.")
        elif all_day:
            return [_slot(instant(day, time()), instant(last, time()) if until else None, all_day=True)]
        elif (last - day).days >= MOST_SLOTS:
            self.add_error(f"until_{number}", TOO_MANY)
        else:
            return [self._evening(day + timedelta(days=more), start, end) for more in range((last - day).days + 1)]
        return []

    @staticmethod
    def _evening(day, start, end):
        """One day's hours; an end at or before the start is that of the next morning."""
        if end is None:
            return _slot(instant(day, start), None)
        night = timedelta(days=1) if end <= start else timedelta(0)
        return _slot(instant(day, start), instant(day + night, end))


_NAMES = ("day", "until", "start", "end", "all_day")


def _slot(start, end, *, all_day=False):
    return {"start": start.isoformat(), "end": end.isoformat() if end else None, "all_day": all_day}
