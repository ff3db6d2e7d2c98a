"""The way of an import: a source is read, its events are examined, then written one after the other."""

import time
from collections import Counter

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from pma_site.core.locks import exclusive
from pma_site.core.refusals import Refused
from pma_site.core.spreadsheets import clean

from .. import fetching, incoming
from ..choices import EventImportState, ImportVerdict, SourceKind
from ..incoming import ReadEvent, Reading
from ..incoming.events import Window
from ..incoming.tables import read_cells
from ..models import EventImport, EventImportRow, EventSource
from .judging import Judge
from .sources import new_source, recognised
from .writing import Writer

# How long one step of an import may take, in seconds: no server lets a page wait longer than thirty.
A_STEP = 8


def receive(content: bytes, *, file_name="", source: EventSource | None = None, name="", user=None) -> EventImport:
    """Read a file and examine its events; nothing is written to the agenda. The file itself is not kept.

    `source` is where it comes from; without it the source is known by the events that it brought before, or is new,
    called `name`. Raises core.refusals.Refused for a file that cannot be read.
    """
    file_name = clean(file_name).replace("\n", " ")[-120:]
    reading = _read(content)
    return _examine(reading, source, user, file_name=file_name, typed=name, name=reading.name or file_name)


def read_address(address: str, *, name="", user=None, rules=None) -> EventImport:
    """Read what stands at an address, and examine its events. Raises core.refusals.Refused."""
    address = fetching.tidy(address)
    reading = _read(fetching.fetch(address, rules).content)
    source = EventSource.objects.filter(address=address).first()
    host = address.split("/")[2]
    return _examine(reading, source, user, address=address, typed=name, name=reading.name or host)


def read_again(source: EventSource, *, user=None, rules=None) -> EventImport:
    """Read the address of a source again. Raises core.refusals.Refused, also for a source without one."""
    if not source.address:
        raise Refused("Cette source n’a pas d’adresse : envoyez son nouveau fichier.")
    return read_address(source.address, user=user, rules=rules)


def correct_columns(run: EventImport, columns: dict[str, int]) -> EventImport:
    """Examine a table again with the columns that somebody chose. Raises core.refusals.Refused once it is imported."""
    with transaction.atomic():
        run = _held(run)
        if not run.is_open or not run.cells:
            raise Refused("Les colonnes de cet import ne se corrigent plus.")
        reading = read_cells(run.cells, columns, Window.around(timezone.now()), run.read_as)
        run.rows.all().delete()
        run.remarks, run.columns = reading.remarks, columns
        _keep(run, reading)
    return run


@transaction.atomic
def discard(run: EventImport):
    """Forget an import of which nothing was written; its source too, if it never brought anything."""
    run = _held(run)
    if not run.is_open:
        raise Refused("Cet import est commencé : il reste dans l’historique.")
    source = run.source
    run.delete()
    if not source.events.exists() and not source.imports.exists():
        source.delete()


def apply_some(run: EventImport, user=None, seconds: float = A_STEP, progress=None) -> EventImport:
    """Write what the examination planned, for `seconds` at the most; call it again until the import `is_over`.

    Each event is a transaction of its own. What changed in the agenda since the examination is compared anew, so that
    nobody's work is lost. Raises core.refusals.Refused while somebody else imports the same source, and once it is
    over.
    """
    with exclusive(f"agenda-import-{run.source_id}") as held:
        if not held:
            raise Refused("Cette source est en cours d’import dans une autre fenêtre : attendez un instant.")
        run = EventImport.objects.select_related("source").filter(pk=run.pk).first()
        if run is None:
            raise Refused("Cet import a été abandonné entre-temps.")
        if run.is_over:
            raise Refused("Cet import est déjà terminé.")
        if run.is_open:
            run.state, run.applied_by = EventImportState.APPLYING, user
            run.save(update_fields=["state", "applied_by"])
        _write_rows(run, user, time.monotonic() + seconds, progress)
        return run


def _write_rows(run, user, until, progress):
    waiting = list(run.rows.to_write().order_by("position").values_list("pk", flat=True))
    total = run.planned
    writer = Writer(run.source, user) if waiting else None
    for rank, pk in enumerate(waiting):
        _write_row(run.rows.get(pk=pk), writer)
        if progress:
            progress(total - len(waiting) + rank + 1, total)
        if time.monotonic() > until and rank + 1 < len(waiting):
            return
    with transaction.atomic():
        run.state, run.applied_at = EventImportState.APPLIED, timezone.now()
        # What it takes to import them is no longer of use; what was found stays to be read.
        run.cells, run.counts = [], _counts(run)
        run.save()
        run.rows.update(data={})


def _write_row(row, writer):
    try:
        event, plan = writer.write(ReadEvent.from_data(row.data))
    except ValidationError as error:
        row.verdict, row.reason = ImportVerdict.REFUSED, " ".join(error.messages)
    except IntegrityError:
        row.verdict, row.reason = (
            ImportVerdict.REFUSED,
            "Quelqu’un d’autre l’a écrit au même instant : relisez la source.",
        )
    else:
        row.event = event
        if plan is not None:
            # Somebody may have worked on it since the examination.
            row.changes = plan.changes
            row.remarks = list(dict.fromkeys([*row.remarks, *plan.remarks]))
            if plan.is_empty:
                row.verdict = ImportVerdict.UNCHANGED
    row.done_at = timezone.now()
    row.save()


def _read(content):
    try:
        return incoming.read(content, timezone.now())
    except incoming.UnreadableError as error:
        raise Refused(str(error)) from error


@transaction.atomic
def _examine(reading: Reading, source, user, *, typed, name, address="", file_name=""):
    """Keep what was read, with a verdict on each event. `typed` is the name that somebody gave, `name` what else is."""
    remarks = list(reading.remarks)
    if source is None and typed:
        source = EventSource.objects.filter(name=typed, kind=reading.kind).first()
    if source is None and (source := recognised(reading)):
        remarks.insert(0, f"Reconnu : ces événements viennent de la source « {source.name} ».")
    if source and address and not source.address:
        source.address = address
        source.save(update_fields=["address"])
    if source is None:
        source = new_source((typed or name)[:120] or "Sans nom", reading, address)
    elif source.kind != reading.kind and not address:
        raise Refused(
            f"La source « {source.name} » donne un {source.get_kind_display()}, ce fichier est un"
            f" {SourceKind(reading.kind).label} : choisissez « Nouvelle source »."
        )
    # An examination of before tells what is no longer true.
    source.imports.filter(state=EventImportState.EXAMINED).delete()
    run = EventImport.objects.create(
        source=source,
        file_name=file_name,
        read_as=reading.read_as[:200],
        remarks=remarks,
        cells=reading.cells,
        columns=reading.columns,
        made_by=user,
    )
    _keep(run, reading)
    return run


def _keep(run, reading):
    """Judge each event, and keep the verdicts."""
    judge = Judge(run.source)
    rows = [judge.row(event) for event in reading.events]
    rows += judge.gone({event.identity for event in reading.events})
    for position, row in enumerate(rows, 1):
        row.run, row.position = run, position
    EventImportRow.objects.bulk_create(rows, batch_size=200)
    run.counts, run.made_at = _counts(run), timezone.now()
    run.save()


def _counts(run):
    return dict(Counter(run.rows.values_list("verdict", flat=True)))


def _held(run):
    """The same import as it is now, kept from others until the transaction ends."""
    held = EventImport.objects.select_for_update().filter(pk=run.pk).first()
    if held is None:
        raise Refused("Cet import a été abandonné entre-temps.")
    return held
