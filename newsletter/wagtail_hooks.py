from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .viewsets import IndicatorValueViewSet, IndicatorViewSet, IssueViewSet

register_snippet(IndicatorViewSet)
register_snippet(IndicatorValueViewSet)


@hooks.register("register_admin_viewset")
def register_issues():
    """List the issues by number."""
    return IssueViewSet("issues")
