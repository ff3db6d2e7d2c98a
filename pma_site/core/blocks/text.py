from wagtail import blocks

from pma_site.core import elements

INLINE_FEATURES = ["bold", "italic", "superscript", "link", "document-link"]
TEXT_FEATURES = [*INLINE_FEATURES, "ol", "ul"]


class ParagraphBlock(blocks.RichTextBlock):
    """Running text."""

    def __init__(self, **kwargs):
        super().__init__(features=TEXT_FEATURES, **kwargs)

    class Meta:
        label = "Texte"
        icon = "pilcrow"
        template = "core/blocks/paragraph.html"
        description = "Un ou plusieurs paragraphes, avec listes et liens."
        preview_value = "<p>Le réseau s’est réuni pour la première fois à Lens.</p>"

    def elements(self, value):
        """What the block is made of (core.elements)."""
        return [elements.text(value)]


class HeadingBlock(blocks.CharBlock):
    """A heading inside a part; its level follows from its place."""

    class Meta:
        label = "Intertitre"
        icon = "title"
        template = "core/blocks/heading.html"
        description = "Un titre qui ouvre une partie du texte."
        preview_value = "Une méthode partagée"

    def elements(self, value):
        """What the block is made of (core.elements); the heading itself is the title of its piece."""
        return []


class QuotationBlock(blocks.StructBlock):
    """Words of somebody, with their name and office."""

    text = blocks.TextBlock(label="Citation", help_text="Sans guillemets : ils sont ajoutés.")
    author = blocks.CharBlock(label="Auteur", max_length=120)
    role = blocks.CharBlock(label="Fonction", max_length=160, required=False)

    class Meta:
        label = "Citation"
        icon = "openquote"
        template = "core/blocks/quotation.html"
        description = "Une parole marquante, avec le nom et la fonction de qui la tient."
        preview_value = {"text": "Nous avançons ensemble.", "author": "Alain Bavay", "role": "Président"}

    def elements(self, value):
        """What the block is made of (core.elements)."""
        return [elements.quotation(value["text"], value["author"], value["role"])]


class NumberedListBlock(blocks.StructBlock):
    """Items whose order or count matters."""

    title = blocks.CharBlock(label="Titre", max_length=160, required=False)
    items = blocks.ListBlock(
        blocks.RichTextBlock(features=INLINE_FEATURES, label="Élément"), label="Éléments", min_num=1
    )

    class Meta:
        label = "Liste numérotée"
        icon = "list-ol"
        template = "core/blocks/numbered_list.html"
        description = "Des éléments numérotés, dans l’ordre."
        preview_value = {"title": "En trois temps", "items": ["<p>Écouter</p>", "<p>Choisir</p>"]}

    def elements(self, value):
        """What the block is made of (core.elements), below its title."""
        return [elements.steps(value["items"])]


class CalloutBlock(blocks.StructBlock):
    """A box set apart from the text (« encart »)."""

    title = blocks.CharBlock(label="Titre", max_length=160)
    text = blocks.RichTextBlock(label="Texte", features=TEXT_FEATURES)
    tone = blocks.ChoiceBlock(
        label="Couleur",
        choices=[("canopee", "Vert"), ("canal", "Bleu"), ("brique", "Brique"), ("craie", "Neutre")],
        default="canopee",
        required=True,
    )

    class Meta:
        label = "Encart"
        icon = "form"
        template = "core/blocks/callout.html"
        description = "Un encadré de couleur pour une information à part."
        preview_value = {
            "title": "1 million d’euros",
            "text": "<p>Le budget de l’année.</p>",
            "tone": "canopee",
        }

    def elements(self, value):
        """What the block is made of (core.elements), below its title."""
        return [elements.text(value["text"])]
