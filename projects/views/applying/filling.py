"""The file of an application is filled in: its steps, each an address of its own, its review, its deposit."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pma_site.contributions import links
from pma_site.contributions.forms import SubmissionForm
from pma_site.core.alphabet import InFrench
from pma_site.core.french import cents
from pma_site.core.limits import network_of, within_limit
from pma_site.core.refusals import Refused
from pma_site.directory.models import Organisation
from pma_site.territory.models import Commune

from ...applying import depositing, drafts, files, reading
from ...applying.wording import MENTION
from ...forms.applying.rows import RowsForm
from ...forms.applying.steps import FILES, REVIEW, STEPS
from ...models import Application, CandidatePage
from .frame import for_holders, frame_of

# Files that one part of the network may send in an hour: each takes long to check.
SENT, HOUR = 60, 3600
TOO_MANY_FILES = "Beaucoup de fichiers viennent de votre réseau en ce moment. Réessayez dans une heure."
# What the listing of holders offers as one types.
OFFERED = 150


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders
def step(request, application, step):
    """One step of a file: shown as it was left, or kept and followed by the next."""
    steps = drafts.steps_of(application)
    if step not in steps:
        raise Http404
    if request.method == "POST":
        return _kept(request, application, step, steps)
    drafts.check_open(application)
    return _shown(request, application, step, steps, drafts.shown_form(application, step))


def _kept(request, application, step, steps):
    frame = frame_of(application)
    if SubmissionForm(request.POST).is_sprung:
        return redirect("applying:sent")
    action = request.POST.get("action", "")
    if step == FILES:
        problem = _filed(request, application, action)
        drafts.check_open(application)
        if problem:
            form, status = problem
            return _shown(request, application, step, steps, form, status=status)
        if action.startswith("retirer-") or request.FILES:
            return redirect("applying:step", frame["token"], step)
    else:
        form = drafts.form_of(application, step, request.POST)
        valid = form.is_valid()
        application = drafts.keep(application.pk, step, request.POST, more_rows=action == "ligne")
        drafts.check_open(application)
        if action == "ligne":
            added = min(form.count + 1, form.most) if isinstance(form, RowsForm) else 1
            return redirect(f"{reverse('applying:step', args=[frame['token'], step])}#rang-{added}")
        if not valid and action not in ("retour", "quitter"):
            drafts.tell_lengths(form, form.data)
            return _shown(request, application, step, steps, form, status=400)
    return _onwards(request, application, step, steps, action)


def _filed(request, application, action):
    """Take out the file that is asked for, or keep the one that was sent; return what is wrong: a form and a status."""
    removed = action.removeprefix("retirer-")
    if action.startswith("retirer-"):
        if removed.isascii() and removed.isdecimal() and len(removed) < 19:
            files.remove(application.pk, int(removed))
        return None
    if not request.FILES:
        return None
    if not within_limit(f"candidature-pieces-{network_of(request)}", SENT, HOUR):
        form = drafts.form_of(application, FILES, request.POST)
        form.is_valid()
        form.add_error("file", TOO_MANY_FILES)
        return form, 429
    form = drafts.form_of(application, FILES, request.POST, request.FILES)
    if form.is_valid() and form.cleaned_data["file"]:
        try:
            files.add(application.pk, form.cleaned_data["file"])
        except Refused as refusal:
            form.add_error("file", str(refusal))
    return (form, 400) if form.errors else None


def _onwards(request, application, step, steps, action):
    token, place = frame_of(application)["token"], steps.index(step)
    if action == "quitter":
        return redirect(links.follow_path(Application.follow_route, application.reference) + "?fait=garde")
    if action == "retour":
        return redirect("applying:step", token, steps[max(0, place - 1)])
    if request.POST.get("vers") == REVIEW or place + 1 == len(steps):
        return redirect("applying:review", token)
    return redirect("applying:step", token, steps[place + 1])


def _shown(request, application, step, steps, form, *, status=200):
    kept = list(application.files.kept()) if step == FILES else []
    most = application.call.most_files if application.call else 0
    if step == FILES and len(kept) >= most and not form.errors:
        form.fields.pop("file")
    context = {
        **frame_of(application),
        "title": f"Candidature {application.reference}",
        "step": step,
        "step_title": STEPS[step][0],
        "number": steps.index(step) + 1,
        "count": len(steps) + 1,
        "is_first": not steps.index(step),
        "is_last": step == steps[-1],
        "form": form,
        "is_rows": isinstance(form, RowsForm),
        "total": _total(application, form) if step == "budget" else "",
        "files": kept,
        "most_files": most,
        "towards": REVIEW if REVIEW in (request.GET.get("vers"), request.POST.get("vers")) else "",
        "communes": Commune.objects.values_list("name", flat=True) if step == "lieu" else (),
        "organisations": _holders_known() if step == "porteurs" else (),
        "mention": MENTION if step == "contact" else (),
    }
    return render(request, "projects/applying/step.html", context, status=status)


def _holders_known():
    """The names of those who carry published candidates, to be offered as one types."""
    candidates = CandidatePage.objects.online()
    known = Organisation.objects.filter(candidacies__candidate__in=candidates.values("pk"))
    return known.distinct().order_by(InFrench("name")).values_list("name", flat=True)[:OFFERED]


def _total(application, form):
    """The sum of the lines that can be read; "" where there is none."""
    read = form if form.is_bound else drafts.bound_form(application, "budget")
    read.is_valid()
    return cents(read.total) if read.made else ""


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders
def review(request, application):
    """All that was typed, what is missing step by step, and the button that deposits it."""
    frame, problem, status = frame_of(application), "", 200
    if request.method == "POST":
        if SubmissionForm(request.POST).is_sprung:
            return redirect("applying:sent")
        try:
            depositing.deposit(application.pk)
        except drafts.Closed:
            raise
        except Refused as refusal:
            problem, status = str(refusal), 400
        else:
            return redirect(links.follow_path(Application.follow_route, application.reference) + "?fait=depose")
    drafts.check_open(application)
    sections = reading.typed_sections(application)
    context = {
        **frame,
        "title": f"Candidature {application.reference}",
        "sections": sections,
        "is_complete": all(section.is_complete for section in sections),
        "last": sections[-1].step,
        "count": len(sections) + 1,
        "problem": problem,
        "mention": MENTION[:1],
    }
    return render(request, "projects/applying/review.html", context, status=status)
