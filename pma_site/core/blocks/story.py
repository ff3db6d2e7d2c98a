from wagtail import blocks

from .links import LinkBlock
from .media import FigureBlock
from .text import CalloutBlock, HeadingBlock, NumberedListBlock, ParagraphBlock, QuotationBlock


class StoryBlock(blocks.StreamBlock):
    """The running text of a page: what every room may write with; rooms inherit and add their own blocks."""

    paragraph = ParagraphBlock(group="Texte")
    heading = HeadingBlock(group="Texte")
    quotation = QuotationBlock(group="Texte")
    numbered_list = NumberedListBlock(group="Texte")
    callout = CalloutBlock(group="Texte")
    figure = FigureBlock(group="Images")
    link = LinkBlock(group="Texte")
