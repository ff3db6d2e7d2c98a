from html import unescape

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import get_language
from wagtail.blocks.base import BlockWidget
from wagtail.fields import StreamField

# For the years of programmes: "23" and "2203" are slips of the pen.
PROGRAMME_YEARS = [
    validator(bound, "Indiquez l’année sur quatre chiffres, comme 2023.")
    for validator, bound in ((MinValueValidator, 2000), (MaxValueValidator, 2100))
]


class StoryWidget(BlockWidget):
    """A stream in a form. What its blocks are is said to the browser in words found once a language.

    They never change while a process lives; Wagtail looks for them anew for each form, a third of its whole time.
    """

    def __init__(self, block_def, said, attrs=None):
        super().__init__(block_def, attrs)
        self.said = said

    def _once(self):
        return self.said.setdefault(get_language(), BlockWidget(self.block_def))

    @property
    def js_context(self):
        return self._once().js_context

    @property
    def block_json(self):
        return self._once().block_json

    @property
    def media(self):
        return self._once().media


class StoryField(StreamField):
    """A StreamField whose migrations hold no block definitions.

    Blocks change often and never touch the database: without this each change would write a migration.
    """

    def __init__(self, block_types=(), **kwargs):
        super().__init__(block_types, **kwargs)
        self._said = {}

    def formfield(self, **kwargs):
        return super().formfield(**{"widget": StoryWidget(self.stream_block, self._said), **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class TracedOneToOneField(models.OneToOneField):
    """A one-to-one link that Wagtail's reference index follows as it does a foreign key."""

    def deconstruct(self):
        # To the database it is the link it has always been.
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.OneToOneField", args, kwargs

    def extract_references(self, value):
        yield self.related_model, str(value), "", ""


def plain_words(html: str) -> str:
    """Return what a rich text says, on one line, without its tags."""
    return " ".join(unescape(strip_tags(html.replace("</p>", " </p>").replace("</li>", " </li>"))).split())
