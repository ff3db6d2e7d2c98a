"""What the form of an event offers and tells besides its fields."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from ..creation import may_create_event
from ..models import EventPage


def ways_on(page, user):
    """Yield the buttons of what one does with an event beside writing it; none for another page."""
    if not issubclass(page.specific_class or Page, EventPage):
        return
    rights = page.permissions_for_user(user)
    if rights.can_edit() and may_create_event(user):
        again = reverse("agenda_renewal", args=[page.pk])
        yield Button("Refaire pour une nouvelle édition", again, icon_name="resubmit", priority=5)
    if rights.can_edit():
        slots = reverse("agenda_slots", args=[page.pk])
        yield Button("Générer des créneaux", slots, icon_name="calendar-alt", priority=6)
    if page.live and rights.can_publish():
        calling = reverse("agenda_call_off", args=[page.pk])
        yield Button("Annuler ou reporter", calling, icon_name="warning", priority=7)


def tell_of_nights(request, event):
    """Say which ends of its slots were understood as those of the night."""
    if request.accepts("text/html"):
        for words in event.understood_nights:
            messages.info(request, f"Fin comprise comme celle de la nuit : {words}.")


def tell_what_to_check(request, event):
    """Say, once an event is saved by hand, what seems wrong with it; as the admin saves by itself, nothing is said."""
    if not request.accepts("text/html"):
        return
    tell_of_nights(request, event)
    warnings = event.find_warnings()
    if warnings:
        form = reverse("wagtailadmin_pages:edit", args=[event.pk])
        lines = format_html_join("", '<li><a href="{}#{}">{}</a></li>', ((form, w.anchor, w.message) for w in warnings))
        words = "Un point à vérifier" if len(warnings) == 1 else f"{len(warnings)} points à vérifier"
        messages.warning(request, format_html('{}, sans urgence :<ul class="event-told">{}</ul>', words, lines))
