"""« Corrections »: what members want changed in their records, old and new side by side."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from pma_site.contributions import deciding
from pma_site.contributions.choices import ContributionState
from pma_site.core.refusals import Refused

from .. import correcting
from ..forms.network_record import CorrectionDecisionForm, RecordForm
from ..models import Correction
from .network import A_PAGE, MEMBERS, for_keepers, frame, rest_of_query

TITLE = "Corrections"
DONE = "Les changements acceptés sont en ligne. Le membre en est prévenu."
IN_DRAFT = (
    "Les changements acceptés sont enregistrés. La page a un brouillon en cours ou n’est pas en ligne : relisez-la et "
    "publiez-la."
)


def _trail():
    return (reverse("network_members"), MEMBERS), (reverse("network_corrections"), TITLE)


@for_keepers
@require_safe
def corrections(request):
    """The list: those to decide on first."""
    rows = Correction.objects.open_first().select_related("member").defer("member__body")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("p"))
    context = {**frame(TITLE, _trail()[0]), "corrections": page, "query": rest_of_query(request)}
    return TemplateResponse(request, "projects/admin/network_corrections.html", context)


@for_keepers
@require_safe
def correction(request, pk):
    """One correction: what each field says now, and what it would say."""
    return _page(request, _found(pk))


def _found(pk):
    rows = Correction.objects.select_related("member__organisation__commune", "member__private_contact", "decided_by")
    return get_object_or_404(rows, pk=pk)


def _page(request, shown, form=None, status=200):
    record, words = correcting.record_of(shown.member), RecordForm()
    lines = [
        {
            **row,
            "now": words.words(row["name"], record.get(row["name"], "")),
            # Somebody changed it since the member read it.
            "has_moved": record.get(row["name"], "") not in (row["old"], row["new"]),
            "is_accepted": row["name"] in shown.accepted,
            "is_private": row["name"] in RecordForm.PRIVATE,
        }
        for row in shown.changes
    ]
    ticked = form.data.getlist("accepted") if form else [row["name"] for row in shown.changes]
    context = {
        **frame(f"Correction de {shown.member.title}", *_trail()),
        "correction": shown,
        "lines": lines,
        "ticked": ticked,
        "may_decide": shown.is_open,
        "form": form or CorrectionDecisionForm(changes=shown.changes, initial={"seen": shown.fingerprint}),
    }
    return TemplateResponse(request, "projects/admin/network_correction.html", context, status=status)


@for_keepers
@require_POST
def decide(request, pk):
    """Accept all, accept what is ticked, or decline with a reason."""
    shown = _found(pk)
    form = CorrectionDecisionForm(request.POST, changes=shown.changes)
    act = request.POST.get("faire")
    form.fields["words"].required = act == "decliner"
    form.fields["words"].error_messages["required"] = "Écrivez la raison : le membre la lira telle quelle."
    if not form.is_valid():
        return _page(request, shown, form, 400)
    said = form.cleaned_data
    # Without it, nobody knows what was read.
    known = {"user": request.user, "seen": said["seen"] or "rien"}
    try:
        if act == "decliner":
            deciding.decline(Correction, pk, said["words"], **known)
            messages.success(request, "La correction est déclinée. La raison part par courriel.")
        elif act in ("tout", "coches"):
            names = [row["name"] for row in shown.changes] if act == "tout" else said["accepted"]
            _, is_shown = correcting.accept(pk, names, said["words"], **known)
            messages.success(request, DONE if is_shown else IN_DRAFT)
        else:
            messages.error(request, "Choisissez ce que vous décidez.")
            return _page(request, shown, form, 400)
    except Refused as refusal:
        messages.error(request, str(refusal))
        again = _found(pk)
        form.data = form.data.copy()
        form.data["seen"] = again.fingerprint
        return _page(request, again, form, 409)
    waiting = Correction.objects.filter(state=ContributionState.RECEIVED).order_by("sent_at").first()
    return redirect("network_correction", waiting.pk) if waiting else redirect("network_corrections")
