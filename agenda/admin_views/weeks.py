"""« Semaines à venir »: the table of the coming weeks for staff."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..admin_forms import WeeksForm
from ..weeks import coming_weeks
from .menu import works_on_agenda


class WeeksView(WagtailAdminTemplateMixin, TemplateView):
    """The events of the coming weeks, by week, with what each lacks."""

    template_name = "agenda/admin/weeks.html"
    page_title = "Semaines à venir"
    header_icon = "calendar-alt"

    def dispatch(self, request, *args, **kwargs):
        if not works_on_agenda(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        form = WeeksForm(request.GET or None, initial={"semaines": 4})
        wrong = form.is_bound and not form.is_valid()
        asked = form.cleaned_data if form.is_bound and not wrong else {}
        parts = coming_weeks(asked.get("semaines") or 4, asked.get("manque", False))
        return self.render_to_response(self.get_context_data(form=form, parts=parts), status=400 if wrong else 200)

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("agenda_events"), "label": "Agenda"},
            {"url": "", "label": self.page_title},
        ]
