"""« Importer des événements » in the admin: a source is read, its events examined, then made into drafts."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from pma_site.core.admin_frame import frame, pages_around
from pma_site.core.french import joined, number
from pma_site.core.refusals import Refused

from .. import importing
from ..choices import EventImportState, ImportVerdict
from ..creation import may_create_event
from ..import_forms import ColumnsForm, RowsForm, SourceForm
from ..incoming.tables import NEEDED, find_titles
from ..models import EventImport, EventSource

A_PAGE = 50
PREVIEWED = 6
TITLE = "Importer des événements"
# How verdicts are counted, one and many.
_COUNTED = {
    ImportVerdict.UNREADABLE: ("illisible", "illisibles"),
    ImportVerdict.REFUSED: ("refusé", "refusés"),
    ImportVerdict.NEW: ("nouveau", "nouveaux"),
    ImportVerdict.UPDATED: ("mis à jour", "mis à jour"),
    ImportVerdict.GONE: ("n’est plus dans la source", "ne sont plus dans la source"),
    ImportVerdict.UNCHANGED: ("inchangé", "inchangés"),
}


class EventImportsMenuItem(MenuItem):
    """« Import d’agendas », for those who may add events; `order` places it in the menu that offers it."""

    def __init__(self, order=340):
        address = reverse("agenda_imports")
        super().__init__("Import d’agendas", address, name="import-evenements", icon_name="upload", order=order)

    def is_shown(self, request):
        return may_create_event(request.user)


def for_importers(view):
    """Open a view to those who may add events; with `run_id`, about that import."""

    @wraps(view)
    def answer(request, run_id=None, **kwargs):
        if not may_create_event(request.user):
            raise PermissionDenied
        if run_id is not None:
            runs = EventImport.objects.select_related("source", "made_by", "applied_by")
            kwargs["run"] = get_object_or_404(runs, pk=run_id)
        response = view(request, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return answer


def counted(counts: dict) -> str:
    """The verdicts in words: « 12 nouveaux, 3 mis à jour et 1 illisible »."""
    said = [(counts.get(verdict, 0), words) for verdict, words in _COUNTED.items()]
    return joined(f"{number(many)} {words[many > 1]}" for many, words in said if many)


def _frame(title, run=None, **more):
    trail = [(reverse("agenda_imports"), TITLE)] if run else []
    return {**frame("upload", title, *trail, subject=str(run.source) if run else ""), "run": run, **more}


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def imports(request):
    """The way in for an address or a file, the sources that are known, and what was brought in before."""
    form, status = SourceForm(request.POST or None, request.FILES or None, sources=EventSource.objects.all()), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                run = _received(form.cleaned_data, request.user)
                # Without a title or a date nothing was read: which columns hold them is the first question.
                unclear = run.cells and not set(NEEDED) <= set(run.columns)
                return redirect("agenda_import_columns" if unclear else "agenda_import", run.pk)
            except Refused as refusal:
                form.add_error("address" if form.cleaned_data["address"] else "file", str(refusal))
    sources = EventSource.objects.annotate(
        brought=Count("events", filter=Q(events__event__isnull=False), distinct=True), last=Max("imports__made_at")
    )
    past = EventImport.objects.exclude(state=EventImportState.EXAMINED).select_related("source", "applied_by")
    runs = Paginator(past.defer("cells"), A_PAGE).get_page(request.GET.get("page"))
    waiting = EventImport.objects.filter(state=EventImportState.EXAMINED).select_related("source", "made_by")
    context = _frame(
        TITLE,
        form=form,
        sources=sources,
        waiting=[(run, counted(run.counts)) for run in waiting.defer("cells")[:20]],
        runs=runs,
        rows=[(run, counted(run.counts)) for run in runs],
        **pages_around(request, runs),
    )
    return TemplateResponse(request, "agenda/admin/imports.html", context, status=status)


def _received(said, user):
    if said["address"]:
        return importing.read_address(said["address"], name=said["name"], user=user)
    file = said["file"]
    return importing.receive(file.read(), file_name=file.name, source=said["source"], name=said["name"], user=user)


@require_POST
@for_importers
def read_again(request, source_id):
    """Read the address of a source again."""
    source = get_object_or_404(EventSource, pk=source_id)
    try:
        return redirect("agenda_import", importing.read_again(source, user=request.user).pk)
    except Refused as refusal:
        messages.error(request, f"{source} : {refusal}")
        return redirect("agenda_imports")


@require_safe
@for_importers
def examination(request, run):
    """What was found, event by event, and what became of it."""
    form = RowsForm(request.GET)
    valid = form.is_valid()
    chosen = form.cleaned_data.get("verdict", "") if valid else ""
    rows = run.rows.select_related("event").defer("data")
    if chosen:
        rows = rows.filter(verdict=chosen)
    rows = Paginator(rows.by_need(), A_PAGE).get_page(request.GET.get("page"))
    shown = sum(run.counts.values())
    choices = [("", "Tous", shown)]
    choices += [(value, label.capitalize(), run.counts.get(value, 0)) for value, label in ImportVerdict.choices]
    left = run.rows.to_write().count()
    context = _frame(
        "Examen" if run.is_open else "Import",
        run,
        form=form,
        filters=[
            {"value": value, "label": label, "count": count, "current": value == chosen}
            for value, label, count in choices
            if count or value in ("", chosen)
        ],
        rows=rows,
        said=counted(run.counts),
        planned=counted({key: run.counts.get(key, 0) for key in (ImportVerdict.NEW, ImportVerdict.UPDATED)}),
        written=run.planned - left,
        **pages_around(request, rows),
    )
    return TemplateResponse(request, "agenda/admin/import.html", context, status=200 if valid else 400)


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def columns(request, run):
    """What the columns of a table hold: guessed, shown beside its first rows, corrected."""
    if not run.is_open or not run.cells:
        return redirect("agenda_import", run.pk)
    first = find_titles(run.cells)
    width = max(len(cells) for _, cells in run.cells)
    titles = (run.cells[first][1] + [""] * width)[:width]
    form, status = ColumnsForm(request.POST or None, titles=titles, columns=run.columns), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                importing.correct_columns(run, form.cleaned_data["columns"])
                return redirect("agenda_import", run.pk)
            except Refused as refusal:
                form.add_error(None, str(refusal))
    below = run.cells[first + 1 : first + 1 + PREVIEWED]
    context = _frame(
        "Vérifier les colonnes",
        run,
        form=form,
        rows=[(line, (cells + [""] * width)[:width]) for line, cells in below],
        row_count=len(run.cells) - first - 1,
    )
    return TemplateResponse(request, "agenda/admin/import_columns.html", context, status=status)


@require_POST
@for_importers
def apply(request, run):
    """Write for some seconds; the page that follows goes on until all is written."""
    try:
        run = importing.apply_some(run, request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if run.is_over:
            messages.success(
                request, f"Import terminé : {counted(run.counts)}. Rien n’est publié : relisez les brouillons."
            )
    return redirect("agenda_import", run.pk)


@require_POST
@for_importers
def discard(request, run):
    """Forget an import that was not begun."""
    try:
        importing.discard(run)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("agenda_import", run.pk)
    messages.success(request, "L’import est abandonné : rien n’a été écrit.")
    return redirect("agenda_imports")
