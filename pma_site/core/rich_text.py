"""The editor of rich texts: Wagtail's, which several people may open at the same instant."""

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.rich_text.converters.html_to_contentstate import HtmlToContentStateHandler
from wagtail.admin.rich_text.editors import draftail


class _Converter(ContentstateConverter):
    """Reads each text with a reader of its own.

    Wagtail's keeps one reader for the life of a process: two pages opened in two threads at once read each other's
    text, or fail (https://github.com/wagtail/wagtail/issues/14573).
    """

    def from_database_format(self, html):
        """Return a stored text as the JSON that Draftail reads."""
        reader = HtmlToContentStateHandler(self.features)
        reader.feed(html)
        reader.close()
        return reader.contentstate.as_json(separators=(",", ":"))


class DraftailRichTextArea(draftail.DraftailRichTextArea):
    """The field of a rich text in the admin. Wagtail's style sheet knows it by this name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.converter = _Converter(self.features)
