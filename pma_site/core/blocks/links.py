from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from pma_site.core import elements

from .records import PageChooserBlock


class LinkValue(blocks.StructValue):
    """A link to a page of the site or to an address elsewhere."""

    @property
    def href(self):
        """The address to follow; empty when the chosen page is no longer online."""
        page = self.get("page")
        return (page.url if page else self.get("url")) or ""

    @property
    def text(self):
        return self.get("label") or self.href.removeprefix("https://").rstrip("/")


def _words(**options):
    """The field of what a link says."""
    return blocks.CharBlock(
        label="Texte du lien", max_length=120, help_text="Dit où mène le lien : jamais « cliquez ici ».", **options
    )


class LinkBlock(blocks.StructBlock):
    """A link with a text that says where it leads (RGAA 6.1); with `required=False` it may be left empty."""

    label = blocks.CharBlock(
        label="Texte du lien", max_length=120, help_text="Dit où mène le lien : jamais « cliquez ici »."
    )
    page = PageChooserBlock(label="Page du site", required=False)
    url = blocks.URLBlock(label="ou adresse extérieure", required=False)

    class Meta:
        required = True
        label = "Lien"
        icon = "link"
        value_class = LinkValue
        template = "core/blocks/link.html"
        description = "Un lien vers une page du site ou vers une adresse extérieure."
        preview_value = {"label": "La programmation complète", "url": "https://www.example.org/"}

    def clean(self, value):
        result = super().clean(value)
        if not self.is_deferred_validation and bool(result["page"]) == bool(result["url"]):
            message = "Indiquez soit une page du site, soit une adresse extérieure."
            raise StructBlockValidationError(block_errors={"url": ValidationError(message)})
        return result

    def elements(self, value):
        """What the block is made of (core.elements)."""
        return [elements.link(value.text, value.href)]


class OptionalLinkBlock(LinkBlock):
    """A link that may be left out as a whole."""

    label = _words(required=False)

    class Meta:
        required = False

    def clean(self, value):
        if not any(value.values()):
            return value
        result = super().clean(value)
        if not result["label"] and not self.is_deferred_validation:
            raise StructBlockValidationError(block_errors={"label": ValidationError("Dites où mène ce lien.")})
        return result


class LinkStream(blocks.StreamBlock):
    """A list of links."""

    link = LinkBlock()
