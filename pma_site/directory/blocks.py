from wagtail import blocks

from pma_site.core.blocks.records import RecordChooserBlock


class ContactsBlock(blocks.ListBlock):
    """The people to write to, in order."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Contacts")
        kwargs.setdefault("min_num", 0)
        super().__init__(RecordChooserBlock("directory.Person", label="Personne"), **kwargs)
