"""Files brought into the register: what each row said, what was made of it, and what it takes to undo it."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Value, When
from django.utils import timezone

from pma_site.core.processing import IMPORTED_ROWS

from ..choices import ImportKind, ImportState, RowVerdict

# What was read and written row by row is kept that long, so that an import can be checked and undone.
ROWS_KEPT = IMPORTED_ROWS.span
PROBLEMS = (RowVerdict.INVALID, RowVerdict.REFUSED, RowVerdict.DUPLICATE)


class ImportRunQuerySet(models.QuerySet):
    """Imports."""

    def older_than(self, age=ROWS_KEPT):
        """Those begun longer than `age` ago whose rows are still kept."""
        return self.filter(emptied_at=None, made_at__lte=timezone.now() - age)

    def empty(self):
        """Erase what their rows hold of people; who imported what, when and how many rows stays. Return how many."""
        kept = list(self.filter(emptied_at=None).values_list("pk", flat=True))
        ImportRow.objects.filter(run__in=kept).delete()
        self.model.objects.filter(pk__in=kept).update(
            emptied_at=timezone.now(), header=[], columns={}, consent_source="", file_name=""
        )
        return len(kept)


class ImportRun(models.Model):
    """One file, from the moment it was read. The file itself is not kept."""

    kind = models.CharField("contenu", max_length=12, choices=ImportKind)
    state = models.CharField("état", max_length=12, choices=ImportState, default=ImportState.READ)
    file_name = models.CharField("fichier", max_length=120, blank=True)
    read_as = models.CharField("lu comme", max_length=200)
    header_line = models.PositiveIntegerField("ligne des titres", default=0)
    header = models.JSONField("titres", default=list)
    columns = models.JSONField("colonnes", default=dict)
    blanks_erase = models.BooleanField("les cases vides effacent", default=False)
    taken_office_on = models.DateField("entrée en fonction", null=True, blank=True)
    consented_on = models.DateField("date du consentement", null=True, blank=True)
    consent_source = models.TextField("origine du consentement", blank=True)
    counts = models.JSONField("lignes par verdict", default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField("commencé le", default=timezone.now)
    examined_at = models.DateTimeField("examiné le", null=True, blank=True)
    applied_at = models.DateTimeField("appliqué le", null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="appliqué par", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="annulé par", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    emptied_at = models.DateTimeField("lignes effacées le", null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.file_name or f"Import du {timezone.localtime(self.made_at):%d/%m/%Y}"

    @property
    def row_count(self):
        """How many rows were examined; 0 before."""
        return sum(self.counts.values())

    @property
    def is_open(self):
        """Whether its columns may still be corrected: nothing of it was written."""
        return self.state in (ImportState.READ, ImportState.EXAMINED) and self.emptied_at is None

    @property
    def is_applicable(self):
        """Whether it was examined and may be applied."""
        return self.state == ImportState.EXAMINED and self.emptied_at is None

    @property
    def is_undoable(self):
        """Whether it was applied and may be undone: its rows are still known."""
        return self.state == ImportState.APPLIED and self.emptied_at is None


class ImportRowQuerySet(models.QuerySet):
    """Rows of imports."""

    def data(self, run):
        """Those of `run` below its line of titles."""
        return self.filter(run=run, line__gt=run.header_line)

    def by_need(self):
        """What needs a look first, then in the order of the file."""
        order = [When(verdict=verdict, then=Value(place)) for place, verdict in enumerate(RowVerdict)]
        return self.order_by(Case(*order, default=Value(len(order))), "line")

    def problems(self):
        """Those that are not, or not wholly, taken over."""
        return self.filter(verdict__in=PROBLEMS)

    def naming(self, *words):
        """Return those that hold one of `words`, an address or a name, in any case: for who is to be forgotten."""
        words = [word.casefold() for word in words if word]
        holds = [
            row.pk
            for row in self.iterator(chunk_size=500)
            if any(word in said.casefold() for word in words for said in row.texts())
        ]
        return self.filter(pk__in=holds)

    def recipients_before(self):
        """The keys of the recipients whom undoing an import would put back."""
        undoable = self.filter(run__state=ImportState.APPLIED, run__emptied_at=None).exclude(written=[])
        return {
            entry["before"]["recipient_id"]
            for written in undoable.values_list("written", flat=True).iterator(chunk_size=500)
            for entry in written
            if (entry["before"] or {}).get("recipient_id")
        }

    def empty(self):
        """Erase what they hold of people: they then only count, and are not undone. Return how many."""
        return self.update(
            cells=[], faults={}, remarks=[], reason="", notes=[], title="", changes=[], written=[], kept=""
        )


class ImportRow(models.Model):
    """One row of a file.

    `cells` are as read, `faults` says by column why one could not be; `changes` tells field by field what was before
    and is after; `written` is what undoing goes by (importing.journal).
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField("ligne")
    cells = models.JSONField(default=list)
    faults = models.JSONField(default=dict)
    remarks = models.JSONField(default=list)
    verdict = models.CharField("verdict", max_length=12, choices=RowVerdict, blank=True)
    reason = models.TextField(blank=True)
    notes = models.JSONField(default=list)
    title = models.CharField(max_length=200, blank=True)
    changes = models.JSONField(default=list)
    written = models.JSONField(default=list)
    kept = models.CharField("annulation", max_length=300, blank=True)
    office = models.ForeignKey("readers.Office", null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne importée"
        verbose_name_plural = "lignes importées"
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["run", "line"], name="readers_import_row_line_once")]
        indexes = [models.Index(fields=["run", "verdict"], name="readers_import_row_verdict")]

    def __str__(self):
        return f"Ligne {self.line}"

    def texts(self):
        """Yield every text that it holds."""
        yield from self.cells
        yield from (self.title, self.reason, *self.remarks, *self.notes, *self.faults.values())
        yield from (change[side] for change in self.changes for side in ("before", "after"))
        for entry in self.written:
            yield from (str(value) for side in ("before", "after") for value in (entry.get(side) or {}).values())


class RegisterExport(models.Model):
    """That a list was taken out of the site: which, by whom, when, how many rows. The file is not kept."""

    kind = models.CharField("liste", max_length=12, choices=ImportKind)
    file_format = models.CharField("format", max_length=4)
    rows = models.PositiveIntegerField("lignes")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "export"
        verbose_name_plural = "exports"
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.file_format}) du {timezone.localtime(self.made_at):%d/%m/%Y}"
