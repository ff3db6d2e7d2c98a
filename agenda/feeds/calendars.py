"""Calendars: a subscription of the whole agenda or of any filter of it, and the slots of one event."""

from functools import reduce
from operator import add, or_

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe
from wagtail.contrib.redirects.models import Redirect

from pma_site.core.typography import french_text

from .. import ical
from ..calendar_texts import entry_text
from ..models import CalendarEntry, EventPage, EventRecord
from .answering import answered
from .asking import Asked, feed

_KIND = "text/calendar; charset=utf-8"
_DESCRIBED = "Les événements de l’Artois, tenus à jour : dates changées, annulations, places."
_OF_ONE = "Les dates de cet événement, tenues à jour : changements, annulations, places."


@feed
def calendar(request, asked: Asked):
    """« agenda.ics »: what is to come, and for 60 days what is over or called off."""
    entries = CalendarEntry.objects.subscribed()
    parts = [entries]
    if not asked.is_everything:
        parts = [entries.shown_of(asked.events), entries.gone_with(asked.facets)]
    return _calendar(request, parts, asked.title, "agenda", dated=not asked.is_about_time)


@require_safe
def event_calendar(request, slug):
    """« agenda.ics » of one event: all of its slots, past ones too."""
    event = EventPage.objects.filter(slug=slug).select_related(None).order_by("pk").first()
    entries = CalendarEntry.objects.of_event(event) if event else CalendarEntry.objects.none()
    online = event is not None and EventRecord.objects.filter(pk=event.pk).exists()
    if online:
        return _calendar(request, [entries], french_text(event.title), event.slug, described=_OF_ONE)
    if entries.exists():
        # It was public, and somebody may have it in a calendar.
        return _calendar(request, [entries], "Agenda du Pôle Métropolitain de l’Artois", "agenda")
    return _renamed(request, slug)


def _calendar(request, parts, name, file, dated=True, described=_DESCRIBED):
    """Answer with the calendar `name` of the entries of all `parts`, of which none is in two."""

    def make():
        rows = reduce(or_, parts).in_order().values_list("uid", "sequence", "changed_at", "lines")
        content = ical.calendar(name, described, (entry_text(*row) for row in rows))
        return HttpResponse(content, headers={"Content-Disposition": f'inline; filename="{file}.ics"'})

    frame = ical.calendar(name, described, ()).decode()
    # Apart: databases read an index for each, and whole rows for either at once.
    stamp = reduce(add, [entries.stamp() for entries in parts])
    return answered(request, make, kind=_KIND, frame=frame, stamp=stamp, dated=dated)


def _renamed(request, slug):
    """Lead from the former name of an event, as printed or subscribed to, to the present one (404 where none is)."""
    path = request.path.removesuffix("/agenda.ics")
    found = Redirect.objects.filter(old_path=Redirect.normalise_path(path)).select_related("redirect_page").first()
    page = found.redirect_page if found else None
    if page is None or page.slug == slug or not EventRecord.objects.filter(pk=page.pk).exists():
        raise Http404("no such event")
    return redirect("agenda:event_calendar", slug=page.slug, permanent=True)
