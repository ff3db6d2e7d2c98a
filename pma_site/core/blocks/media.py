from wagtail import blocks

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
