"""What stands before every address: is the session good, was the second factor given, is this the admin's host."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponseNotFound, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from . import sessions

ADMIN = "/admin/"
OVER = "Votre session est terminée : elle se ferme après deux heures sans rien faire, et douze heures en tout."
# All that somebody may open who gave a password and has no second factor yet.
BEFORE_SECOND_FACTOR = {
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}
# What a page asks by itself while nobody is there.
ASKED_BY_MACHINE = ("wagtailadmin_editing_sessions", "still_signed_in")


class AdminHostMiddleware:
    """With an ADMIN_HOST, the admin is there and nowhere else: links of former messages lead there, the rest is 404."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.ADMIN_HOST:
            here = request.get_host().partition(":")[0].lower() == settings.ADMIN_HOST
            if request.path.startswith(ADMIN) and not here:
                if request.method not in ("GET", "HEAD"):
                    return HttpResponseNotFound("L’administration est à une autre adresse.")
                return HttpResponseRedirect(f"https://{settings.ADMIN_HOST}{request.get_full_path()}")
            if request.path == "/" and here:
                return HttpResponseRedirect(ADMIN)
        return self.get_response(request)


class AccessMiddleware:
    """Close sessions that are over, and keep whoever gave only a password out of everything but the second factor.

    Visitors without a session cookie pass untouched.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            in_admin = request.path.startswith(ADMIN)
            if sessions.is_over(request):
                logout(request)
                if in_admin:
                    messages.info(request, OVER)
            elif not in_admin and _lacks_second_factor(request):
                # For every other page this is a visitor.
                request.user = AnonymousUser()
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Lead to the second factor; note that somebody is there."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        if request.path.startswith(ADMIN) and _lacks_second_factor(request):
            if sessions.has_second_factor(request.user):
                # A session that some other way opened: it has to come through the door.
                logout(request)
                return _away(request, "account_login")
            if match.url_name not in BEFORE_SECOND_FACTOR:
                return _away(request, "mfa_activate_totp")
        if not any(name in match.view_name for name in ASKED_BY_MACHINE):
            sessions.show_life(request)
        return None


def _lacks_second_factor(request):
    return settings.SECOND_FACTOR_REQUIRED and not sessions.proved_second_factor(request)


def _away(request, name):
    address = reverse(name)
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return JsonResponse({"detail": "Connectez-vous d’abord."}, status=403)
    back = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
    return HttpResponseRedirect(f"{address}?{urlencode({REDIRECT_FIELD_NAME: back})}")
