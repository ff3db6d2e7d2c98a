from wagtail import blocks

from pma_site.core import elements

from .records import DescribedImageBlock, PreviewMixin


class FigureBlock(PreviewMixin, blocks.StructBlock):
    """A picture with its caption; its credit comes from the picture itself."""

    image = DescribedImageBlock(label="Image")
    caption = blocks.CharBlock(label="Légende", max_length=250, required=False)

    class Meta:
        label = "Image"
        icon = "image"
        template = "core/blocks/figure.html"
        preview_value = {"caption": "La légende de l’image"}
        description = "Une image avec son texte de remplacement, sa légende et son crédit."

    def elements(self, value):
        """What the block is made of (core.elements); nothing once its image is gone."""
        return described_picture(value["image"], value["caption"])


def described_picture(image, caption=""):
    """Return the element of a chosen image with the alternative text of this use; nothing without an image."""
    return [elements.picture(image, image.contextual_alt_text or "", caption)] if image else []
