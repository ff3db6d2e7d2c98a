"""Fields of an application as people fill them in: an amount in euros, an answer with its counter."""

import re
from decimal import Decimal, InvalidOperation

from django import forms

from pma_site.contributions.fields import ParagraphsField
from pma_site.core.french import NBSP, number

_SPACES = re.compile(r"[\s\u00a0\u202f€]+")
_THOUSANDS = re.compile(r"^\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?$")
# More than any project of the territory costs, and what a mistake of the keyboard makes.
MOST_EUROS = Decimal("100000000")


class EurosField(forms.CharField):
    """An amount as people write theirs: « 12 000 », « 1 500,50 € », « 1.500 ». Its value is a Decimal, or None."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {"invalid": "Ce montant ne se lit pas. Par exemple : 12 000 ou 1 500,50."}

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 30, "required": False, **kwargs})

    def to_python(self, value):
        text = _SPACES.sub("", super().to_python(value))
        if not text:
            return None
        if _THOUSANDS.match(text):
            text = text.replace(".", "")
        text = text.replace(",", ".")
        try:
            if not re.fullmatch(r"\d{1,15}(\.\d{1,2})?", text, re.ASCII):
                raise InvalidOperation
            amount = Decimal(text)
        except InvalidOperation as error:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid") from error
        if amount > MOST_EUROS:
            raise forms.ValidationError(f"C’est plus de 100{NBSP}millions d’euros : vérifiez le montant.")
        return amount

    def run_validators(self, value):
        # They read texts: the length is checked before it is read, as `clean` does it.
        return None

    def clean(self, value):
        if len(str(value or "")) > self.max_length:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid")
        return super().clean(value)


class CountedField(ParagraphsField):
    """Some paragraphs of a bounded length: signs are counted as the reader sees them, spaces and ends of lines too.

    The browser cuts nothing off: what is too long is kept, and how much too long is told.
    """

    def __init__(self, *, most, help_text="", **kwargs):
        self.most = most
        said = f"{number(most)} signes au plus, espaces compris."
        super().__init__(help_text=f"{help_text} {said}".strip(), **kwargs)
        self.widget.attrs |= {"rows": 4 if most <= 600 else 10, "data-count": str(most)}

    def validate(self, value):
        super().validate(value)
        if len(value) > self.most:
            over = len(value) - self.most
            raise forms.ValidationError(
                f"Votre texte a {number(len(value))} signes, soit {number(over)} de trop : {number(self.most)} au plus."
            )
