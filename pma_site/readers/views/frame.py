"""What the pages behind a reader's own links have in common: nothing of them is kept, indexed or passed on."""

from functools import wraps

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from pma_site.core.limits import network_of, within_limit
from pma_site.core.navigation import route

from .. import subscriptions

HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
}
# Demands of a message that may come from one part of the network in an hour.
ASKED, SPAN = 20, 3600
TOO_MANY = (
    "Beaucoup de demandes viennent de votre réseau en ce moment. Réessayez dans une heure, ou écrivez-nous : nous vous "
    "inscrirons."
)
WRITTEN_TODAY = "Nous vous avons déjà écrit aujourd’hui à cette adresse. Cherchez ce message, ou réessayez demain."


def private(view):
    """Answer who holds a link of theirs, and let nothing of it be kept, indexed or passed on.

    No cookie guards against forged forms: visitors have no session that a forged one could borrow, and who does not
    know the link, which is signed, can do nothing.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


def page_here(request):
    """The page that editors keep at the address of a form; None where they took it away, or closed it."""
    try:
        page = route(request, request.path).page
    except Http404:
        return None
    return page if page.known_public else None


def around_the_form(page):
    """What editors wrote: all before the first heading introduces the form, the rest comes after it."""
    blocks = list(getattr(page, "body", []))
    first = next((place for place, block in enumerate(blocks) if block.block_type == "heading"), len(blocks))
    return {"before": blocks[:first], "after": blocks[first:]}


def unknown_link(request):
    """The page of a link that we never gave."""
    context = {
        "title": "Lien inconnu",
        "standfirst": "Ce lien ne mène à rien. Vérifiez qu’il est entier : une partie se perd parfois quand un message "
        "le coupe en deux lignes.",
    }
    return render(request, "readers/holder_page.html", context, status=404)


def may_ask(request):
    """Count one more demand of a message, and tell whether that part of the network may still make one."""
    return within_limit(f"abonnement-{network_of(request)}", ASKED, SPAN)


def place(request):
    """The page that somebody agreed to something on, for the proof of it: its route, without their link."""
    return "/" + request.resolver_match.route.replace("<str:token>", "…")


def written_again(request, recipient):
    """Have a message of confirmation sent to an address that we hold.

    Return the answer that says so, or the words of why none is sent.
    """
    if not may_ask(request):
        return None, TOO_MANY
    if not subscriptions.ask_again(recipient, place(request)):
        return None, WRITTEN_TODAY
    return redirect("readers:asked"), ""
