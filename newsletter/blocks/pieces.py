"""What every part of a letter is: a title, a colour, and the elements that all three outputs print."""

from django import forms
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from pma_site.core.blocks.records import PreviewMixin

from ..choices import Output
from ..letter import Piece, pieces_of


class PieceBlock(PreviewMixin, blocks.StructBlock):
    """A block that an issue shows: it says once what it is made of, for every output."""

    class Meta:
        # The colour of the box it is set in; without one it is in no box.
        tone = ""
        template = "newsletter/blocks/preview.html"

    def elements(self, value):
        """What the block is made of (core.elements), below its title; nothing once its record is gone."""
        raise NotImplementedError

    def counts(self, value):
        """What the registers count of what the block shows, by its French plural: {"élus": 22}."""
        return {}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["pieces"] = [Piece.of(self, value).expanded()]
        return context


class ReservedBlock(PreviewMixin, blocks.StructBlock):
    """A passage for some of the outputs only: what the e-mail alone says, what paper has no room for."""

    outputs = blocks.MultipleChoiceBlock(
        label="Montré dans",
        choices=Output.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ailleurs, ce passage n’apparaît pas ; la concordance des sorties le sait.",
    )

    class Meta:
        label = "Passage réservé"
        icon = "view"
        template = "newsletter/blocks/preview.html"
        description = "Des blocs montrés dans certaines sorties seulement : courriel, PDF ou page web."

    def __init__(self, content, **kwargs):
        super().__init__([("content", content)], **kwargs)
        # Only now: with its name a block gets a label made of it.
        content.label = "Contenu"

    def clean(self, value):
        result = super().clean(value)
        if not self.is_deferred_validation and set(result["outputs"]) == set(Output.values):
            message = ValidationError("Montré partout, ce passage n’a pas à être réservé.")
            raise StructBlockValidationError(block_errors={"outputs": message})
        return result

    def get_preview_value(self):
        """A paragraph kept for the e-mail."""
        words = [("paragraph", "<p>Ce paragraphe ne se lit que dans le courriel.</p>")]
        return self.normalize({"outputs": [Output.EMAIL], "content": words})

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["pieces"] = [piece.expanded() for piece in pieces_of(value["content"])]
        return context


def refuse(field, message):
    """Raise the error of one field of a block."""
    raise StructBlockValidationError(block_errors={field: ValidationError(message)})
