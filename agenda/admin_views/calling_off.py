"""« Annuler ou reporter »: all that is to come of one event, of its series, or of events ticked in the list."""

from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from pma_site.core.refusals import Refused

from ..admin_forms import CallOffForm, SeriesCallOffForm
from ..changing import call_off
from ..choices import EventStatus
from ..models import EventPage
from .screens import EventScreen


def _told(count, status):
    if not count:
        return "Rien n’a changé : tout est passé, ou annulé déjà."
    plural = "s" if count > 1 else ""
    words = {
        EventStatus.CANCELLED: f"annulé{plural}",
        EventStatus.POSTPONED: f"reporté{plural}",
        EventStatus.FULL: f"complet{plural}",
    }[status]
    return f"{count} événement{plural} {words} : le public lit votre explication."


class CallOffView(EventScreen):
    """Call off what is to come of one event, or of its whole series."""

    template_name = "agenda/admin/calling_off.html"
    form_class = SeriesCallOffForm
    page_title = "Annuler ou reporter"
    header_icon = "warning"
    right = "can_publish"

    def get_form_kwargs(self):
        series = self.event.series
        return {**super().get_form_kwargs(), "series": series, "others": len(self._others()) if series else 0}

    def get_context_data(self, **kwargs):
        to_come = [slot for slot in self.event.slots.order_by("start") if not slot.is_past]
        return {
            **super().get_context_data(**kwargs),
            "slots": to_come,
            "others": self._others() if self.event.series_id else [],
            "submit_button_label": "Publier ce changement",
            "submit_button_active_label": "Publication en cours…",
            "action_url": self.request.path,
        }

    def form_valid(self, form):
        status, note = form.cleaned_data["status"], form.cleaned_data["note"]
        events = [self.event, *(self._others() if form.cleaned_data.get("whole_series") else [])]
        try:
            count = call_off(events, status, note, self.request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _told(count, status))
        return redirect(self.event_address)

    def _others(self):
        series = EventPage.objects.live().not_past().filter(series=self.event.series_id)
        return list(series.exclude(pk=self.event.pk).soonest_first())


class CallOffBulkAction(BulkAction):
    """The same, of events ticked one by one in the list."""

    models = [EventPage]
    form_class = CallOffForm
    display_name = "Annuler ou reporter"
    action_type = "call_off"
    aria_label = "Annuler ou reporter les événements cochés"
    template_name = "agenda/admin/bulk_calling_off.html"
    action_priority = 5

    def get_all_objects_in_listing_query(self, parent_id):
        # Wagtail would take the whole agenda, whatever the filters of the list.
        raise Refused(
            "Pour annuler ou reporter, cochez les événements un à un : toute la liste, ce serait tout l’agenda."
        )

    @classmethod
    def get_queryset(cls, model, object_ids):
        """The events ticked; what is no key leads to none."""
        keys = [int(key) for key in object_ids if str(key).isdecimal() and len(str(key)) < 19]
        return list(EventPage.objects.filter(pk__in=keys).soonest_first())

    def check_perm(self, obj):
        return obj.permissions_for_user(self.request.user).can_publish()

    def get_execution_context(self):
        return {**self.cleaned_form.cleaned_data, "user": self.request.user}

    @classmethod
    def execute_action(cls, objects, status="", note="", user=None, **kwargs):
        """Call the events off; see changing.call_off."""
        return call_off(objects, status, note, user), 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        return _told(num_parent_objects, self.cleaned_form.cleaned_data["status"])
