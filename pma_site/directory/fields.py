"""The number of an establishment (SIRET), as people type it and as it is kept."""

import re

from django import forms
from django.db import models


class SiretField(forms.CharField):
    """The number of an establishment: 14 digits whose last one checks the others (Luhn, as INSEE gives them)."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 30, "required": False, **kwargs})

    def to_python(self, value):
        text = re.sub(r"[\s\u00a0\u202f.-]+", "", super().to_python(value))
        if not text:
            return ""
        if not re.fullmatch(r"\d+", text, re.ASCII) or len(text) != 14:
            raise forms.ValidationError("Un SIRET a 14 chiffres. Laissez vide si vous ne le connaissez pas.")
        # La Poste numbers its offices otherwise: the sum of their digits is a multiple of five.
        if not _checks(text) and not (text.startswith("356000000") and sum(map(int, text)) % 5 == 0):
            raise forms.ValidationError("Ce SIRET n’existe pas : un chiffre est faux. Vérifiez-le, ou laissez vide.")
        return text


def _checks(digits):
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


class SiretColumn(models.CharField):
    """A SIRET of 14 digits, empty where it is not known."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 14, "blank": True, **kwargs})

    def formfield(self, **kwargs):
        return super().formfield(**{**kwargs, "form_class": SiretField, "max_length": 30})
