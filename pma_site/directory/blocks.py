from pma_site.core.blocks.records import RecordChooserBlock, RecordListBlock


class ContactsBlock(RecordListBlock):
    """The people to write to, in order."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Contacts")
        kwargs.setdefault("min_num", 0)
        super().__init__(RecordChooserBlock("directory.Person", label="Personne"), **kwargs)
