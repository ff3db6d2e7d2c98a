"""The committees of an edition: set up, at work, and what they conclude."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from pma_site.core.alphabet import InFrench
from pma_site.core.pdf import PdfError
from pma_site.core.refusals import Refused

from .. import instructing
from ..forms.label_instruction import CommitteeForm, ConclusionForm
from ..instructing import comparing, composing, deciding, judging, printing
from ..models import LabelCommittee, LabelEditionPage, Opinion
from .label_screens import above, file, for_runners, frame

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_runners
def add(request, pk):
    """A new committee of an edition; all admissible applications are offered to it."""
    edition = get_object_or_404(LabelEditionPage, pk=pk)
    offered = deciding.admissible(edition)
    rank = LabelCommittee.objects.filter(edition=edition).count() + 1
    initial = {"place": rank, "applications": offered}
    if step := composing.free_steps(edition).order_by("start", "sort_order").first():
        initial |= {"step": step, "name": step.name}
    return _form(request, LabelCommittee(edition=edition), "Nouveau comité", initial)


@for_runners
def change(request, pk):
    """The same of a committee that is there."""
    committee = _committee(pk)
    names = ["name", "place", "step", "mission", "composition"]
    initial = {name: getattr(committee, name) for name in names}
    before = committee.hearings.values_list("application", flat=True)
    initial |= {"members": committee.members.all(), "applications": list(before)}
    return _form(request, committee, f"Modifier : {committee}", initial)


def _committee(pk):
    return get_object_or_404(LabelCommittee.objects.select_related("edition", "step"), pk=pk)


def _form(request, committee, title, initial):
    form = CommitteeForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        steps=composing.free_steps(committee.edition, committee if committee.pk else None),
        accounts=composing.accounts(),
        applications=deciding.admissible(committee.edition),
    )
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            composing.set_up(committee, members=said.pop("members"), applications=said.pop("applications"), **said)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"« {committee} » est enregistré.")
            return redirect("label_committee", committee.pk)
    context = {**frame(title, above(committee.edition)), "form": form, "committee": committee}
    status = 400 if form.is_bound else 200
    return TemplateResponse(request, "projects/admin/label/committee_form.html", context, status=status)


@for_runners
def session(request, pk):
    """A committee at work: the opinions of its members beside what it concludes on each application."""
    committee = _committee(pk)
    opinions = Prefetch("opinions", Opinion.objects.select_related("reviewer"))
    hearings = committee.hearings.filter(application__in=deciding.admissible(committee.edition))
    hearings = list(
        hearings.select_related("application").prefetch_related(opinions).order_by(InFrench("application__title"), "pk")
    )
    data = request.POST if request.method == "POST" else None
    forms = {
        hearing: ConclusionForm(
            data,
            prefix=str(hearing.pk),
            initial={"conclusion": hearing.conclusion, "summary": hearing.summary},
        )
        for hearing in hearings
    }
    status = 200
    # Each is asked: what is wrong in several is told at once.
    if data is not None and not [form for form in forms.values() if not form.is_valid()]:
        said = {
            hearing.pk: (form.cleaned_data["conclusion"], form.cleaned_data["summary"])
            for hearing, form in forms.items()
        }
        try:
            changed = judging.conclude(said)
        except Refused as refusal:
            messages.error(request, str(refusal))
            status = 409
        else:
            words = f"{changed} avis enregistré{'s' if changed > 1 else ''}." if changed else "Aucun avis n’a changé."
            messages.success(request, words)
            return redirect("label_committee", committee.pk)
    elif data is not None:
        status = 400
    context = {
        **frame(committee.name, above(committee.edition)),
        "committee": committee,
        "members": committee.members.order_by(InFrench("last_name"), InFrench("first_name")),
        "rows": [
            {"judgement": comparing.Judgement(hearing, committee), "form": form} for hearing, form in forms.items()
        ],
    }
    return TemplateResponse(request, "projects/admin/label/session.html", context, status=status)


@require_POST
@for_runners
def close(request, pk):
    """End its work, or take it up again."""
    committee = _committee(pk)
    if committee.is_open:
        deciding.close(committee)
        messages.success(request, f"« {committee} » est clos : ses membres lisent encore, et ne changent plus rien.")
    else:
        deciding.reopen(committee)
        messages.success(request, f"« {committee} » est rouvert.")
    return redirect("label_committee", committee.pk)


@require_POST
@for_runners
def remove(request, pk):
    """Delete a committee that has given no opinion."""
    committee = _committee(pk)
    try:
        deciding.remove(committee)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("label_committee", committee.pk)
    messages.success(request, f"« {committee} » est supprimé.")
    return redirect("label_instruction", committee.edition_id)


@require_safe
@for_runners
def table_xlsx(request, pk):
    """The table of an edition, for a spreadsheet program."""
    edition = get_object_or_404(LabelEditionPage, pk=pk)
    return file(printing.workbook(edition), XLSX, f"label-{edition.year}-instruction.xlsx")


def _readable(request, pk):
    """A committee that who asks may read: all of them for who runs the label, one's own otherwise."""
    committee = _committee(pk)
    if instructing.may_run(request.user):
        return committee
    if instructing.may_review(request.user) and committee.members.filter(pk=request.user.pk).exists():
        return committee
    raise PermissionDenied


@require_safe
def committee_xlsx(request, pk):
    """The applications before one committee and its own conclusions, for a spreadsheet program."""
    committee = _readable(request, pk)
    return file(printing.workbook(committee.edition, committee), XLSX, f"{_name(committee)}.xlsx")


@require_safe
def committee_pdf(request, pk):
    """The applications before one committee, to print or to read on a tablet."""
    committee = _readable(request, pk)
    try:
        pdf = printing.dossier(committee)
    except PdfError as error:
        messages.error(request, str(error))
        back = "label_committee" if instructing.may_run(request.user) else "label_my_files"
        return redirect(back, *([committee.pk] if back == "label_committee" else []))
    return file(pdf.content, "application/pdf", f"{_name(committee)}.pdf")


def _name(committee):
    return f"label-{committee.edition.year}-{slugify(committee.name)[:60]}"
