"""Events as they are asked for: by the days they take, by place, and as readers filter them."""

from datetime import datetime, time

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.models import PageManager

from pma_site.core.models import BasePageQuerySet
from pma_site.core.rows import JSONRows

from ..choices import CALLED_OFF
from ..entries import FACETS
from ..periods import COMING, EVERYTHING, PAST, window_of
from .links import EventCommune
from .published import published
from .slots import EventSlot

# What a letter shows of an event: a line of its agenda, or the link to its page.
_CITED = ("title", "url_path", "when", "first_start", "status", "status_note")
# What says where an event takes place, beside its communes.
_PLACE = ("online_url", "venue__name", "venue__outside_place", "venue__commune__name")


class EventQuerySet(BasePageQuerySet):
    """Events by the days they take, by place, and as readers filter them."""

    def past(self, moment=None):
        """Events whose last slot is over at `moment` (now by default): the exact complement of `not_past`."""
        return self.filter(ends_at__lte=moment or timezone.now())

    def not_past(self, moment=None):
        """Events that are not over, and those whose dates are not fixed yet."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment or timezone.now()))

    def between(self, start, end):
        """Events that touch the days from `start` to `end`, both included."""
        return self.filter(first_day__lte=end, last_day__gte=start)

    def in_commune(self, commune):
        """Events that take place in a commune, by their venue or by the list of their communes."""
        return self.filter(Q(venue__commune=commune) | Q(communes__commune=commune)).distinct()

    def to_announce(self, day):
        """The published events that a letter may announce: still to come on `day`, with a date, not called off."""
        midnight = timezone.make_aware(datetime.combine(day, time()))
        return self.online().not_past(midnight).filter(first_day__isnull=False).exclude(status__in=CALLED_OFF)

    def without_place(self):
        """Those that say nowhere where to go though one may come, as the warning « place » tells (agenda.warnings)."""
        placed = EventSlot.objects.filter(event=OuterRef("pk"))
        somewhere_else = Exists(placed.filter(venue=None)) | ~Exists(placed)
        named = EventCommune.objects.filter(event=OuterRef("pk"))
        placeless = self.filter(somewhere_else, ~Exists(named), venue=None, online_url="")
        return placeless.exclude(status__in=CALLED_OFF)

    def without_image(self):
        """Those to come to that the agenda shows with a drawing, as the warning « image » tells (agenda.warnings)."""
        return self.filter(image=None).exclude(status__in=CALLED_OFF)

    def soonest_first(self):
        """In the order of a calendar; dates not fixed yet come last."""
        return self.order_by(models.F("first_day").asc(nulls_last=True), "first_start", "title")

    def latest_first(self):
        """Past events, the most recent first."""
        return self.order_by(models.F("ends_at").desc(nulls_last=True), "title")

    def with_places(self):
        """Events with the names of their communes (`commune_rows`), which a list shows where there is no venue."""
        links = EventCommune.objects.filter(event=OuterRef("pk")).order_by("sort_order")
        return self.annotate(commune_rows=JSONRows(links, name="commune__name"))

    def with_only(self, *fields):
        """Events with some fields, what says where they take place, and no more."""
        return self.select_related(None).select_related("venue__commune").only(*fields, *_PLACE).with_places()

    def as_cited(self):
        """Events with what a letter shows of them, and no more: with their dates that are not as planned."""
        return self.with_only(*_CITED).annotate(altered_slot_rows=EventSlot.altered_rows(OuterRef("pk")))

    def for_letter(self, chosen, start=None, end=None):
        """The events of a letter's agenda, once each, in the order of the calendar: `chosen`, and all of a period.

        Those without a date yet come last.
        """
        between = self.online().between(start, end).as_cited() if start and end else []
        # What was chosen comes first: whoever also chose what a new issue had found for them says it once.
        events = dict.fromkeys([*chosen, *between])
        return sorted(events, key=lambda event: (not event.first_start, event.first_start or None))

    def filtered(self, filters):
        """The events online that a reader's filters let through, whatever their period (forms.AgendaFilterForm)."""
        if not any(filters.get(name) for name in (*FACETS, "q")):
            return self
        return self._asked_for(filters, EVERYTHING)

    def matching(self, filters):
        """The events online that a reader's filters let through, in the order that suits their period."""
        window = window_of(filters, timezone.localdate())
        if window == PAST:
            return self.past().latest_first().filtered(filters)
        if window == COMING:
            return self.not_past().soonest_first().filtered(filters)
        events = self._asked_for(filters, window)
        return events.latest_first() if window.over else events.soonest_first()

    def _asked_for(self, filters, window):
        with published() as keeper:
            return self.filter(pk__in=keeper.catalogue.keys(keeper.asked(filters, window, timezone.now())))


class EventManager(PageManager.from_queryset(EventQuerySet)):
    """An event is never shown without its place and its picture."""

    def get_queryset(self):
        return super().get_queryset().select_related("venue__commune", "image")
