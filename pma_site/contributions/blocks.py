"""The questions of a call, as an editor lines them up. The identity of a block is that of its question, for ever."""

from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from pma_site.core.french import NBSP, day
from pma_site.territory.models import Commune

from .fields import LineField, ParagraphsField

SHORT, LONG = 200, 3000
# More choices than that are a list to unfold: nobody reads through a page of buttons.
FEW = 8
EMPTY = "Répondez à cette question."
NO_SUCH = "Choisissez une des réponses proposées."
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)


class _DayInput(forms.DateInput):
    """A day, picked in the browser's own calendar."""

    input_type = "date"

    def format_value(self, value):
        return value.isoformat() if isinstance(value, date) else value


class QuestionBlock(blocks.StructBlock):
    """One question: what is asked, what helps to answer, and whether one has to."""

    label = blocks.CharBlock(label="Question", max_length=160, help_text="« Combien d’élus viendront ? »")
    help_text = blocks.CharBlock(label="Aide", max_length=250, required=False, help_text="Sous la question.")
    required = blocks.BooleanBlock(label="Réponse obligatoire", required=False)

    class Meta:
        icon = "help"
        label_format = "{label}"

    def form_field(self, value) -> forms.Field:
        """Return the field by which one answers."""
        return self.field_class(
            label=value["label"],
            help_text=value["help_text"] or "",
            required=bool(value["required"]),
            **self.options(value),
        )

    def options(self, value):
        """What the field of this kind takes beside."""
        return {}

    def kept(self, value, answer):
        """What JSON keeps of an answer, to be shown again in the field."""
        return answer

    def words(self, value, answer) -> str:
        """An answer as one reads it, whatever becomes of the question."""
        return str(answer or "")

    def row(self, block_id, value, answer) -> dict:
        """An answer frozen with the words of its question, as models.CallAnswer keeps it."""
        return {
            "question": block_id,
            "kind": self.name,
            "label": str(value["label"]),
            "value": self.kept(value, answer),
            "words": self.words(value, answer),
        }


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


class _ChosenMixin:
    """A question whose answers are counted: `_offered` gives the identities and the words of what can be chosen."""

    def row(self, block_id, value, answer):
        return {**super().row(block_id, value, answer), "chosen": self.chosen(value, answer)}

    def chosen(self, value, answer) -> list[str]:
        """The words of what was chosen."""
        taken = answer if isinstance(answer, list) else [answer]
        return [words for key, words in self._offered(value) if key in taken]

    def words(self, value, answer):
        return f"{NBSP}; ".join(self.chosen(value, answer))


class _ChoosingBlock(_ChosenMixin, QuestionBlock):
    """Answers to choose from, each with an identity of its own: its words may be put right later."""

    choices = blocks.ListBlock(blocks.CharBlock(label="Réponse", max_length=160), label="Réponses", min_num=2)

    def clean(self, value):
        result = super().clean(value)
        offered = [str(choice).strip().casefold() for choice in result["choices"]]
        if len(set(offered)) < len(offered):
            message = ValidationError("Deux réponses sont les mêmes.")
            raise StructBlockValidationError(block_errors={"choices": message})
        return result

    @staticmethod
    def _offered(value):
        """The choices in order: their identities and their words."""
        return [(str(choice.id), str(choice.value)) for choice in value["choices"].bound_blocks]


class ChoiceBlock(_ChoosingBlock):
    """One answer among several."""

    field_class = forms.ChoiceField

    class Meta:
        label = "Un choix"
        icon = "radio-full"
        description = "Une seule réponse parmi celles que vous proposez."

    def options(self, value):
        offered = self._offered(value)
        unfolded = len(offered) <= FEW
        none = [] if unfolded and value["required"] else [("", "Sans réponse" if unfolded else "Choisissez…")]
        return {
            "choices": [*([] if unfolded else none), *offered, *(none if unfolded else [])],
            "widget": forms.RadioSelect if unfolded else forms.Select,
            "error_messages": {"required": EMPTY, "invalid_choice": NO_SUCH},
        }


class ChoicesBlock(_ChoosingBlock):
    """Some answers among several."""

    field_class = forms.MultipleChoiceField

    class Meta:
        label = "Plusieurs choix"
        icon = "list-ul"
        description = "Autant de réponses que l’on veut parmi celles que vous proposez."

    def options(self, value):
        return {
            "choices": self._offered(value),
            "widget": forms.CheckboxSelectMultiple,
            "error_messages": {"required": EMPTY, "invalid_choice": NO_SUCH, "invalid_list": NO_SUCH},
        }


class YesNoBlock(_ChosenMixin, QuestionBlock):
    """Yes or no."""

    field_class = forms.ChoiceField

    class Meta:
        label = "Oui ou non"
        icon = "check"
        description = "Une question à laquelle on répond par oui ou par non."

    def options(self, value):
        none = [] if value["required"] else [("", "Sans réponse")]
        return {
            "choices": [("oui", "Oui"), ("non", "Non"), *none],
            "widget": forms.RadioSelect,
            "error_messages": {"required": EMPTY, "invalid_choice": "Répondez par oui ou par non."},
        }

    @staticmethod
    def _offered(value):
        return [("oui", "Oui"), ("non", "Non")]


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


class CommuneBlock(QuestionBlock):
    """One of the communes of the territory, by its name."""

    field_class = forms.ModelChoiceField

    class Meta:
        label = "Commune"
        icon = "home"
        description = "Une commune du territoire, autre que celle de la personne qui répond."

    def options(self, value):
        return {
            "queryset": Commune.objects.all(),
            "to_field_name": "insee_code",
            "empty_label": "Choisissez…",
            "error_messages": {"required": EMPTY, "invalid_choice": "Cette commune ne fait pas partie du territoire."},
        }

    def kept(self, value, answer):
        return answer and answer.insee_code


class QuestionStream(blocks.StreamBlock):
    """The questions of a call, in order."""

    short_text = ShortTextBlock()
    long_text = LongTextBlock()
    choice = ChoiceBlock()
    choices = ChoicesBlock()
    yes_no = YesNoBlock()
    number = NumberBlock()
    date = DateBlock()
    commune = CommuneBlock()

    class Meta:
        max_num = 30


def _of_our_time(day_chosen):
    if not FIRST_DAY <= day_chosen <= LAST_DAY:
        raise ValidationError("Vérifiez l’année.")
