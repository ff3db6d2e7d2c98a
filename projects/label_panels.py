"""What the forms of the label say beside their fields."""

from wagtail.admin.panels import HelpPanel


class EmbargoPanel(HelpPanel):
    """« Sous embargo jusqu’au… »: who knows the results now, and from when on everybody does."""

    def __init__(self, **kwargs):
        kwargs.setdefault("template", "projects/admin/embargo_panel.html")
        kwargs.setdefault("heading", "Embargo")
        kwargs.setdefault("icon", "lock")
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel on the form of one edition, or of one candidate."""

        def is_shown(self):
            return super().is_shown() and bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            return {**super().get_context_data(parent_context), "words": self.instance.embargo_in_words}
