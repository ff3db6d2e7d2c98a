"""Events, where and when they are."""

import datetime

from django.utils import timezone

from agenda.models import AgendaIndexPage, EventPage, EventSeries, EventSlot, Venue
from pma_site.territory.models import Commune
from tests.builders import counting
from tests.builders.registers import commune


def venue(name="Faculté Jean-Perrin", **fields):
    if "commune" not in fields and "outside_place" not in fields:
        fields["commune"] = Commune.objects.first() or commune()
    return Venue.objects.create(name=name, **fields)


def local(*parts):
    """A moment on the clocks of Lens: `local(2023, 6, 21, 13, 30)`."""
    return timezone.make_aware(datetime.datetime(*parts))


def event(slots=None, **fields):
    """An event with `slots`, pairs of a start and an end; one evening to come by default."""
    if slots is None:
        start = timezone.now() + datetime.timedelta(days=30)
        slots = [(start, start + datetime.timedelta(hours=2))]
    page = EventPage(**{"title": "Rencontre", "slug": f"rencontre-{next(counting.numbers)}", **fields})
    page.slots = [EventSlot(start=start, end=end) for start, end in slots]
    return AgendaIndexPage.objects.get().add_child(instance=page)


def event_series(name=None, **fields):
    return EventSeries.objects.create(name=name or f"Série {next(counting.numbers)}", **fields)
