"""Screens of the admin that know no room."""

from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class StillSignedInView(WagtailAdminTemplateMixin, TemplateView):
    """Asked by a page being edited whether its editor is still signed in; where signing in again leads."""

    template_name = "core/admin/still_signed_in.html"
    page_title = "Vous êtes connecté au site"
    header_icon = "check"

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]
