"""Telephone numbers and postal codes, as people type them and as they are kept."""

from django import forms
from django.core.validators import RegexValidator
from django.db import models

# Digits, spaces and the signs that numbers are written with: « 03 21 00 00 00 », « +33 (0)3.21… ».
_PHONE = RegexValidator(r"^\+?[\d .()/-]{6,30}$", "Un numéro comme 03 21 00 00 00.")
POSTAL_CODE = RegexValidator(r"^\d{5}$", "Cinq chiffres, comme 62300.")
# A neighbour in Belgium has four.
_POSTAL_CODE_NEARBY = RegexValidator(r"^\d{4,5}$", "Cinq chiffres, comme 62300.")


class PhoneField(forms.CharField):
    """A telephone number, as people write theirs; spaces of other kinds, which a copied number brings, are spaces."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    default_validators = [_PHONE]

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 30, **kwargs})

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class _CheckedWhereTyped(models.CharField):
    """A text that forms check as it is typed; what was stored or imported before stays as it is."""

    def deconstruct(self):
        # To the database it is any text.
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class PhoneColumn(_CheckedWhereTyped):
    """A telephone number, of somebody else than who types it."""

    def formfield(self, **kwargs):
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})
        return super().formfield(**{"widget": widget, **kwargs, "form_class": PhoneField})


class PostalCodeColumn(_CheckedWhereTyped):
    """A postal code."""

    def formfield(self, **kwargs):
        return super().formfield(**{"validators": [_POSTAL_CODE_NEARBY], **kwargs})
