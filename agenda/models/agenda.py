"""The list of events, as readers filter it."""

from django.core.paginator import Paginator
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from pma_site.core.blocks.text import TEXT_FEATURES
from pma_site.core.models import BasePage

from ..choices import Period
from ..forms import AgendaFilterForm
from .events import EventPage

EVENTS_A_PAGE = 20


class AgendaIndexPage(BasePage):
    """« Agenda »: what is on, filtered by the reader."""

    max_count = 1
    subpage_types = ["agenda.EventPage"]
    look = "agenda"

    introduction = RichTextField("introduction", blank=True, features=TEXT_FEATURES)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "accueil de l’agenda"
        verbose_name_plural = "accueil de l’agenda"

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        if not response.context_data["form"].is_valid():
            response.status_code = 400
        return response

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        form = AgendaFilterForm(request.GET)
        form.is_valid()
        events = EventPage.objects.child_of(self).online().matching(form.cleaned_data).with_places()
        paginator = Paginator(events, EVENTS_A_PAGE)
        context["form"] = form
        past = form.cleaned_data.get("periode") == Period.PAST
        context["period_title"] = "Événements passés" if past else "Événements à venir"
        context["events"] = paginator.get_page(request.GET.get("page"))
        return context
