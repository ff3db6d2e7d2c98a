"""Days and hours as they are typed: those of the clocks of the Artois, on the two nights when these are changed too."""

import re
from datetime import UTC, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.widgets import AdminDateTimeInput

# The same is done where it is typed, in static/js/admin/dates.js.
_HOUR = re.compile(r"\s+(?:à\s+)?(\d{1,2})\s*h\s*(\d{2})?\s*$", re.IGNORECASE)


def in_figures(typed: str) -> str:
    """Return a day and an hour with the hour as clocks write it: « 5/12/2026 à 18 h 30 » as « 5/12/2026 18:30 »."""
    return _HOUR.sub(lambda hour: f" {hour[1]}:{hour[2] or '00'}", typed)


class LocalDateTimeField(forms.DateTimeField):
    """A day and an hour, which may be typed as it is written: « 18h30 », « 18 h 30 », « 9 h ».

    In the autumn night that has an hour twice, « 2 h 30 » is the first one, as in calendars (RFC 5545 § 3.3.5); Django
    refuses both, and an event that was imported with such an hour could not be saved again. In the spring night, it is
    none, and a sentence says so.
    """

    default_error_messages = {
        "invalid": "Indiquez un jour et une heure, comme 05/12/2026 18:30.",
        "missing": "Cette nuit-là, les horloges passent de 2\u00a0h à 3\u00a0h\u00a0: cette heure n’existe pas.",
    }

    def to_python(self, value):
        try:
            return super().to_python(in_figures(value) if isinstance(value, str) else value)
        except ValidationError as refusal:
            typed = (getattr(refusal, "params", None) or {}).get("datetime")
            if getattr(refusal, "code", "") != "ambiguous_timezone" or not isinstance(typed, datetime):
                raise
            instant = timezone.make_aware(typed)
            if timezone.localtime(instant.astimezone(UTC)).replace(tzinfo=None) != typed:
                raise ValidationError(self.error_messages["missing"], "missing") from refusal
            return instant


class LocalDateTimeInput(AdminDateTimeInput):
    """Where a day and an hour are typed or chosen; a day is chosen with a round hour, and not with the present one."""

    def get_config(self):
        """Return the options of the calendar."""
        return {**super().get_config(), "defaultTime": "09:00"}


# What every field of a form of the admin that takes a day and an hour is made of.
ADMIN_FIELD = {"form_class": LocalDateTimeField, "widget": LocalDateTimeInput}
