"""What the screens about events have in common in the admin."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..creation import may_create_event
from ..models import EventPage


class EventScreen(WagtailAdminTemplateMixin, FormView):
    """A form about one event, `self.event`, for who may edit it; a form that is wrong comes back with status 400."""

    header_icon = "date"
    # Of the right that Wagtail asks: can_edit, can_publish…
    right = "can_edit"

    def setup(self, request, *args, pk=None, **kwargs):
        super().setup(request, *args, pk=pk, **kwargs)
        self.event = get_object_or_404(EventPage, pk=pk) if pk else None

    def dispatch(self, request, *args, **kwargs):
        if self.event is None:
            allowed = may_create_event(request.user)
        else:
            allowed = getattr(self.event.permissions_for_user(request.user), self.right)()
        if not allowed:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.event.get_admin_display_title() if self.event else ""

    def get_breadcrumbs_items(self):
        items = [*super().get_breadcrumbs_items(), {"url": reverse("agenda_events"), "label": "Agenda"}]
        if self.event:
            items.append({"url": self.event_address, "label": self.event.get_admin_display_title()})
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["media"] = context["form"].media
        context["event"] = self.event
        context["event_address"] = self.event_address
        return context

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 400
        return response

    @property
    def event_address(self):
        return reverse("wagtailadmin_pages:edit", args=[self.event.pk]) if self.event else ""
