"""The way of an import: its file is received, its rows are examined, applied, and perhaps undone."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from pma_site.core.french import joined, moment
from pma_site.core.refusals import Refused
from pma_site.core.spreadsheets import MAX_ROWS, SpreadsheetError, clean, read

from ..choices import ImportKind, ImportState, RowVerdict
from ..columns import find_titles, guess
from ..models import ImportRow, ImportRun, Office
from .communes import Communes
from .elected import ElectedImport
from .journal import Journal, Undoing
from .offices import OfficeImport
from .subscribers import SubscriberImport

_KINDS = {
    ImportKind.OFFICES: OfficeImport,
    ImportKind.SUBSCRIBERS: SubscriberImport,
    ImportKind.ELECTED: ElectedImport,
}
_SAMPLE = 200


class ChangedSinceError(Refused):
    """An import that cannot be undone whole: `rows` were changed since, each with why in `kept`."""

    def __init__(self, message, rows):
        super().__init__(message)
        self.rows = rows


def receive(content: bytes, *, file_name: str, kind: str, user=None) -> ImportRun:
    """Read a file and keep its rows, its columns guessed; the file itself is not kept.

    Raises core.refusals.Refused for one that cannot be read.
    """
    try:
        table = read(content)
    except SpreadsheetError as error:
        raise Refused(str(error)) from error
    header_line = find_titles(table.rows, kind)
    header, columns = _guessed({row.line: row.cells for row in table.rows}, header_line, kind)
    with transaction.atomic():
        run = ImportRun.objects.create(
            kind=kind,
            file_name=clean(file_name).replace("\n", " ")[-120:],
            read_as=table.read_as[:200],
            header_line=header_line,
            header=header,
            columns=columns,
            made_by=user,
        )
        ImportRow.objects.bulk_create(
            [
                ImportRow(run=run, line=row.line, cells=row.cells, faults=row.faults, remarks=row.remarks)
                for row in table.rows
            ],
            batch_size=500,
        )
    return run


def guess_columns(run: ImportRun, header_line: int) -> tuple[list[str], dict[str, int]]:
    """Return the titles on a line, none for 0, and which column they and the cells below make hold each field."""
    return _guessed(dict(run.rows.values_list("line", "cells")), header_line, run.kind)


def _guessed(rows, header_line, kind):
    """The same for rows by line."""
    titles = rows.get(header_line, [])
    # As wide as the widest row, wherever it stands: no cell is out of reach.
    width = max(map(len, rows.values()), default=0)
    titles = titles + [""] * (width - len(titles))
    below = [cells for line, cells in sorted(rows.items()) if line > header_line][:_SAMPLE]
    samples = [[cells[column] for cells in below if column < len(cells)] for column in range(width)]
    return titles, guess(titles, samples, kind, Communes())


@transaction.atomic
def examine(run: ImportRun, **choices) -> ImportRun:
    """Judge every row against the register, which stays as it is; return the run with its counts.

    `choices` are fields of the run: `header_line`, `header`, `columns`, `blanks_erase`, `taken_office_on`,
    `consented_on`, `consent_source`. Raises core.refusals.Refused once it was applied.
    """
    run = _held(run)
    if not run.is_open:
        raise Refused("Cet import n’est plus modifiable : importez le fichier de nouveau.")
    for name, value in choices.items():
        setattr(run, name, value)
    rows = list(ImportRow.objects.data(run))
    if len(rows) > MAX_ROWS:
        raise Refused("Ce fichier a trop de lignes : 5\u00a0000 au plus. Découpez-le.")
    _keep(run, rows, list(_KINDS[run.kind](run, rows).judgements()))
    return run


def apply(run: ImportRun, user=None, progress=None) -> ImportRun:
    """Write what the examination planned, in one transaction; `progress` is told how many rows of how many are done.

    Raises core.refusals.Refused when the register has changed so that rows get another verdict: they are examined
    again, nothing is written, and the message names them. The same for an import that is not examined.
    """
    try:
        run, changed = _apply(run, user, progress)
    except IntegrityError as error:
        # Somebody wrote the same address or the same name at this very moment.
        raise Refused("Le registre a changé pendant l’application. Rien n’a été écrit : recommencez.") from error
    if changed:
        named = joined(map(str, changed[:10])) + (" et d’autres" if len(changed) > 10 else "")
        lines = f"la ligne {named} change" if len(changed) == 1 else f"les lignes {named} changent"
        raise Refused(
            f"Le registre a été modifié depuis l’examen : {lines} de verdict ou de contenu. Rien n’a été appliqué :"
            " relisez le nouvel examen."
        )
    return run


@transaction.atomic
def _apply(run, user, progress):
    """Write a run as examined; or examine it again, and return the lines whose verdict is another."""
    run = _held(run)
    if not run.is_applicable:
        raise Refused(_why_not(run))
    rows = list(ImportRow.objects.data(run))
    kind = _KINDS[run.kind](run, rows, hold=True)
    judgements = list(kind.judgements())
    changed = [
        row.line
        for row, judgement in zip(rows, judgements, strict=True)
        if any(getattr(row, name) != value for name, value in judgement.as_kept().items())
    ]
    if changed:
        _keep(run, rows, judgements)
    else:
        _write(run, rows, kind, judgements, user, progress)
    return run, changed


def undo(run: ImportRun, user=None, leaving_changed=False) -> list[ImportRow]:
    """Put the register back to what it was before an import, as a whole; nobody becomes a reader again by it.

    Raises ChangedSinceError where somebody changed since what a row wrote; with `leaving_changed` such rows are left
    as they are, and returned. Raises core.refusals.Refused for an import that is not applied.
    """
    try:
        return _undo(run, user, leaving_changed)
    except IntegrityError as error:
        raise Refused("Le registre a changé pendant l’annulation. Rien n’a été annulé : recommencez.") from error


@transaction.atomic
def _undo(run, user, leaving_changed):
    """Undo a run, or raise what tells why not."""
    run = _held(run)
    if not run.is_undoable:
        raise Refused("Cet import ne s’annule pas : il n’est pas appliqué, ou ses lignes sont effacées.")
    rows = list(run.rows.exclude(written=[]).select_related("run"))
    undoing = Undoing(rows)
    conflicts = undoing.conflicts()
    left = [row for row in rows if row.pk in conflicts]
    for row in left:
        row.kept = conflicts[row.pk][:300]
    if left and not leaving_changed:
        lines = (
            "Une ligne de cet import ne s’annule plus : ce qu’elle a écrit"
            if len(left) == 1
            else f"{len(left)} lignes de cet import ne s’annulent plus : ce qu’elles ont écrit"
        )
        raise ChangedSinceError(f"{lines} a changé depuis. Rien n’a été annulé.", left)
    undoing.take_back(conflicts)
    ImportRow.objects.bulk_update(left, ["kept"], batch_size=200)
    _tell_of_offices({row.office_id for row in rows if row.pk not in conflicts}, "import_undone", user)
    run.state, run.undone_at, run.undone_by = ImportState.UNDONE, timezone.now(), user
    run.save(update_fields=["state", "undone_at", "undone_by"])
    log(instance=run, action="readers.import.undo", user=user, data={"left": len(left)})
    return left


@transaction.atomic
def discard(run: ImportRun):
    """Forget an import that was never applied, with all that it read. Raises core.refusals.Refused for another."""
    run = _held(run)
    if run.applied_at:
        raise Refused("Cet import a été appliqué : il reste dans l’historique.")
    run.delete()


def _held(run):
    """The same import as it is now, kept from others until the transaction ends."""
    held = ImportRun.objects.select_for_update().filter(pk=run.pk).first()
    if held is None:
        raise Refused("Cet import a été abandonné entre-temps.")
    return held


def _why_not(run):
    if run.applied_at:
        by = f" par {run.applied_by.get_full_name() or run.applied_by.get_username()}" if run.applied_by else ""
        return f"Cet import a déjà été appliqué{by} le {moment(run.applied_at)}."
    return "Cet import n’est pas encore examiné : vérifiez d’abord ses colonnes."


def _keep(run, rows, judgements):
    """Keep the verdicts and their counts."""
    for row, judgement in zip(rows, judgements, strict=True):
        for name, value in judgement.as_kept().items():
            setattr(row, name, value)
    _rewrite(rows)
    counts = {}
    for judgement in judgements:
        counts[judgement.verdict.value] = counts.get(judgement.verdict.value, 0) + 1
    run.counts, run.state, run.examined_at = counts, ImportState.EXAMINED, timezone.now()
    run.save()


def _rewrite(rows):
    """Save the rows of an import below its titles: to write them again is many times quicker than to update each."""
    if not rows:
        return
    ImportRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        row.pk = None
    ImportRow.objects.bulk_create(rows, batch_size=500)


def _write(run, rows, kind, judgements, user, progress):
    """Write what the judgements plan, and note it beside the rows."""
    journal = Journal()
    planned = [judgement for judgement in judgements if judgement.plan and _changes(judgement)]
    if hasattr(kind, "write_new"):
        planned = kind.write_new(planned, journal)
    offices = {}
    for done, judgement in enumerate(planned, 1):
        offices[judgement.line] = kind.write(judgement, journal)
        if progress:
            progress(done, len(planned))
    for row in rows:
        row.written = journal.entries.get(row.line, [])
        if run.kind == ImportKind.OFFICES and row.line in offices:
            row.office = offices[row.line]
    _rewrite(rows)
    _tell_of_offices({row.office_id for row in rows if row.written}, "imported", user)
    run.state, run.applied_at, run.applied_by = ImportState.APPLIED, timezone.now(), user
    run.save(update_fields=["state", "applied_at", "applied_by"])
    log(instance=run, action="readers.import.apply", user=user, data=run.counts)


def _tell_of_offices(keys, action, user):
    """Note in the history of each town hall what an import did to it: who comes second is told who worked on it."""
    for office in Office.objects.filter(pk__in=keys - {None}):
        log(instance=office, action=f"readers.office.{action}", user=user)


def _changes(judgement):
    return judgement.verdict in (RowVerdict.CREATED, RowVerdict.UPDATED) or (
        judgement.verdict == RowVerdict.REFUSED and judgement.changes
    )
