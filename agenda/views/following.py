"""What happens after a proposal was sent: it is acknowledged, followed, corrected or withdrawn by who sent it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pma_site.contributions import links
from pma_site.contributions.choices import ContributionState
from pma_site.contributions.views import TOO_MANY, followed, withdrawal
from pma_site.core.mail import sender
from pma_site.core.refusals import Refused
from pma_site.readers.views.frame import private

from ..models import EventPage, Proposal
from ..proposing import drafts, reading
from .proposing import CORRECTED, THANKS, may_begin, served


@require_safe
@private
def thanks(request, token):
    """What to expect now, with the reference: the same page whatever became of what was sent."""
    reference = links.thanked(THANKS, token)
    if reference is None:
        raise Http404
    context = {
        "title": "Merci, votre proposition est arrivée",
        "look": "agenda",
        "reference": reference,
        "sender": sender(),
        "corrected": CORRECTED in request.GET,
    }
    if context["corrected"]:
        context["title"] = "Merci, votre correction est enregistrée"
    return render(request, "agenda/proposals/thanks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def follow(request, token):
    """Where a proposal stands and what it says; while it is open, a button to correct it."""
    proposal, problem, status = followed(Proposal, token), "", 200
    if request.method == "POST":
        try:
            if not may_begin(request):
                status = 429
                raise Refused(TOO_MANY)
            return redirect("proposals:review", drafts.token_of(drafts.correct(proposal.reference)))
        except Refused as refusal:
            problem, status = str(refusal), max(status, 409)
            proposal.refresh_from_db()
    event = EventPage.objects.online().filter(pk=proposal.event_id).first() if proposal.event_id else None
    images = list(proposal.images.all())
    context = {
        "title": f"Votre proposition {proposal.reference}",
        "look": "agenda",
        "token": token,
        "proposal": proposal,
        "state": _said(proposal, event),
        "event": event,
        "sections": reading.sections(proposal, images) if proposal.title else [],
        "images": images,
        "problem": problem,
    }
    return render(request, "agenda/proposals/follow.html", context, status=status)


def _said(proposal, event):
    if proposal.event_id is None and proposal.state in (ContributionState.ACCEPTED, ContributionState.MERGED):
        return "L’événement n’est plus dans l’agenda. Une question ? Écrivez-nous avec la référence."
    gone = "Il n’est plus en ligne." if proposal.told_at else ""
    online = "Il est en ligne dans l’agenda." if event else gone
    return {
        ContributionState.RECEIVED: "L’équipe va l’examiner et vous répondre.",
        ContributionState.ASKED: "L’équipe vous pose une question. Complétez votre proposition : elle la relira.",
        ContributionState.ACCEPTED: f"Acceptée. {online or 'L’équipe prépare la page de l’événement.'}",
        ContributionState.MERGED: "Rattachée à un événement que l’agenda avait déjà. "
        f"{online or 'Il n’est pas encore en ligne.'}",
        ContributionState.DECLINED: "L’équipe ne la retient pas.",
        ContributionState.WITHDRAWN: "Vous l’avez retirée : l’équipe ne l’examine plus.",
    }[proposal.state]


@require_http_methods(["GET", "HEAD", "POST"])
@private
def withdraw(request, token):
    """One button, by which who sent a proposal takes it back."""
    return withdrawal(request, Proposal, token, "agenda/proposals/withdraw.html", title="Retirer votre proposition")


@require_safe
@private
def picture(request, token, place):
    """A picture of a proposal, for who sent it."""
    return served(followed(Proposal, token).images.filter(place=place).first())
