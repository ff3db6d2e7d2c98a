"""What an answer gets on its way out, by the part of the site that gives it."""

import json
import logging
from functools import lru_cache
from traceback import walk_tb

from django.db import DataError
from django.http import HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.views.defaults import bad_request, page_not_found, permission_denied
from wagtail.admin import messages

from .headers import is_private
from .listings import labelled
from .refusals import Refused
from .spacing import unbroken
from .typography import french_html

logger = logging.getLogger(__name__)

# Wagtail's admin writes inline scripts and styles; nothing of it comes from elsewhere.
ADMIN_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "frame-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)


NOT_UTF_8 = "Cette demande n’est pas écrite en UTF-8, que le site lit seul."


class OnlyUtf8Middleware:
    """Refuse what says that it is written otherwise than in UTF-8: browsers answer a page in the page's own writing.

    « hex », « rot13 », « idna » and the like are codecs of Python and no writing of text: reading them fails.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        charset = request.content_params.get("charset", "utf-8")
        if charset.strip().lower() not in ("utf-8", "utf8"):
            return HttpResponseBadRequest(NOT_UTF_8, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class AdminContentSecurityPolicyMiddleware:
    """Give the admin a policy of its own, looser than the public one, which leaves it out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            policy = response.headers.get("Content-Security-Policy", ADMIN_POLICY)
            # The preview of a page comes with the policy of that page, which no frame may show, and is shown in one.
            policy = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
            response.headers["Content-Security-Policy"] = policy
        return response


ALREADY_ANSWERED = (
    "Une réponse a déjà été donnée sur cette page\u00a0: la vôtre n’y change rien, votre texte est gardé."
)


class AdminRefusalMiddleware:
    """Tell who works in the admin why something was refused (core.refusals), whichever screen they came from."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Go back to the page that the refusal names, with its message on top."""
        if _answered_meanwhile(exception):
            # What came with the answer has been saved.
            exception = Refused(ALREADY_ANSWERED, request.path)
        if not isinstance(exception, Refused) or not request.path.startswith("/admin/"):
            return None
        messages.error(request, str(exception))
        address = exception.address or reverse("wagtailadmin_home")
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # What the windows of the workflow wait for before they lead elsewhere.
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)


# What Wagtail's screens raise where a form comes without the fields that their own scripts send.
_WITHOUT_FIELDS = (
    (MultiValueDictKeyError, ""),
    (KeyError, "input_format"),
    (KeyError, "import_file_name"),
    (AttributeError, "'NoneType' object has no attribute 'is_valid'"),
    (AttributeError, "'NoneType' object has no attribute 'startswith'"),
)


def _answered_meanwhile(exception):
    """Whether Wagtail asked a page for its proof again, having found one a moment ago: somebody else has answered."""
    return isinstance(exception, AttributeError) and exception.obj is None and exception.name == "on_action"


def _is_of_wagtail(exception):
    """Whether a screen of Wagtail raised it, and none of ours, whose faults must stay faults."""
    modules = [frame.f_globals.get("__name__", "") for frame, _ in walk_tb(exception.__traceback__)]
    return next((name for name in reversed(modules) if not name.startswith("django.")), "").startswith("wagtail.")


def _leads_nowhere(exception, said):
    """Whether an address names a record by what is no key, or the root of the tree as if it stood below a page."""
    no_number = isinstance(exception, ValueError | TypeError) and "expected a number but got" in said
    too_large = isinstance(exception, OverflowError | DataError) and ("too large" in said or "out of range" in said)
    above_the_root = isinstance(exception, AttributeError) and exception.obj is None
    above_the_root = above_the_root and exception.name == "permissions_for_user" and _is_of_wagtail(exception)
    return no_number or too_large or above_the_root


class AdminBadKeyMiddleware:
    """Answer 404 where an address of the admin names a record by what is no key: Wagtail looks for it all the same.

    And 400 to a form that no browser sends, for lack of the fields that Wagtail's scripts put into it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Tell what databases and Django's fields say of such a key from every other fault."""
        said = str(exception)
        if request.path.startswith("/admin/") and _leads_nowhere(exception, said):
            return page_not_found(request, exception, template_name="wagtailadmin/404.html")
        if request.method in ("POST", "PUT") and request.path.startswith("/admin/"):
            of_wagtail = _is_of_wagtail(exception)
            if of_wagtail and any(isinstance(exception, kind) and words in said for kind, words in _WITHOUT_FIELDS):
                logger.warning("A form without its fields was sent to %s", request.path, exc_info=exception)
                return bad_request(request, exception)
            if "for a user with no collection permissions" in said:
                return permission_denied(request, exception)
        return None


class FrenchTypographyMiddleware:
    """Set the French of public pages, wherever their words come from: models, templates, forms, messages.

    In the admin, which shows what was typed, the spaces that must not break are all that it sees to (spacing.py).

    It stands innermost: what measures, compresses or caches an answer must see it as it leaves. Previews of pages are
    requests to the page's own address, so an editor sees them set as well.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if _is_readable_html(response):
            if request.path.startswith("/admin/"):
                typeset = unbroken
            else:
                typeset = _typeset_once if _comes_again(request, response) else _typeset
            _rewrite(response, typeset(response.content.decode()))
        return response


class AdminListingsMiddleware:
    """Tell each cell of the admin's tables the head of its column, which a telephone shows beside it (listings.py)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not request.path.startswith("/admin/") or response.streaming or b"<table" not in response.content:
            return response
        if _is_readable_html(response):
            _rewrite(response, labelled(response.content.decode()))
        elif isinstance(response, JsonResponse):
            # A window in which one chooses: its HTML is one thing among others.
            told = json.loads(response.content)
            if isinstance(told, dict) and isinstance(told.get("html"), str):
                _rewrite(response, json.dumps({**told, "html": labelled(told["html"])}))
        return response


def _comes_again(request, response):
    """Tell whether the same page may well be made again for others: nobody's secret, no form with its own token."""
    alone = request.COOKIES or "CSRF_COOKIE" in request.META or is_private(response)
    return request.method == "GET" and response.status_code == 200 and not alone


def _typeset(html):
    return french_html(html, indented=False)


# Most pages are the same again after a publication, which concerns a few; some fifty kilobytes each.
_typeset_once = lru_cache(maxsize=32)(_typeset)


def _rewrite(response, html):
    """Put other words in a response."""
    response.content = html
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))


def _is_readable_html(response):
    """Tell whether a response is a whole HTML page in UTF-8, neither streamed nor compressed."""
    return (
        not response.streaming
        and response.get("Content-Type", "").partition(";")[0].strip().lower() == "text/html"
        and response.charset.lower() == "utf-8"
        and not response.has_header("Content-Encoding")
    )
