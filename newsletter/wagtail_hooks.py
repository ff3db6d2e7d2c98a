from django.urls import path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .admin_views import NewIssueView
from .viewsets import IndicatorValueViewSet, IndicatorViewSet, IssueViewSet

register_snippet(IndicatorViewSet)
register_snippet(IndicatorValueViewSet)


@hooks.register("register_admin_viewset")
def register_issues():
    """List the issues by number."""
    return IssueViewSet("issues")


@hooks.register("register_admin_urls")
def register_screens():
    """Offer the screens of the letter beside Wagtail's own."""
    return [path("lettres/nouveau-numero/", NewIssueView.as_view(), name="new_issue")]
