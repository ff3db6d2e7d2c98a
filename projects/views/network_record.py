"""The record of a member, as the link that it is sent once a year shows it: confirmed in one click, or corrected."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pma_site.contributions import links
from pma_site.contributions.forms import SubmissionForm
from pma_site.contributions.views import TOO_MANY, may_send
from pma_site.contributions.wording import LEGAL, RIGHTS
from pma_site.core.refusals import Refused
from pma_site.readers.views.frame import private

from .. import confirming, correcting
from ..choices import ConfirmationAnswer
from ..forms.network_record import RecordForm
from ..models import Confirmation, Correction

KEPT = (
    "Votre contact est conservé tant que votre organisation est membre du réseau ; une correction, douze mois après la "
    "réponse de l’équipe."
)


def _confirmation(token):
    """What the link leads to: the row of the latest campaign, whichever one the link was sent by."""
    reference = links.followed(Confirmation.follow_route, token)
    rows = Confirmation.objects.filter(reference=reference) if reference else Confirmation.objects.none()
    found = rows.first()
    if found is None and reference:
        # A message about a correction bears the reference of that.
        correction = Correction.objects.filter(reference=reference).select_related("confirmation").first()
        found = correction and correction.confirmation
    if found is None:
        raise Http404
    return confirming.latest(found)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def record(request, token):
    """The record, what is public of it and what is not, with the button that confirms it."""
    row = _confirmation(token)
    if request.method == "POST":
        confirming.confirm(row)
        return redirect("network:record", token)
    record = correcting.record_of(row.member)
    form = RecordForm()
    correction = correcting.open_correction(row.member)
    context = {
        "title": f"La fiche de {row.member.title}",
        "look": "reseau",
        "token": token,
        "row": row,
        "is_answered": row.answer != ConfirmationAnswer.NONE,
        "public": form.pairs(record, private=False),
        "private": form.pairs(record, private=True),
        "correction": correction,
        "member": row.member if row.member.live else None,
        "legal": LEGAL.text,
        "kept": KEPT,
        "rights": RIGHTS,
    }
    return render(request, "projects/network/record.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def correct(request, token):
    """The record as a form: what is changed there goes to the team, which writes it down or says why not."""
    row = _confirmation(token)
    record = correcting.record_of(row.member)
    pending = correcting.open_correction(row.member)
    proposed = {change["name"]: change["new"] for change in pending.changes} if pending else {}
    initial = {**record, **proposed, "note": pending.note if pending else ""}
    problem, status = "", 200
    trap = SubmissionForm.set_now()
    form = RecordForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        trap, status = SubmissionForm(request.POST), 400
        if form.is_valid():
            if not may_send(request):
                problem, status = TOO_MANY, 429
            else:
                try:
                    changes = form.changes(record)
                    correcting.propose(row, changes, form.cleaned_data["note"], code=trap.code)
                    return redirect("network:record", token)
                except Refused as refusal:
                    problem, status = str(refusal), 409
        trap = trap.shown_again()
    context = {
        "title": f"Corriger la fiche de {row.member.title}",
        "look": "reseau",
        "token": token,
        "form": form,
        "trap": trap,
        "problem": problem,
        "legal": LEGAL.text,
        "kept": KEPT,
        "rights": RIGHTS,
    }
    return render(request, "projects/network/record_correct.html", context, status=status)
