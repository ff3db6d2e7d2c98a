"""What every admin page about one issue has in common."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.models import Page

from ..models import IssuePage


def issue_of(request, issue_id, right="can_edit"):
    """Return the issue, its latest draft included, that this account has a `right` on.

    Raises Http404, or PermissionDenied without the right.
    """
    issue = get_object_or_404(IssuePage, pk=issue_id)
    if not getattr(issue.permissions_for_user(request.user), right)():
        raise PermissionDenied
    return issue


def page_context(issue, title, icon):
    """What the frame of an admin page about an issue needs."""
    home = reverse("wagtailadmin_explore", args=[Page.objects.parent_of(issue).get().pk])
    edit = reverse("wagtailadmin_pages:edit", args=[issue.pk])
    return {
        "issue": issue,
        "edit_url": edit,
        "header_title": f"{title} : {issue.get_admin_display_title()}",
        "page_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [
            {"url": home, "label": "Lettres"},
            {"url": edit, "label": issue.get_admin_display_title()},
            {"url": "", "label": title},
        ],
    }
