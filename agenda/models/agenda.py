"""The list of events, as readers filter it."""

from django.http import HttpResponseRedirect
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from pma_site.core.blocks.text import TEXT_FEATURES
from pma_site.core.models import BasePage

from ..forms import AgendaFilterForm, query_string
from .listing import Listing


class AgendaIndexPage(BasePage):
    """« Agenda »: what is on, filtered by the reader."""

    max_count = 1
    subpage_types = ["agenda.EventPage"]
    look = "agenda"
    parameters = (*AgendaFilterForm.base_fields, "page")

    introduction = RichTextField("introduction", blank=True, features=TEXT_FEATURES)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "accueil de l’agenda"
        verbose_name_plural = "accueil de l’agenda"

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        form = response.context_data["listing"].form
        if form.errors:
            response.status_code = 400
        elif any(request.GET.get(name) == "" for name in form.fields):
            # A browser sends the fields that were left empty too: the address that is passed on has none of them.
            return HttpResponseRedirect(request.path + query_string(form.parameters))
        return response

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["listing"] = Listing(request.GET, request.path)
        return context
