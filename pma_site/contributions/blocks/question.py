"""What all questions of a call have, whatever the answer is made of."""

from django import forms
from wagtail import blocks

EMPTY = "Répondez à cette question."


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
