"""The record of a member, as the link that it is sent once a year shows it: confirmed in one click, or corrected."""

from functools import wraps

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pma_site.contributions import links
from pma_site.contributions.forms import SubmissionForm
from pma_site.contributions.views import TOO_MANY, may_send
from pma_site.contributions.wording import LEGAL, RIGHTS
from pma_site.core.limits import network_of, within_limit
from pma_site.core.refusals import Refused
from pma_site.readers.views.frame import private

from .. import confirming, correcting, record_links, resending
from ..choices import ConfirmationAnswer
from ..forms.network_record import RecordForm
from ..models import Confirmation, Correction

KEPT = (
    "Votre contact est conservé tant que votre organisation est membre du réseau ; une correction, douze mois après la "
    "réponse de l’équipe."
)
# Links of present contacts that one part of the network may have sent in an hour.
ASKED, HOUR = 10, 3600
TOO_MANY_LINKS = "Beaucoup de demandes viennent de votre réseau en ce moment. Réessayez dans une heure."
NOTHING_DONE = "Ce lien ne change plus rien."


def for_contacts(view):
    """Open the row of the latest campaign to who holds a link of a member, whichever campaign it was sent by.

    That of a former contact opens nothing: it only has the link of the present one sent there. Raises Http404 for a
    link that we never gave.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    @private
    @wraps(view)
    def answer(request, token):
        reference = links.followed(Confirmation.follow_route, token)
        if reference is None:
            raise Http404
        # A message about a correction bears the reference of that.
        held = (
            Confirmation.objects.filter(reference=reference).first()
            or Correction.objects.filter(reference=reference).select_related("confirmation").first()
        )
        if held is None or not record_links.is_of_contact(held):
            return _passed_on(request, held)
        return view(request, token, confirming.latest(getattr(held, "confirmation", held)))

    return answer


def _passed_on(request, held):
    """The page of who holds the link of a former contact; without `held`, one that was replaced since."""
    row = confirming.latest(getattr(held, "confirmation", held)) if held else None
    problem, status, is_sent = "", 200 if held else 410, False
    if request.method == "POST" and row:
        problem, status = NOTHING_DONE, 409
        if request.POST.get("faire") == "lien":
            if not within_limit(f"fiche-lien-{network_of(request)}", ASKED, HOUR):
                problem, status = TOO_MANY_LINKS, 429
            else:
                try:
                    resending.send_link(row)
                    problem, status, is_sent = "", 200, True
                except Refused as refusal:
                    problem = str(refusal)
    context = {
        "title": "Ce lien n’ouvre plus la fiche",
        "look": "reseau",
        "problem": problem,
        "is_sent": is_sent,
        "is_replaced": row is None,
        "may_send": row is not None and bool(row.sender_email),
    }
    return render(request, "projects/network/record_passed_on.html", context, status=status)


@for_contacts
def record(request, token, row):
    """The record, what is public of it and what is not, with the button that confirms it."""
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


@for_contacts
def correct(request, token, row):
    """The record as a form: what is changed there goes to the team, which writes it down or says why not."""
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
