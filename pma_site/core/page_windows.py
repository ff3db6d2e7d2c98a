"""Screens of Wagtail's that would name to anybody the pages that they may not see (core.seeing_pages)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from wagtail.admin.views import chooser
from wagtail.admin.views.pages import workflow
from wagtail.admin.views.reports import page_types_usage
from wagtail.models import Page

from .seeing_pages import is_visible, visible_pages


class BrowseView(chooser.BrowseView):
    """The window in which a page is chosen: Wagtail lists what is visible, below whatever page the address names."""

    def get_object_list(self):
        """Return what stands below the page asked for; where none was, below the first that may be named.

        Raises Http404 for one that may not be.
        """
        while not is_visible(self.parent_page, self.request.user):
            if "parent_page_id" in self.kwargs:
                raise Http404
            self.parent_page = self.parent_page.get_parent().specific
        return super().get_object_list()


class ChosenMultipleView(chooser.ChosenMultipleView):
    """What a form shows of pages that were chosen together."""

    def get(self, request):
        """Answer for those that may be named."""
        chosen = visible_pages(Page.objects.filter(pk__in=request.GET.getlist("id")), request.user)
        request.GET = request.GET.copy()
        request.GET.setlist("id", chosen.values_list("pk", flat=True))
        return super().get(request)


class _NamesWhatIsVisible:
    """Says that a page awaits no approval to who may know that it exists."""

    def add_error_message(self):
        self._refuse_to_strangers()
        super().add_error_message()

    def add_not_in_moderation_error(self):
        self._refuse_to_strangers()
        super().add_not_in_moderation_error()

    def _refuse_to_strangers(self):
        if not is_visible(self.object, self.request.user):
            raise PermissionDenied


class WorkflowAction(_NamesWhatIsVisible, workflow.WorkflowAction):
    """The answer to a proof."""


class CollectWorkflowActionData(_NamesWhatIsVisible, workflow.CollectWorkflowActionData):
    """What is said with that answer."""


class PreviewRevisionForTask(_NamesWhatIsVisible, workflow.PreviewRevisionForTask):
    """A page as it awaits an approval."""


class PageTypesUsageReportView(page_types_usage.PageTypesUsageReportView):
    """The types of pages, each with the page that was written in last, where that one may be named."""

    def decorate_paginated_queryset(self, page_types):
        """Leave out of `page_types` the last pages that may not be named."""
        written = Page.objects.filter(pk__in=[kind.last_edited_page_id for kind in page_types])
        named = set(visible_pages(written, self.request.user).values_list("pk", flat=True))
        for kind in page_types:
            if kind.last_edited_page_id not in named:
                kind.last_edited_page_id = None
        return super().decorate_paginated_queryset(page_types)
