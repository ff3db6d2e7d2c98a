from wagtail.fields import StreamField


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
