"""« Générer des créneaux »: many at once, seen before they are added, then edited one by one."""

from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.admin import messages

from ..admin_forms import SlotsForm
from ..changing import add_slots
from ..generating import MOST_SLOTS, YEARS, without_duplicates
from ..models import EventSlot
from .screens import EventScreen


class SlotsView(EventScreen):
    """Propose slots, then add them to the draft of an event.

    The form of the event opens it in a window (`fenetre`), with the slots that it holds (`pris`), and adds them there.
    """

    template_name = "agenda/admin/slots.html"
    form_class = SlotsForm
    page_title = "Générer des créneaux"

    def get_template_names(self):
        return ["agenda/admin/slots_form.html" if self.in_window else self.template_name]

    def form_valid(self, form):
        new, known = without_duplicates(form.cleaned_data["moments"], self._taken())
        if self._total(new) > MOST_SLOTS:
            form.add_error(None, f"Cet événement aurait plus de {MOST_SLOTS} créneaux : raccourcissez la période.")
            return self.form_invalid(form)
        if "ajouter" in self.request.POST and self.event and new and not self.in_window:
            add_slots(self.event.pk, new, self.request.user)
            added = "ajouté" if len(new) == 1 else "ajoutés"
            messages.success(self.request, f"{_counted(new)} {added} au brouillon.")
            return redirect("wagtailadmin_pages:edit", self.event.pk)
        count = f"{_counted(new)} à ajouter" + (f" – {len(known)} déjà dans l’événement" if known else "")
        return self.render_to_response(self.get_context_data(form=form, proposed=self._rows(new), count=count))

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "in_window": self.in_window, "address": self.request.path}

    @property
    def in_window(self):
        return "fenetre" in self.request.GET or "fenetre" in self.request.POST

    def _taken(self):
        """The instants at which the event has a slot already: those of its form, or those of its draft."""
        if self.in_window:
            return [moment for text in self.request.POST.getlist("pris")[:1000] if (moment := _instant(text))]
        return [slot.start for slot in self.event.get_latest_revision_as_object().slots.all()] if self.event else []

    def _total(self, new):
        return len(new) + len(self._taken())

    def _rows(self, moments):
        """What the page shows of each slot, and what the form of the event is given of it."""
        rows = []
        for moment in moments:
            slot = EventSlot(start=moment.start, end=moment.end, all_day=moment.all_day)
            start, end = (value and f"{timezone.localtime(value):%d/%m/%Y %H:%M}" for value in (slot.start, slot.end))
            rows.append({"words": slot.time_in_words, "start": start, "end": end or "", "all_day": slot.all_day})
        return rows


def _counted(slots):
    return f"{len(slots)} {'créneaux' if len(slots) > 1 else 'créneau'}"


def _instant(text):
    """A moment as the form of the event writes it (« 21/06/2026 13:30 »); None where it is none."""
    day, _, hour = text[:40].strip().partition(" ")
    parts = day.split("/")
    try:
        moment = parse_datetime(f"{'-'.join(reversed(parts))} {hour}" if len(parts) == 3 else text[:40])
        return timezone.make_aware(moment) if moment and moment.year in YEARS else None
    except (ValueError, OverflowError):
        return None
