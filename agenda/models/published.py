"""The catalogue of what is online, kept in each process and brought up to date with the database at each request.

Whatever changes it leaves a mark, in the same transaction. A process that meets marks it does not know reads the
events they name again; a transaction that is rolled back takes its marks with it; what was read of it is read again.
"""

from datetime import UTC, datetime

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef
from wagtail.models import PageViewRestriction
from wagtail.signals import post_page_move

from pma_site.core.french import stem_words
from pma_site.core.marks import Keeper, Mark
from pma_site.core.rows import JSONRows
from pma_site.directory.models import Organisation
from pma_site.territory.models import Commune, Epci

from ..catalogue import Catalogue
from ..choices import CALLED_OFF, OrganiserRole
from ..entries import FACETS, Asked, Entry, Slot
from .changes import event_written
from .links import EventCommune, EventOrganiser
from .slots import EventSlot
from .venues import Venue

# How many marks are kept: a process that has been asleep for longer reads everything again.
KEPT_MARKS = 500


class AgendaMark(Mark):
    """Something that the agenda shows has changed: an event, or, where none is named, possibly all of them."""

    # A plain number: the event may be gone.
    event = models.BigIntegerField(null=True)

    kept = KEPT_MARKS

    class Meta:
        verbose_name = "repère de l’agenda"
        verbose_name_plural = "repères de l’agenda"

    def __str__(self):
        return f"événement {self.event}" if self.event else "tout l’agenda"


class _Keeper(Keeper):
    """The catalogue of this process, and the marks that it knows of."""

    marks = AgendaMark

    def __init__(self):
        super().__init__()
        self.known = {}
        self.catalogue, self.words = Catalogue(), {}
        # The names of what one can filter by, by facet and key.
        self.names = {}

    def read(self, stamp):
        """Read the events that new marks name, or everything."""
        marks = {mark.pk: (mark.token, mark.event) for mark in AgendaMark.objects.order_by("-pk")[:KEPT_MARKS]}
        if self.stamp and self.stamp[0] == stamp[0] and self._continues(marks):
            self._update({event for pk, (_, event) in marks.items() if pk not in self.known})
        else:
            self.names = _names_of_places()
            self.catalogue = Catalogue(self._read())
        self.words.clear()
        self.known = marks

    def _continues(self, marks):
        """Whether these marks are those that are known and some more, each of which names an event."""
        oldest = min(marks, default=0)
        lost = any(marks.get(pk) != mark for pk, mark in self.known.items() if pk >= oldest)
        # None in common: too long ago, or on PostgreSQL, which never gives a number again, rolled back.
        lost = lost or bool(self.known and not self.known.keys() & marks.keys())
        new = [event for pk, (_, event) in marks.items() if pk not in self.known]
        return not lost and len(new) < KEPT_MARKS and None not in new

    def _update(self, events):
        entries = {entry.pk: entry for entry in self._read(events)}
        named = {(facet, key) for facet, names in self.names.items() for key in names}
        places = {place for entry in entries.values() for place in entry.facets if place[0] in ("commune", "epci")}
        if not places <= named:
            # A place that was entered since: no event had it, and nothing told of it.
            self.names.update({**_names_of_places(), "organisateur": self.names["organisateur"]})
        for event in events:
            if event in entries:
                self.catalogue.put(entries[event])
            else:
                self.catalogue.drop(event)

    def _read(self, only=None):
        """Yield an entry for each event that is online, or for those of `only` that are; note their organisers."""
        events = _event_model().objects.online().select_related(None).order_by()
        if only is not None:
            events = events.filter(pk__in=only)
        for row in _with_rows(events):
            self.names["organisateur"].update((each["pk"], each["name"]) for each in row["organiser_rows"])
            yield _entry(row)

    def asked(self, filters, window, now):
        """What the filters of a reader (forms.AgendaFilterForm) ask for, in a stretch of time."""
        choices = {facet: filters[facet] for facet in FACETS if filters.get(facet)}
        stems = stem_words(filters.get("q") or "")
        return Asked(window, now, choices, self._having(stems) if stems else None)

    def _having(self, stems):
        """The events that hold all these words, as the search of the site finds them."""
        if stems not in self.words:
            events = _event_model().objects.select_related(None).order_by()
            found = events.search(stems, operator="and", order_by_relevance=False)
            if len(self.words) > 100:
                self.words.clear()
            self.words[stems] = self.catalogue.bits_of(found.get_queryset().values_list("pk", flat=True))
        return self.words[stems]


_keeper = _Keeper()


def published():
    """Lend the catalogue of the events online, up to date, to one thread at a time."""
    return _keeper.up_to_date()


def watch():
    """Leave a mark whenever something that the catalogue holds changes; called once, when the site starts."""
    event = _event_model()
    event_written.connect(_event_changed, sender=event)
    models.signals.post_delete.connect(_event_gone, sender=event)
    for model in (Commune, Epci, Organisation, Venue):
        models.signals.post_save.connect(_record_changed, sender=model)
    for signal in (models.signals.post_save, models.signals.post_delete):
        signal.connect(_anything_changed, sender=PageViewRestriction)
    # Pages above may ask for a password where they are now.
    post_page_move.connect(_anything_changed)


def _event_changed(sender, event, **kwargs):
    AgendaMark.leave(event=event.pk)


def _event_gone(sender, instance, **kwargs):
    AgendaMark.leave(event=instance.pk)


def _record_changed(sender, created, **kwargs):
    # A new record belongs to no event yet.
    if not created:
        AgendaMark.leave()


def _anything_changed(sender, **kwargs):
    AgendaMark.leave()


def _event_model():
    return apps.get_model("agenda", "EventPage")


def _names_of_places():
    names = {"commune": {}, "epci": {}, "organisateur": {}}
    communes = Commune.objects.order_by()
    for code, name, siren, epci in communes.values_list("insee_code", "name", "epci__siren", "epci__name"):
        names["commune"][code], names["epci"][siren] = name, epci
    return names


def _with_rows(events):
    """The rows of events with their slots, communes and organisers, in one query."""
    here = {"event": OuterRef("pk")}
    communes = EventCommune.objects.filter(**here)
    organisers = EventOrganiser.objects.filter(**here, role=OrganiserRole.ORGANISER)
    slots = EventSlot.objects.filter(**here).order_by("start", "closes_at", "pk")
    return events.annotate(
        slot_rows=JSONRows(slots, start="start", closes="closes_at", pk="pk", status="status"),
        commune_rows=JSONRows(communes, code="commune__insee_code", epci="commune__epci__siren"),
        organiser_rows=JSONRows(organisers, pk="organisation_id", name="organisation__name"),
        venue_code=F("venue__commune__insee_code"),
        venue_epci=F("venue__commune__epci__siren"),
    ).values("pk", "theme", "audience", "slot_rows", "commune_rows", "organiser_rows", "venue_code", "venue_epci")


def _entry(row):
    facets = {("theme", row["theme"]), ("public", row["audience"])}
    for place in [*row["commune_rows"], {"code": row["venue_code"], "epci": row["venue_epci"]}]:
        facets |= {("commune", place["code"]), ("epci", place["epci"])}
    facets |= {("organisateur", each["pk"]) for each in row["organiser_rows"]}
    slots = (
        Slot.between(_instant(slot["start"]), _instant(slot["closes"]), slot["pk"], slot["status"] not in CALLED_OFF)
        for slot in row["slot_rows"]
    )
    return Entry(row["pk"], tuple(slots), frozenset(facet for facet in facets if facet[1]))


def _instant(text):
    """An instant as a database writes it into JSON: SQLite leaves the zone out."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
