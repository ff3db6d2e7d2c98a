"""« Refaire pour une nouvelle édition »: a page with one button."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from wagtail.admin import messages

from ..admin_forms import RenewalForm
from ..creation import may_create_event
from ..renewing import edition_year, renew, series_name, title_in
from .screens import EventScreen


class RenewalView(EventScreen):
    """Begin the next edition of an event as a draft."""

    template_name = "agenda/admin/renewal.html"
    form_class = RenewalForm
    page_title = "Refaire pour une nouvelle édition"
    header_icon = "resubmit"

    def dispatch(self, request, *args, **kwargs):
        if not may_create_event(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        year = edition_year(self.event) + 1
        return {"title": title_in(self.event, year), "provisional_date": str(year)}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "series": "" if self.event.series_id else series_name(self.event)}

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "submit_button_label": "Créer le brouillon",
            "submit_button_active_label": "Création en cours…",
            "action_url": self.request.path,
        }

    def form_valid(self, form):
        new = renew(self.event.get_latest_revision_as_object(), self.request.user, **form.cleaned_data)
        messages.success(
            self.request, f"«\u00a0{new.title}\u00a0» est créé, en brouillon : il reste à fixer ses dates."
        )
        return redirect("wagtailadmin_pages:edit", new.pk)
