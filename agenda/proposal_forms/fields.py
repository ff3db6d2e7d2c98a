"""Fields of a public form as people fill them in: an address without https://, « 18 h 30 », a photograph."""

import re
from datetime import date, datetime, time, timedelta

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone

from pma_site.core import pictures
from pma_site.core.refusals import Refused
from pma_site.readers.forms.addresses import AddressField

_DAY = re.compile(r"^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})$")
_HOUR = re.compile(r"^(\d{1,2})\s*(?:h|:)?\s*(\d{2})?(?::\d{2})?$", re.IGNORECASE)
FURTHEST = timedelta(days=3 * 366)


class WebField(forms.CharField):
    """The address of a page of the Web: « www.lens.example » is one."""

    # Not of the type `url`: browsers refuse what people know addresses as.
    widget = forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"})
    default_validators = [
        URLValidator(["http", "https"], message="Cette adresse n’est pas complète. Par exemple : www.exemple.fr/page")
    ]

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 200, "required": False, **kwargs})

    def to_python(self, value):
        address = super().to_python(value)
        return f"https://{address}" if address and "://" not in address else address


class PublicEmailField(AddressField):
    """An address that the public may write to; not one that the browser knows as the sender's."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs["autocomplete"] = "off"


class DayField(forms.Field):
    """A day: as the browser's calendar gives it, or as it is typed, « 21/06/2026 »."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": "Cette date ne se lit pas. Par exemple : 21/06/2026."}

    def to_python(self, value):
        value = (value or "").strip()
        if not value:
            return None
        found = _DAY.match(value)
        try:
            if not found:
                return date.fromisoformat(value)
            day, month, year = map(int, found.groups())
            return date(year + 2000 if year < 100 else year, month, day)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid") from error

    def validate(self, value):
        super().validate(value)
        if value and value > timezone.localdate() + FURTHEST:
            raise forms.ValidationError("Cette date est bien lointaine : vérifiez l’année.")


class HourField(forms.Field):
    """An hour of the day: « 18:30 », « 18h30 », « 18 h »."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages = {"invalid": "Cette heure ne se lit pas. Par exemple : 18:30."}

    def to_python(self, value):
        value = (value or "").strip()
        if not value:
            return None
        found = _HOUR.match(value)
        try:
            return time(int(found[1]), int(found[2] or 0))
        except (TypeError, ValueError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid") from error


class PictureField(forms.FileField):
    """A picture, made anew (core.pictures): its cleaned value is a Picture."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    default_error_messages = {"empty": "Ce fichier est vide : choisissez-le de nouveau."}

    def to_python(self, data):
        file = super().to_python(data)
        if file is None:
            return None
        try:
            return pictures.made_anew(file)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


def instant(day: date, hour: time) -> datetime:
    """The moment at which clocks in Lens show this day and hour."""
    return timezone.make_aware(datetime.combine(day, hour))
