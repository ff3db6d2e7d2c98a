"""Questions answered by choosing: one or some of the answers offered, yes or no, a commune."""

from django import forms
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from pma_site.core.french import NBSP
from pma_site.territory.models import Commune

from .question import EMPTY, QuestionBlock

# More choices than that are a list to unfold: nobody reads through a page of buttons.
FEW = 8
NO_SUCH = "Choisissez une des réponses proposées."


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
