"""« Rejoindre la communauté »: the form, read over once before it is sent, and what its sender's own link opens."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pma_site.contributions import links
from pma_site.contributions.choices import ContributionState
from pma_site.contributions.forms import SubmissionForm
from pma_site.contributions.models.contributions import new_reference
from pma_site.contributions.views import TOO_MANY, correction, followed, may_send, withdrawal
from pma_site.contributions.wording import KEPT, LEGAL, RIGHTS
from pma_site.core.refusals import Refused
from pma_site.readers.views.frame import private

from .. import joining
from ..forms.network_joining import JoiningForm, StepForm
from ..models import MemberPage, MembershipRequest
from .network_frame import around

THANKS = "network:sent"
FORM, REVIEW = "projects/network/join_form.html", "projects/network/join_review.html"
TITLE = "Rejoindre la communauté"
ABOUT = (
    "Vous innovez en Artois, ou avec l’Artois ? Présentez votre organisation : l’équipe d’Innov in Artois vous répond, "
    "et prépare sa page dans l’annuaire."
)
MENTIONS = {"legal": LEGAL.text, "kept": KEPT, "rights": RIGHTS}


@require_http_methods(["GET", "HEAD", "POST"])
@private
def join(request):
    """The form; nothing is kept before it is sent."""
    if request.method != "POST":
        response = _page(request, FORM, form=JoiningForm(), trap=SubmissionForm.set_now())
        response["X-Robots-Tag"] = "all"
        return response
    step = StepForm(request.POST)
    asked = step.cleaned_data["etape"] if step.is_valid() else "relire"
    form, trap = JoiningForm(request.POST), SubmissionForm(request.POST)
    valid = form.is_valid()
    if trap.is_sprung:
        return redirect(links.thanks_path(THANKS, new_reference()))
    context = {"form": form, "trap": trap.shown_again()}
    if asked == "corriger" or not valid:
        return _page(request, FORM, 200 if valid else 400, **context)
    if asked == "relire":
        return _page(request, REVIEW, **context)
    problem, status = trap.complaint, 400
    if not problem and not may_send(request):
        problem, status = TOO_MANY, 429
    if not problem:
        try:
            sent = joining.send(form.cleaned_data, code=trap.code)
            return redirect(links.thanks_path(THANKS, sent.reference))
        except Refused as refusal:
            problem, status = str(refusal), 409
    return _page(request, REVIEW, status, problem=problem, **context)


def _page(request, name, status=200, **context):
    said = {**around(request), "title": TITLE, "description": ABOUT, **MENTIONS, **context}
    return render(request, name, said, status=status)


@require_safe
@private
def sent(request, token):
    """What was just sent has arrived: its reference, and what comes next."""
    reference = links.thanked(THANKS, token)
    if reference is None:
        raise Http404
    context = {"title": "Votre demande est arrivée", "look": "reseau", "reference": reference}
    return render(request, "projects/network/join_sent.html", context)


@require_safe
@private
def follow(request, token):
    """What a sender sent, where it stands, and what they may still do."""
    shown = followed(MembershipRequest, token)
    page = MemberPage.objects.online().filter(pk=shown.page_id).first() if shown.page_id else None
    context = {
        "title": "Votre demande d’adhésion",
        "look": "reseau",
        "demand": shown,
        "is_asked": shown.state == ContributionState.ASKED,
        "member": page,
        "token": token,
        "done": request.GET.get("fait") == "corrigee",
    }
    return render(request, "projects/network/join_follow.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def correct(request, token):
    """The same form with what was sent, to be put right."""
    shown = followed(MembershipRequest, token)
    if not shown.is_open:
        return redirect("network:request", token)
    form = JoiningForm(request.POST if request.method == "POST" else None, request=shown)
    done, problem, status = correction(request, shown, form, lambda: joining.correct(shown, form.cleaned_data))
    if done:
        return done
    context = {"title": "Corriger votre demande", "look": "reseau", "token": token, "form": form, "problem": problem}
    return render(
        request, "projects/network/join_correct.html", {**context, "demand": shown, **MENTIONS}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@private
def withdraw(request, token):
    """Take a request back: a page that says what that means, with one button."""
    template, title = "projects/network/join_withdraw.html", "Retirer votre demande"
    return withdrawal(request, MembershipRequest, token, template, title=title, look="reseau")
