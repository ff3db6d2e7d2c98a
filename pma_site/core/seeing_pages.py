"""Which pages the admin may name to somebody."""

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

PAGE_ACTIONS = {"add", "change", "publish", "bulk_delete", "lock", "unlock"}


def visible_pages(pages: QuerySet, user) -> QuerySet:
    """Return of `pages` the published ones, and the drafts of one's own branch only."""
    if user.is_superuser:
        return pages
    own = page_permission_policy.instances_user_has_any_permission_for(user, PAGE_ACTIONS)
    return pages.filter(Q(live=True) | Q(pk__in=own.values_list("pk", flat=True)))


def is_visible(page: Page, user) -> bool:
    """Tell whether a page may be named to somebody."""
    return visible_pages(Page.objects.filter(pk=page.pk), user).exists()
