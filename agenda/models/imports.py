"""Where events are brought in from, which event came from where, and each import: what it found, what it wrote."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from pma_site.core.alphabet import InFrench

from ..choices import EventImportState, ImportVerdict, SourceKind

# Those that an import writes.
WRITTEN = (ImportVerdict.NEW, ImportVerdict.UPDATED)


class EventSource(models.Model):
    """Where events come from again and again: a feed by its address, or files that somebody sends."""

    name = models.CharField("nom", max_length=120)
    kind = models.CharField("format", max_length=12, choices=SourceKind)
    address = models.CharField("adresse", max_length=1000, blank=True)
    made_at = models.DateTimeField("depuis le", default=timezone.now)

    class Meta:
        verbose_name = "source d’événements"
        verbose_name_plural = "sources d’événements"
        ordering = [InFrench("name"), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["address"], condition=~Q(address=""), name="agenda_source_address_once")
        ]

    def __str__(self):
        return self.name


class SourcedEvent(models.Model):
    """That an event came from a source, where it is named `identity`: what makes a second import update it.

    `written` is what the import last wrote, field by field, so that what the team changed by hand is told from it;
    `slots` says which slot each date of the source became. An event that the team deleted leaves its line: it does
    not come back.
    """

    source = models.ForeignKey(EventSource, on_delete=models.CASCADE, related_name="events")
    identity = models.CharField("identifiant", max_length=250)
    event = models.ForeignKey(
        "agenda.EventPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="sources"
    )
    title = models.CharField("titre", max_length=255)
    written = models.JSONField(default=dict)
    slots = models.JSONField(default=dict)
    read_at = models.DateTimeField("relu le", default=timezone.now)

    # To come from somewhere is no use that keeps an event from being deleted.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "événement importé"
        verbose_name_plural = "événements importés"
        constraints = [models.UniqueConstraint(fields=["source", "identity"], name="agenda_sourced_event_once")]

    def __str__(self):
        return f"{self.title} ({self.source})"


class EventImport(models.Model):
    """One reading of a source, from its examination on. The file itself is not kept.

    `cells` are the rows of a table until the import is over, so that its `columns` can be corrected.
    """

    source = models.ForeignKey(EventSource, on_delete=models.CASCADE, related_name="imports")
    state = models.CharField("état", max_length=12, choices=EventImportState, default=EventImportState.EXAMINED)
    file_name = models.CharField("fichier", max_length=120, blank=True)
    read_as = models.CharField("lu comme", max_length=200)
    remarks = models.JSONField(default=list)
    counts = models.JSONField("événements par verdict", default=dict)
    cells = models.JSONField(default=list)
    columns = models.JSONField("colonnes", default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField("examiné le", default=timezone.now)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="importé par", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    applied_at = models.DateTimeField("importé le", null=True, blank=True)

    class Meta:
        verbose_name = "import d’événements"
        verbose_name_plural = "imports d’événements"
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.source}, {timezone.localtime(self.made_at):%d/%m/%Y %H:%M}"

    @property
    def total(self):
        """How many events the source has; those that are no more in it do not count."""
        return sum(number for verdict, number in self.counts.items() if verdict != ImportVerdict.GONE)

    @property
    def planned(self):
        """How many events importing writes."""
        return sum(self.counts.get(verdict, 0) for verdict in WRITTEN)

    @property
    def is_open(self):
        """Whether nothing of it was written yet."""
        return self.state == EventImportState.EXAMINED

    @property
    def is_over(self):
        return self.state == EventImportState.APPLIED


class EventImportRowQuerySet(models.QuerySet):
    """What imports found, event by event."""

    def to_write(self):
        """Those that importing writes and did not write yet."""
        return self.filter(verdict__in=WRITTEN, done_at=None)

    def by_need(self):
        """What needs a look first, then in the order of the source."""
        order = [When(verdict=verdict, then=Value(place)) for place, verdict in enumerate(ImportVerdict)]
        return self.order_by(Case(*order, default=Value(len(order))), "position")


class EventImportRow(models.Model):
    """One event of a source as an import found it.

    `data` is what was read (incoming.ReadEvent), `changes` tells field by field what was before and is after, `done_at`
    when it was written into `event`.
    """

    run = models.ForeignKey(EventImport, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    line = models.PositiveIntegerField("ligne", default=0)
    identity = models.CharField("identifiant", max_length=250)
    title = models.CharField("titre", max_length=255, blank=True)
    when = models.CharField("date", max_length=300, blank=True)
    verdict = models.CharField("verdict", max_length=12, choices=ImportVerdict)
    reason = models.TextField(blank=True)
    remarks = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    data = models.JSONField(default=dict)
    event = models.ForeignKey(
        "agenda.EventPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="import_rows"
    )
    done_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True
    objects = EventImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = "événement d’un import"
        verbose_name_plural = "événements d’un import"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="agenda_import_row_once")]
        indexes = [models.Index(fields=["run", "verdict"], name="agenda_import_row_verdict")]

    def __str__(self):
        return self.title or f"Ligne {self.line}"
