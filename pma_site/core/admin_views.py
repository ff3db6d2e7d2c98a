"""Screens of the admin that know no room."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, Revision


class StillSignedInView(WagtailAdminTemplateMixin, TemplateView):
    """Asked by a page being edited whether its editor is still signed in; where signing in again leads."""

    template_name = "core/admin/still_signed_in.html"
    page_title = "Votre session est ouverte"
    header_icon = "check"

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class OthersChangeView(View):
    """Lead to the comparison that shows what somebody else last changed in a page, or else to its history."""

    def get(self, request, pk):
        page = get_object_or_404(Page, pk=pk)
        if not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        revisions = Revision.objects.for_instance(page).defer("content").order_by("-created_at", "-pk")
        theirs = revisions.exclude(user=request.user).first()
        before = theirs and revisions.filter(created_at__lt=theirs.created_at).first()
        if before is None:
            return redirect("wagtailadmin_pages:history", pk)
        return redirect("wagtailadmin_pages:revisions_compare", pk, before.pk, theirs.pk)
