from wagtail import blocks

from .records import DescribedImageBlock


class FigureBlock(blocks.StructBlock):
    """A picture with its caption; its credit comes from the picture itself."""

    image = DescribedImageBlock(label="Image")
    caption = blocks.CharBlock(label="Légende", max_length=250, required=False)

    class Meta:
        label = "Image"
        icon = "image"
        template = "core/blocks/figure.html"
        description = "Une image avec son texte de remplacement, sa légende et son crédit."
