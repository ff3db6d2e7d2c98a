"""Leaving: by the button of a mail program (RFC 8058), or by the one of a page; and changing one's mind."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from pma_site.core.refusals import Refused

from .. import leaving, links, subscriptions
from ..choices import LeavingWay, ReadingState
from ..models import Recipient
from ..wording import CONSENT
from .frame import TOO_MANY, WRITTEN_TODAY, may_ask, private, unknown_link, written_again

# States that a leaving can be taken back to: a demand that nobody had confirmed is made anew.
_TAKEN_BACK = (ReadingState.ACTIVE, ReadingState.SUSPENDED)
DONE = "Désabonnement enregistré : vous ne recevrez plus la lettre."


def _known(code):
    found = Recipient.objects.filter(code=code).first()
    return found.followed if found else None


def _gone(request, token, recipient, was="", problem="", status=200):
    """The page of who has left: nothing more comes, and the ways back."""
    context = {
        "title": "Vous ne recevrez plus la lettre",
        "token": token,
        "recipient": recipient,
        "undo": links.token_to_come_back(recipient, was) if was in _TAKEN_BACK else "",
        "consent": CONSENT.text,
        "problem": problem,
    }
    return render(request, "readers/gone.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def leave(request, token):
    """Leave by one POST, without cookie or login, as often as one likes and for ever; a GET shows one button.

    It answers 200 even once the recipient is forgotten: whoever was given the link gets nothing any more.
    """
    code = links.leaving(token)
    if code is None:
        return unknown_link(request)
    if request.method == "POST":
        one_click = request.POST.get("List-Unsubscribe") == "One-Click"
        recipient, was = leaving.leave(code, LeavingWay.ONE_CLICK if one_click else LeavingWay.LINK)
        if one_click:
            return HttpResponse(DONE, content_type="text/plain; charset=utf-8")
        return _gone(request, token, recipient, was)
    recipient = _known(code)
    if recipient is None or recipient.state == ReadingState.LEFT:
        return _gone(request, token, recipient)
    context = {
        "title": "Ne plus recevoir la lettre",
        "recipient": recipient,
        "offices": recipient.offices.filter(by_post=True, post_stopped_on=None),
    }
    return render(request, "readers/leave.html", context)


@require_POST
@private
def come_back(request, token):
    """Take back a leaving that was just done; later, have a message sent by which to subscribe again.

    The link to leave may have been passed on with the letter: beyond the hour of who has just left, it only has the
    owner of the address asked.
    """
    code = links.leaving(token)
    recipient = _known(code) if code else None
    if recipient is None:
        return unknown_link(request)
    undo = links.coming_back(request.POST.get("undo", ""))
    try:
        if undo and undo[0] == recipient.code:
            leaving.come_back(*undo)
            return render(request, "readers/come_back.html", {"title": "Vous recevez de nouveau la lettre"})
        response, problem = written_again(request, recipient)
    except Refused as refusal:
        response, problem = None, str(refusal)
    return response or _gone(request, token, recipient, problem=problem, status=409)


@require_POST
@private
def send_manage_link(request, token):
    """Have the link to one's data sent to its owner: the link to leave travels with a letter that is passed on."""
    code = links.leaving(token)
    recipient = _known(code) if code else None
    if recipient is None:
        return unknown_link(request)
    try:
        problem = TOO_MANY if not may_ask(request) else ""
        if not problem and subscriptions.send_manage_link(recipient):
            return redirect("readers:asked")
    except Refused as refusal:
        problem = str(refusal)
    context = {"title": "Aucun message n’est parti", "standfirst": problem or WRITTEN_TODAY}
    return render(request, "readers/holder_page.html", context, status=409)
