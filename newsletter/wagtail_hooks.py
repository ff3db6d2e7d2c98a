from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from .admin_views.composition import NewIssueView
from .admin_views.readiness import ReadinessView
from .models import IssuePage
from .viewsets import IndicatorValueViewSet, IndicatorViewSet, IssueViewSet

register_snippet(IndicatorViewSet)
register_snippet(IndicatorValueViewSet)


@hooks.register("register_admin_viewset")
def register_issues():
    """List the issues by number."""
    return IssueViewSet("issues")


@hooks.register("register_admin_urls")
def addresses_of_issues():
    """What editors do with an issue beside writing it."""
    return [
        path("lettres/nouveau-numero/", NewIssueView.as_view(), name="new_issue"),
        path("lettres/<int:pk>/pret-a-partir/", ReadinessView.as_view(), name="newsletter_readiness"),
    ]


@hooks.register("register_page_header_buttons")
def offer_the_checks(page, user, view_name, next_url=None):
    """Lead from an issue to « Prêt à partir ? »."""
    if isinstance(page, IssuePage) and page.pk and page.permissions_for_user(user).can_edit():
        address = reverse("newsletter_readiness", args=[page.pk])
        yield Button("Prêt à partir\u00a0?", address, icon_name="check", priority=5)
