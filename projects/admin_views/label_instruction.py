"""« Instruction »: the applications of an edition compared, their admissibility, the results prepared under embargo."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from pma_site.core.alphabet import InFrench
from pma_site.core.refusals import Refused

from .. import releasing
from ..forms.label_instruction import AdmissibilityForm, ResultsForm, TableForm
from ..instructing import comparing, deciding
from ..models import Application, CandidatePage, LabelCommittee, LabelEditionPage
from .label_screens import above, for_runners, frame

COLUMNS = [("projet", "Projet"), ("budget", "Budget"), ("recevabilite", "Recevabilité")]


@require_safe
@for_runners
def latest(request):
    """Lead to the edition that is being instructed: the latest one that has applications, else the latest one."""
    editions = LabelEditionPage.objects.order_by("-year")
    edition = editions.filter(applications__isnull=False).first() or editions.first()
    if edition is None:
        messages.info(request, "Aucune édition du label n’existe encore : créez-en une dans les pages.")
        return redirect("wagtailadmin_home")
    return redirect("label_instruction", edition.pk)


@require_safe
@for_runners
def table(request, pk):
    """All applications of an edition side by side."""
    return _table(request, get_object_or_404(LabelEditionPage, pk=pk))


def _table(request, edition, form=None, status=200):
    asked = TableForm(request.GET)
    asked.is_valid()
    by, backwards = asked.cleaned_data.get("tri") or "projet", asked.cleaned_data.get("sens") == "desc"
    comparison = comparing.compare(edition, by=by, backwards=backwards)
    form = form or _results_form(edition)
    candidates = list(form.candidates.values())
    by_candidate = {candidate.pk: name for name, candidate in form.candidates.items()}
    rows = [
        {"line": line, "field": form[by_candidate[line.candidate.pk]] if _listed(line, by_candidate) else None}
        for line in comparison.lines
    ]
    applied = {line.application.candidate_id for line in comparison.lines}
    columns = [*COLUMNS, *((f"comite-{committee.pk}", committee.name) for committee in comparison.committees)]
    context = {
        **frame(f"Instruction {edition.year}"),
        "edition": edition,
        "editions": LabelEditionPage.objects.order_by("-year"),
        "rows": rows,
        # Candidates that came another way than by the form: they have results all the same.
        "others": [
            {"candidate": each, "field": form[name]} for name, each in form.candidates.items() if each.pk not in applied
        ],
        "columns": [_column(key, label, by, backwards) for key, label in columns],
        "committees": _with_progress(edition),
        "form": form,
        "may_prepare": bool(candidates) and not edition.results_are_public,
        "missing": _missing(candidates),
    }
    return TemplateResponse(request, "projects/admin/label/table.html", context, status=status)


def _listed(line, by_candidate):
    return line.candidate is not None and line.candidate.pk in by_candidate


def _column(key, label, by, backwards):
    """A heading that orders the table by its column, and back where it does already."""
    current = key == by
    turned = "" if current and backwards else "&sens=desc" if current else ""
    order = ("descending" if backwards else "ascending") if current else ""
    return {"label": label, "address": f"?tri={key}{turned}", "order": order}


def _results_form(edition, data=None):
    candidates = CandidatePage.objects.child_of(edition).order_by("number")
    return ResultsForm(data, candidates=candidates, results=edition.results.all())


def _missing(candidates):
    """What would go wrong at the instant of the announcement: results without a page, pages without a result."""
    offline = [each for each in candidates if each.result_id and each.result.is_public and not each.live]
    without = [each for each in candidates if not each.result_id]
    return {"offline": offline, "without": without if len(without) < len(candidates) else []}


def _with_progress(edition):
    """The committees with how many opinions they have given of those they owe."""
    standing = Q(hearings__application__in=Application.objects.of(edition).standing().order_by().values("pk"))
    rows = LabelCommittee.objects.filter(edition=edition).in_turn()
    rows = rows.annotate(
        put=Count("hearings", standing, distinct=True),
        given=Count("hearings__opinions", standing, distinct=True),
        concluded=Count("hearings", standing & ~Q(hearings__conclusion=""), distinct=True),
        sitting=Count("members", distinct=True),
    )
    return list(rows)


@require_POST
@for_runners
def prepare(request, pk):
    """Write the results down, all at once; nobody else reads them before the instant."""
    edition = get_object_or_404(LabelEditionPage, pk=pk)
    form = _results_form(edition, request.POST)
    if not form.is_valid():
        return _table(request, edition, form, 400)
    try:
        changed = releasing.prepare_results(edition, form.chosen, user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _table(request, edition, form, 409)
    told = f"{changed} résultat{'s' if changed > 1 else ''} enregistré{'s' if changed > 1 else ''}."
    messages.success(request, f"{told} {edition.embargo_in_words}" if changed else "Aucun résultat n’a changé.")
    return redirect("label_instruction", edition.pk)


@require_safe
@for_runners
def application(request, pk):
    """One application: what was deposited, whether it is admissible, and what every committee says of it."""
    return _application(request, _standing(pk))


def _standing(pk):
    rows = Application.objects.standing().select_related("edition", "admissibility__decided_by", "candidate")
    return get_object_or_404(rows.prefetch_related("communes"), pk=pk)


def _application(request, record, form=None, status=200):
    decision = getattr(record, "admissibility", None)
    initial = {"verdict": decision.verdict, "reason": decision.reason} if decision else {}
    hearings = record.hearings.select_related("committee__step").prefetch_related("opinions__reviewer")
    hearings = list(hearings.order_by("committee__place", "committee__pk"))
    for hearing in hearings:
        # Known already: each opinion would ask for it again.
        hearing.application = record
    context = {
        **frame(record.title or record.reference, above(record.edition)),
        "application": record,
        "files": record.files.deposited(),
        "decision": decision,
        "hearings": [comparing.Judgement(hearing, hearing.committee) for hearing in hearings],
        "form": form or AdmissibilityForm(initial=initial),
    }
    return TemplateResponse(request, "projects/admin/label/application.html", context, status=status)


@require_POST
@for_runners
def admissibility(request, pk):
    """Decide whether it may go before the committees."""
    record, form = _standing(pk), AdmissibilityForm(request.POST)
    if not form.is_valid():
        return _application(request, record, form, 400)
    try:
        deciding.decide_admissibility(
            record, form.cleaned_data["verdict"], form.cleaned_data["reason"], user=request.user
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _application(request, record, form, 409)
    messages.success(
        request, f"« {record.title} » est {dict(form.fields['verdict'].choices)[form.cleaned_data['verdict']]}."
    )
    following = _next_to_decide(record)
    if following:
        return redirect("label_dossier", following.pk)
    return redirect(reverse("label_instruction", args=[record.edition_id]))


def _next_to_decide(record):
    """The next application of the edition whose admissibility nobody has decided, by title."""
    waiting = Application.objects.of(record.edition).standing().filter(admissibility=None)
    return waiting.order_by(InFrench("title"), "pk").first()
