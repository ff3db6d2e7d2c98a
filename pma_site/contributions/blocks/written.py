"""Questions answered in one's own words: a line, some lines, a number, a day."""

from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from pma_site.core.french import NBSP, day

from ..fields import LineField, ParagraphsField
from .question import EMPTY, QuestionBlock

SHORT, LONG = 200, 3000
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)


class ShortTextBlock(QuestionBlock):
    """A line."""

    field_class = LineField

    class Meta:
        label = "Réponse courte"
        icon = "pilcrow"
        description = "Une ligne : un nom, un lieu, un chiffre avec son unité."

    def options(self, value):
        return {"max_length": SHORT, "error_messages": {"required": EMPTY}}


class LongTextBlock(QuestionBlock):
    """Some lines."""

    field_class = ParagraphsField

    class Meta:
        label = "Réponse longue"
        icon = "doc-full"
        description = "Plusieurs lignes : raconter, décrire, expliquer."

    def options(self, value):
        return {
            "max_length": LONG,
            "widget": forms.Textarea({"rows": 5}),
            "error_messages": {"required": EMPTY},
        }


class NumberBlock(QuestionBlock):
    """A number, within bounds where they are given."""

    least = blocks.DecimalBlock(label="Au moins", required=False)
    most = blocks.DecimalBlock(label="Au plus", required=False)
    field_class = forms.DecimalField

    class Meta:
        label = "Nombre"
        icon = "order"
        description = "Un nombre, entier ou à virgule."

    def clean(self, value):
        result = super().clean(value)
        least, most = result["least"], result["most"]
        if least is not None and most is not None and most < least:
            raise StructBlockValidationError(block_errors={"most": ValidationError("Plus petit que « Au moins ».")})
        return result

    def options(self, value):
        return {
            "localize": True,
            "widget": forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
            "min_value": value["least"],
            "max_value": value["most"],
            "max_digits": 15,
            "decimal_places": 4,
            "error_messages": {
                "required": EMPTY,
                "invalid": "Écrivez un nombre en chiffres, comme 12 ou 3,5.",
                **dict.fromkeys(
                    ("max_digits", "max_decimal_places", "max_whole_digits"), "Ce nombre a trop de chiffres."
                ),
            },
        }

    def kept(self, value, answer):
        return None if answer is None else f"{answer.normalize():f}"

    def words(self, value, answer):
        if answer is None:
            return ""
        whole, _, decimals = f"{answer.normalize():f}".partition(".")
        grouped = f"{Decimal(whole):,f}".replace(",", NBSP)
        return f"{grouped},{decimals}" if decimals else grouped


class _DayInput(forms.DateInput):
    """A day, picked in the browser's own calendar."""

    input_type = "date"

    def format_value(self, value):
        return value.isoformat() if isinstance(value, date) else value


class DateBlock(QuestionBlock):
    """A day."""

    field_class = forms.DateField

    class Meta:
        label = "Date"
        icon = "date"
        description = "Un jour du calendrier."

    def options(self, value):
        return {
            "widget": _DayInput,
            "input_formats": ["%Y-%m-%d", "%d/%m/%Y"],
            "validators": [_of_our_time],
            "error_messages": {"required": EMPTY, "invalid": "Écrivez une date, comme 21/06/2026."},
        }

    def kept(self, value, answer):
        return answer and answer.isoformat()

    def words(self, value, answer):
        return day(answer) if answer else ""


def _of_our_time(day_chosen):
    if not FIRST_DAY <= day_chosen <= LAST_DAY:
        raise ValidationError("Vérifiez l’année.")
