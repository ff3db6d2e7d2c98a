"""The questions that an editor may line up in a call."""

from wagtail import blocks

from .chosen import ChoiceBlock, ChoicesBlock, CommuneBlock, YesNoBlock
from .written import DateBlock, LongTextBlock, NumberBlock, ShortTextBlock


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
