"""Its one type of page."""

from wagtail.models import Page


class EmptyPage(Page):
    """A page with a title."""

    template = "empty.html"
