"""What the editor of an issue has at hand beside its fields."""

from wagtail.admin.panels import HelpPanel


def headings_of(stream):
    """Return what each block of a stream is and how it is headed: [{"kind": "Initiative", "title": "Bivouaquez !"}]."""
    headings = []
    for block in stream:
        title = block.value.get("title", "") if hasattr(block.value, "get") else ""
        if block.block_type == "heading":
            title = block.value
        if title:
            headings.append({"kind": block.block.label, "title": title})
    return headings


class PreviousIssuePanel(HelpPanel):
    """« Dans le numéro précédent »: the headings of one part of the issue before, and where to read it.

    `part` is the stream, `title` the field that heads it, `anchor` its place on the page.
    """

    def __init__(self, part="", title="", anchor="", **kwargs):
        kwargs.setdefault("template", "newsletter/admin/previous_issue.html")
        kwargs.setdefault("heading", "Dans le numéro précédent")
        kwargs.setdefault("classname", "collapsed")
        super().__init__(**kwargs)
        self.part, self.title, self.anchor = part, title, anchor

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "part": self.part, "title": self.title, "anchor": self.anchor}

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel on the form of one issue."""

        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.issue = self.instance.issue_before

        def is_shown(self):
            return super().is_shown() and self.issue is not None

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            context["issue"] = self.issue
            context["title"] = getattr(self.issue, self.panel.title)
            context["headings"] = headings_of(getattr(self.issue, self.panel.part))
            context["anchor"] = self.panel.anchor
            return context
