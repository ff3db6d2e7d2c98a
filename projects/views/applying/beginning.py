"""« Candidater »: the call as the public sees it, the form that opens a file, a link sent again."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pma_site.contributions import links
from pma_site.contributions.forms import SubmissionForm
from pma_site.contributions.views import readable
from pma_site.core.limits import network_of, within_limit
from pma_site.core.mail import sender
from pma_site.core.refusals import Refused
from pma_site.readers.views.frame import private

from ...applying import drafts
from ...applying.wording import MENTION
from ...forms.applying.steps import BeginForm, LinkForm
from ...models import Application, LabelCall
from .frame import contact_of, told

TITLE = "Candidater au Label Euralens"
ABOUT = "L’appel à candidatures du Label Euralens : qui peut candidater, jusqu’à quand, et le dossier en ligne."
# Files that one part of the network may open, and links that it may have sent again, in an hour.
BEGUN, ASKED, HOUR = 20, 10, 3600
TOO_MANY = (
    "Beaucoup de dossiers viennent de votre réseau en ce moment. Réessayez dans une heure en gardant cette page "
    "ouverte, ou écrivez-nous."
)
MOST_BYTES = 100_000
TOO_BIG = "Cet envoi est trop lourd : le formulaire ne prend que quelques lignes."


@readable(MOST_BYTES, TOO_BIG)
@require_http_methods(["GET", "HEAD", "POST"])
@private
def begin(request):
    """The call: its dates, its instructions and its questions; while it is open, the form that opens a file."""
    call = LabelCall.objects.current()
    if request.method == "POST":
        return _begun(request, call)
    context = {"form": BeginForm(), "trap": SubmissionForm.set_now()} if call and call.is_open else {}
    response = _page(request, call, **context)
    # It says nothing of anybody.
    response["X-Robots-Tag"] = "all"
    return response


def _begun(request, call):
    form, trap = BeginForm(request.POST), SubmissionForm(request.POST)
    if trap.is_sprung:
        # A program that fills in what nobody sees learns nothing, and nothing of it is kept.
        return redirect("applying:sent")
    if call is None or not call.is_open:
        return _page(request, call, status=410, problem=str(drafts.closed(call)))
    if already := trap.code and Application.objects.filter(submission=trap.code).first():
        return redirect(links.follow_path(Application.follow_route, already.reference))
    valid, status, problem = form.is_valid(), 400, ""
    if valid and trap.complaint:
        problem = trap.complaint
    elif valid and not within_limit(f"candidature-{network_of(request)}", BEGUN, HOUR):
        problem, status = TOO_MANY, 429
    elif valid:
        try:
            application = drafts.begin(call, code=trap.code, **form.cleaned_data)
        except Refused as refusal:
            return _page(request, call, status=410, problem=str(refusal))
        return redirect(links.follow_path(Application.follow_route, application.reference) + "?fait=ouvert")
    return _page(request, call, status=status, problem=problem, form=form, trap=trap.shown_again())


def _page(request, call, *, status=200, **context):
    context = {
        "title": TITLE,
        "description": ABOUT,
        "look": "label",
        "call": call,
        "criteria": call.criteria.all() if call and not call.is_over else [],
        "mention": MENTION,
        **contact_of(call),
        **context,
    }
    return render(request, "projects/applying/begin.html", context, status=status)


@readable(MOST_BYTES, TOO_BIG)
@require_http_methods(["GET", "HEAD", "POST"])
@private
def lost_link(request):
    """Have the links of one's files sent again; what is answered does not tell whether an address has any."""
    call, problem, status = LabelCall.objects.current(), "", 200
    form, trap = LinkForm(request.POST or None), SubmissionForm(request.POST or None)
    if request.method == "POST":
        status = 400
        if trap.is_sprung:
            return redirect("applying:sent")
        if form.is_valid():
            if trap.complaint:
                problem = trap.complaint
            elif not within_limit(f"candidature-lien-{network_of(request)}", ASKED, HOUR):
                problem, status = TOO_MANY, 429
            else:
                if call:
                    drafts.send_links(call, form.cleaned_data["sender_email"])
                return redirect("applying:sent")
    context = {
        "title": "Retrouver mon dossier",
        "look": "label",
        "form": form,
        "trap": trap.shown_again() if request.method == "POST" else SubmissionForm.set_now(),
        "problem": problem,
        **contact_of(call),
    }
    return render(request, "projects/applying/lost_link.html", context, status=status)


@require_safe
@private
def sent(request):
    """What happens now that an address was given: the same whatever became of it."""
    words = "Si un dossier est ouvert avec cette adresse, son lien y arrive dans quelques minutes."
    return told(
        request, "Consultez votre messagerie", words, call=LabelCall.objects.current(), sender=sender(), waits=True
    )
