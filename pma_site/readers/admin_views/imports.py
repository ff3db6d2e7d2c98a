"""« Imports » in the admin: a file is read, its columns checked, its rows examined, then applied, and undone."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from pma_site.core.admin_frame import frame, pages_around
from pma_site.core.french import joined
from pma_site.core.refusals import Refused
from pma_site.core.spreadsheets import write_csv

from .. import exporting, importing
from ..choices import ImportKind, RowVerdict
from ..forms.imports import ColumnsForm, ExportForm, RowsForm, UploadForm
from ..models import ImportRow, ImportRun, RegisterExport
from ..models.imports import PROBLEMS

A_PAGE = 50
PREVIEWED = 8
# What is asked about a file beside its columns (models.ImportRun).
ASKED = ("blanks_erase", "taken_office_on", "consented_on", "consent_source")
RIGHTS = {
    ImportKind.OFFICES: ("readers.add_office", "readers.change_office"),
    ImportKind.SUBSCRIBERS: ("readers.add_subscription", "readers.change_subscription"),
    ImportKind.ELECTED: ("readers.add_electedreader", "readers.change_electedreader"),
}


def kinds_of(user) -> list[ImportKind]:
    """The lists that an account may bring in and take out."""
    return [kind for kind, rights in RIGHTS.items() if user.has_perms(rights)]


class ImportsMenuItem(MenuItem):
    """« Imports », for who may bring one of the lists in."""

    def __init__(self):
        super().__init__("Imports", reverse("readers_imports"), name="imports", icon_name="upload", order=80)

    def is_shown(self, request):
        return bool(kinds_of(request.user))


def for_importers(view):
    """Open a view to who may import something, and what is about one import to who may import its kind."""

    @wraps(view)
    def answer(request, run_id=None):
        kinds, runs = kinds_of(request.user), ImportRun.objects.select_related("made_by", "applied_by", "undone_by")
        if not kinds:
            raise PermissionDenied
        if run_id is None:
            response = view(request)
        else:
            run = get_object_or_404(runs, pk=run_id)
            if run.kind not in kinds:
                raise PermissionDenied
            response = view(request, run)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return answer


def _frame(title, run=None, **more):
    trail = [(reverse("readers_imports"), "Imports")] if title != "Imports" else []
    return {**frame("upload", title, *trail, subject=str(run) if run else ""), "run": run, **more}


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def imports(request):
    """The way in for a file, the way out for a list, and what was brought in before."""
    kinds, status = kinds_of(request.user), 200
    form = UploadForm(request.POST or None, request.FILES or None, kinds=kinds)
    if request.method == "POST":
        status = 400
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                run = importing.receive(
                    file.read(), file_name=file.name, kind=form.cleaned_data["kind"], user=request.user
                )
                return redirect("readers_import_columns", run.pk)
            except Refused as refusal:
                form.add_error("file", str(refusal))
    past = ImportRun.objects.filter(kind__in=kinds).select_related("made_by")
    runs = Paginator(past, A_PAGE).get_page(request.GET.get("page"))
    exports = RegisterExport.objects.filter(kind__in=kinds).select_related("made_by")
    context = _frame(
        "Imports",
        form=form,
        media=form.media,
        export_form=ExportForm(kinds=kinds),
        runs=runs,
        exports=exports[:10],
        **pages_around(request, runs),
    )
    return TemplateResponse(request, "readers/admin/imports.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def columns(request, run):
    """What the columns of a file hold: guessed, shown beside its first rows, corrected."""
    if not run.is_open:
        return redirect("readers_import", run.pk)
    first = list(run.rows.values_list("line", "cells")[:25])
    lines = [(line, f"Ligne {line} : {_short(cells)}") for line, cells in first]
    initial = {name: getattr(run, name) for name in ("header_line", *ASKED) if getattr(run, name)}
    titles, guessed, status, form, header_line = run.header, run.columns, 200, None, run.header_line
    if request.method == "POST":
        header_line = {str(line): line for line, _ in first}.get(request.POST.get("header_line"), 0)
        titles, guessed = importing.guess_columns(run, header_line)
        if "relire" in request.POST:
            initial = {"header_line": header_line, **{name: request.POST.get(name) for name in ASKED}}
        else:
            form, status = ColumnsForm(request.POST, run=run, titles=titles, lines=lines), 400
            if form.is_valid():
                try:
                    importing.examine(run, header=titles, **form.choices())
                    return redirect("readers_import", run.pk)
                except Refused as refusal:
                    form.add_error(None, str(refusal))
    if form is None:
        initial |= {f"column_{column}": name for name, column in guessed.items()}
        form = ColumnsForm(initial=initial, run=run, titles=titles, lines=lines)
    below = run.rows.filter(line__gt=header_line)
    context = _frame(
        "Vérifier les colonnes",
        run,
        form=form,
        media=form.media,
        titles=[(field, title) for field, title in zip(form.columns, titles, strict=True)],
        rows=[(row.line, row.cells + [""] * (len(titles) - len(row.cells))) for row in below[:PREVIEWED]],
        row_count=below.count(),
    )
    return TemplateResponse(request, "readers/admin/import_columns.html", context, status=status)


@require_safe
@for_importers
def result(request, run):
    """What the examination found, row by row, and what became of it."""
    if run.is_open and not run.is_applicable:
        return redirect("readers_import_columns", run.pk)
    form = RowsForm(request.GET)
    valid = form.is_valid()
    return TemplateResponse(
        request, "readers/admin/import_result.html", _result(request, run, form, valid), status=200 if valid else 400
    )


def _result(request, run, form, valid, conflicts=()):
    chosen = form.cleaned_data.get("verdict", "") if valid else ""
    rows = ImportRow.objects.data(run).select_related("office")
    if chosen:
        rows = rows.problems() if chosen == "problemes" else rows.filter(verdict=chosen)
    rows = Paginator(rows.by_need(), A_PAGE).get_page(request.GET.get("page"))
    problems = sum(run.counts.get(verdict, 0) for verdict in PROBLEMS)
    total = run.row_count
    choices = [("", "Toutes", total), ("problemes", "À regarder", problems)]
    choices += [(value, label.capitalize(), run.counts.get(value, 0)) for value, label in RowVerdict.choices]
    return _frame(
        "Examen du fichier" if run.is_applicable else "Import",
        run,
        form=form,
        filters=[
            {"value": value, "label": label, "count": count, "current": value == chosen}
            for value, label, count in choices
            if count or value in ("", chosen)
        ],
        rows=rows,
        **pages_around(request, rows),
        total=total,
        problems=problems,
        planned=_planned(run),
        conflicts=conflicts,
    )


@require_POST
@for_importers
def apply(request, run):
    """Write what the examination planned."""
    address = reverse("readers_import", args=[run.pk])
    try:
        run = importing.apply(run, request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(address)
    messages.success(request, f"L’import est appliqué : {_planned(run) or 'rien n’a changé'}.")
    return redirect(address)


@require_POST
@for_importers
def undo(request, run):
    """Put everything back; where somebody changed something since, say it first."""
    try:
        left = importing.undo(run, request.user, leaving_changed="malgre-tout" in request.POST)
    except importing.ChangedSinceError as refusal:
        messages.error(request, str(refusal))
        context = _result(request, run, RowsForm({}), False, refusal.rows)
        return TemplateResponse(request, "readers/admin/import_result.html", context, status=409)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("readers_import", run.pk)
    kept = f", sauf {len(left)} ligne{'s' * (len(left) > 1)}" if left else ""
    messages.success(request, f"L’import est annulé{kept} : le registre est comme avant.")
    return redirect("readers_import", run.pk)


@require_POST
@for_importers
def discard(request, run):
    """Forget a file that was not applied."""
    try:
        importing.discard(run)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("readers_import", run.pk)
    messages.success(request, "L’import est abandonné, et ce qui a été lu du fichier est effacé.")
    return redirect("readers_imports")


@for_importers
@require_POST
def problems(request, run):
    """The rows to look at, as a file: put right, it can be imported as it is. Who took it is kept."""
    header = ["Ligne", "Verdict", "Pourquoi", *run.header]
    rows = [
        [str(row.line), row.get_verdict_display(), row.reason, *row.cells, *[""] * (len(run.header) - len(row.cells))]
        for row in ImportRow.objects.data(run).problems().by_need()
    ]
    exporting.note(run.kind, "csv", len(rows), request.user)
    return _download(write_csv(header, rows), f"import-{run.pk}-a-regarder.csv", "text/csv; charset=utf-8")


@require_POST
@for_importers
def export(request):
    """Take a list out; who did is kept."""
    form = ExportForm(request.POST, kinds=kinds_of(request.user))
    if not form.is_valid():
        messages.error(request, "Choisissez une liste et un format.")
        return redirect("readers_imports")
    return _download(*exporting.export(user=request.user, **form.cleaned_data))


def _download(content, name, content_type):
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _short(cells):
    text = ", ".join(cell for cell in cells if cell).replace("\n", " ")
    return f"{text[:70]}…" if len(text) > 70 else text


def _planned(run):
    """What applying writes, counted in words: « 12 créations et 3 mises à jour »."""
    words = (
        (RowVerdict.CREATED, "création", "créations"),
        (RowVerdict.UPDATED, "mise à jour", "mises à jour"),
    )
    said = [(run.counts.get(verdict, 0), one, many) for verdict, one, many in words]
    partial = ImportRow.objects.data(run).filter(verdict=RowVerdict.REFUSED).exclude(changes=[]).count()
    said.append((partial, "ligne dont l’adresse est refusée", "lignes dont l’adresse est refusée"))
    return joined(f"{number} {one if number == 1 else many}" for number, one, many in said if number)
