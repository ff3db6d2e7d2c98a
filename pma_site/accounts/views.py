"""The door of the admin beyond what the library shows: who may not enter, and one more browser that may try."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log

from pma_site.core.limits import network_of

from . import tries


class EnterView(LoginView):
    """Name and password. An account that opens nothing is told so, rather than led in circles."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            return render(request, "accounts/no_access.html", status=403)
        return super().dispatch(request, *args, **kwargs)


class _ProvedMixin:
    """Whoever sets a second factor up has just shown that they have it: the session knows from then on."""

    kind = ""

    def form_valid(self, form):
        response = super().form_valid(form)
        added = Authenticator.objects.filter(user=self.request.user, type=self.kind).order_by("-pk").first()
        record_authentication(self.request, self.request.user, "mfa", id=added.pk, type=added.type)
        return response


class ActivateView(_ProvedMixin, ActivateTOTPView):
    """Introduce the application of a telephone."""

    kind = Authenticator.Type.TOTP


class AddKeyView(_ProvedMixin, AddWebAuthnView):
    """Introduce a key."""

    kind = Authenticator.Type.WEBAUTHN


class RemoveKeyView(RemoveWebAuthnView):
    """Take a key away, unless it is the last second factor of an account that must have one."""

    def form_valid(self, form):
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, get_adapter().error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_variables("token")
def unlock(request, token):
    """Let the browser of an account's owner try while strangers may not: the link of the message that told of them."""
    account = tries.account_of_token(token)
    if account is None:
        return render(request, "accounts/unlock_over.html", status=410)
    if request.method == "GET":
        return render(request, "accounts/unlock.html")
    response = redirect(reverse("account_login"))
    tries.remember_device(request, response, account)
    log(instance=account, action="accounts.unlock", data={"network": network_of(request)})
    messages.success(request, "Ce navigateur peut essayer : connectez-vous.")
    return response
