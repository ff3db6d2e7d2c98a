"""What every admin page about one issue has in common."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.models import Page

from pma_site.core.admin_frame import frame

from ..models import IssuePage


def issue_of(request, issue_id, right="can_edit"):
    """Return the issue, its latest draft included, that this account has a `right` on.

    Raises Http404, or PermissionDenied without the right.
    """
    issue = get_object_or_404(IssuePage, pk=issue_id)
    if not getattr(issue.permissions_for_user(request.user), right)():
        raise PermissionDenied
    return issue


def edit_address(issue):
    """Where an issue is written."""
    return reverse("wagtailadmin_pages:edit", args=[issue.pk])


def trail_to(issue):
    """Return the way to an issue in the admin: its section, then the issue."""
    index = Page.objects.parent_of(issue).specific().get()
    return [
        (reverse("wagtailadmin_explore", args=[index.pk]), index.get_admin_display_title()),
        (edit_address(issue), issue.get_admin_display_title()),
    ]


def page_context(issue, title, icon):
    """What the frame of an admin page about an issue needs."""
    return {
        **frame(icon, title, *trail_to(issue), subject=issue.get_admin_display_title()),
        "issue": issue,
        "edit_url": edit_address(issue),
    }
