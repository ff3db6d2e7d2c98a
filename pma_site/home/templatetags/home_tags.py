"""What the roof offers to templates: the state of the site's accessibility."""

from django import template
from django.utils import timezone

from pma_site.core.memory import remembered
from pma_site.core.navigation import navigation_for
from pma_site.home.models import AccessibilityAudit

register = template.Library()

# The address of the statement, the one that readers and inspectors type (home/migrations/0002_site_tree.py).
STATEMENT = "accessibilite"


def _request(context):
    return context.get("request") or getattr(context, "request", None)


@register.simple_tag(takes_context=True)
def accessibility_statement(context):
    """Return what the site declares today (AccessibilityStatement), read once a request."""
    request = _request(context)
    if request is None:
        return AccessibilityAudit.objects.statement()
    if not hasattr(request, "accessibility_statement"):
        today = timezone.localdate()
        request.accessibility_statement = remembered(
            ("accessibility", today), lambda: AccessibilityAudit.objects.statement(today)
        )
    return request.accessibility_statement


@register.simple_tag(takes_context=True)
def accessibility_state(context):
    """Return « non conforme » or what the site has reached, on the pages that must say it; "" elsewhere.

    They are the home page and the statement itself: no other page pays the query.
    """
    request = _request(context)
    navigation = navigation_for(request)
    page = navigation.path[-1]
    must_say = page == navigation.home or page.slug == STATEMENT
    if not must_say or page.get_url(request) != request.path:
        return ""
    return accessibility_statement(context).conformity.label
