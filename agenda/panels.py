"""What the form of an event is made of beside Wagtail's own panels."""

from wagtail.admin.panels import HelpPanel, InlinePanel, MultiFieldPanel


class FoldedPanel(MultiFieldPanel):
    """Fields that most events do without: folded behind `summary` until one of `fields` holds something.

    `fields` are names of fields and of lists of the model.
    """

    def __init__(self, children=(), *args, summary="", fields=(), **kwargs):
        super().__init__(children, *args, **kwargs)
        self.summary, self.fields = summary, fields

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "summary": self.summary, "fields": self.fields}

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """The panel on the form of one event."""

        template_name = "agenda/admin/folded_panel.html"

        @property
        def is_open(self):
            """Whether there is something to see: a value, or an error."""
            return any(self._holds(name) for name in self.panel.fields)

        def _holds(self, name):
            if name in self.form.formsets:
                formset = self.form.formsets[name]
                return bool(formset.forms) or bool(self.form.is_bound and formset.total_error_count())
            if self.form.is_bound and self.form.has_error(name):
                return True
            field = self.instance._meta.get_field(name)
            value = self.form[name].value() if name in self.form.fields else field.value_from_object(self.instance)
            return value not in (None, "", field.get_default()) and bool(value)


class SlotsPanel(InlinePanel):
    """The slots of an event, with the way to generate many at once."""

    class BoundPanel(InlinePanel.BoundPanel):
        """The panel on the form of one event."""

        template_name = "agenda/admin/slots_panel.html"


class ToCheckPanel(HelpPanel):
    """« À vérifier »: what the event, as it was last saved, seems to lack or to get wrong."""

    def __init__(self, **kwargs):
        kwargs.setdefault("template", "agenda/admin/to_check_panel.html")
        kwargs.setdefault("heading", "À vérifier")
        kwargs.setdefault("icon", "warning")
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel on the form of one event."""

        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            # A form that comes back with errors holds values that nobody has checked yet.
            bound = self.form is not None and self.form.is_bound
            self.warnings = [] if bound or not self.instance.pk else self.instance.find_warnings()

        def is_shown(self):
            return super().is_shown() and bool(self.warnings)

        def get_context_data(self, parent_context=None):
            return {**super().get_context_data(parent_context), "warnings": self.warnings}


class ReasonPanel(MultiFieldPanel):
    """Why the date or the place changes: asked of what is online only."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """The panel on the form of one event."""

        def is_shown(self):
            return super().is_shown() and self.instance.live and bool(self.instance.pk)


class HistoryPanel(HelpPanel):
    """« Historique public »: the changes that were published, as the public reads them."""

    def __init__(self, **kwargs):
        kwargs.setdefault("template", "agenda/admin/history_panel.html")
        kwargs.setdefault("heading", "Historique public")
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel on the form of one event."""

        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.changes = list(self.instance.changes.all()) if self.instance.pk else []

        def is_shown(self):
            return super().is_shown() and bool(self.changes)

        def get_context_data(self, parent_context=None):
            return {**super().get_context_data(parent_context), "changes": self.changes}
