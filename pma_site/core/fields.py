from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.fields import StreamField

# For the years of programmes: "23" and "2203" are slips of the pen.
PROGRAMME_YEARS = [
    validator(bound, "Indiquez l’année sur quatre chiffres, comme 2023.")
    for validator, bound in ((MinValueValidator, 2000), (MaxValueValidator, 2100))
]


class StoryField(StreamField):
    """A StreamField whose migrations hold no block definitions.

    Blocks change often and never touch the database: without this each change would write a migration.
    """

    def __init__(self, block_types=(), **kwargs):
        super().__init__(block_types, **kwargs)

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
