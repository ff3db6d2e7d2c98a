"""The passwords of pages and of collections of documents (Wagtail's « Confidentialité »): tried a few times only."""

from functools import wraps

from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.documents.views.serve import authenticate_with_password as open_collection
from wagtail.views import authenticate_with_password as open_page

from .limits import network_of, within_limit

# Passwords that one part of the network may give for one restriction: an office shares one, and types it right.
TRIES, QUARTER = 10, 15 * 60


def _limited(view, kind, restriction):
    """Wagtail's own view, but that it reads no more than TRIES passwords in a QUARTER.

    `restriction` names the argument that tells what is closed: the page beside it in the address is anybody's choice.
    """

    @sensitive_post_parameters("password")
    @wraps(view)
    def answer(request, **named):
        name = f"mot-de-passe-{kind}-{named[restriction]}-{network_of(request)}"
        if request.method == "POST" and not within_limit(name, TRIES, QUARTER):
            response = render(request, "core/too_many_tries.html", {"title": "Trop d’essais"}, status=429)
            response["Retry-After"] = str(QUARTER)
            return response
        return view(request, **named)

    return answer


of_page = _limited(open_page, "page", "page_view_restriction_id")
of_collection = _limited(open_collection, "documents", "restriction_id")
