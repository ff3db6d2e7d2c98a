"""What the public pages of contributions have in common: how often one may send, which links they answer to."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render

from pma_site.core.limits import network_of, within_limit
from pma_site.core.refusals import Refused

from . import deciding, links
from .models import Contribution

DAY = 24 * 3600
# Contributions that one part of the network may send in a day: several town halls may share one.
SENT_A_DAY = 30
TOO_MANY = (
    "Beaucoup d’envois viennent de votre réseau aujourd’hui. Rien de ce que vous avez saisi n’est perdu : réessayez "
    "plus tard en gardant cette page ouverte, ou écrivez-nous."
)


def may_send(request) -> bool:
    """Count one more contribution from that part of the network, and tell whether it may still send one today."""
    return within_limit(f"contribution-{network_of(request)}", SENT_A_DAY, DAY)


def inviting_office(request):
    """The town hall whose personal link led here (« ?mairie=… »); None without one, or for one that we never gave."""
    return links.office_behind_invitation(request.GET.get(links.OFFICE_PARAMETER, "")[:60])


def followed(model: type[Contribution], token: str) -> Contribution:
    """The contribution that a sender's own link leads to. Raises Http404 for a link that we never gave."""
    reference = links.followed(model.follow_route, token)
    found = model.objects.select_related("commune").filter(reference=reference).first() if reference else None
    if found is None:
        raise Http404
    return found


def correction(request, shown: Contribution, form, act: Callable[[], object]):
    """Have `act` write what a sender corrected, where the form came and is right.

    Return where that leads, which is None until it is done; what stood against it, in words; the status of the form as
    it is shown again.
    """
    if request.method != "POST":
        return None, "", 200
    if not form.is_valid():
        return None, "", 400
    try:
        act()
    except Refused as refusal:
        return None, str(refusal), 409
    return redirect(f"{links.follow_path(shown.follow_route, shown.reference)}?fait=corrigee"), "", 302


def withdrawal(request, model: type[Contribution], token: str, template: str, **context):
    """Take back what a sender's own link leads to: a page that says what that means, with one button.

    Leads back to where it is followed once that is done, or where the team has decided already. `template` gets it as
    `shown`. Raises Http404 for a link that we never gave.
    """
    shown, problem = followed(model, token), ""
    if request.method == "POST":
        try:
            deciding.withdraw(model, shown.reference)
            return redirect(model.follow_route, token)
        except Refused as refusal:
            problem = str(refusal)
    elif not shown.is_open:
        return redirect(model.follow_route, token)
    said = {**context, "shown": shown, "token": token, "problem": problem}
    return render(request, template, said, status=409 if problem else 200)


def readable(most_bytes: int, too_big: str):
    """Answer 413 or 400, in French, for a form that is heavier than `most_bytes` or that cannot be read."""

    def around(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            length = request.META.get("CONTENT_LENGTH") or "0"
            try:
                if length.isdecimal() and int(length) > most_bytes:
                    raise RequestDataTooBig
                _read = request.POST
            except RequestDataTooBig:
                return _told(request, "Envoi trop lourd", too_big, 413)
            except (TooManyFieldsSent, TooManyFilesSent, MultiPartParserError, OSError):
                words = "Ce formulaire n’est pas arrivé entier. Revenez en arrière et envoyez-le de nouveau."
                return _told(request, "Envoi illisible", words, 400)
            return view(request, *args, **kwargs)

        return answer

    return around


def _told(request, title, words, status):
    return render(request, "contributions/told.html", {"title": title, "standfirst": words}, status=status)
