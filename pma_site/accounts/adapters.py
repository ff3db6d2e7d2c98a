"""The library of sign-in (django-allauth) with the rules of the house."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError

from pma_site.core.limits import network_of

from . import notices, sessions, tries

TOO_MANY = (
    "Trop d’essais sans succès. Attendez un quart d’heure, puis essayez de nouveau. Si ces essais ne viennent pas de "
    "vous, un message a été envoyé à l’adresse du compte : il dit que faire."
)
_SAID = {
    "mfa/messages/totp_activated.txt": "L’application d’authentification est enregistrée.",
    "mfa/messages/totp_deactivated.txt": "L’application d’authentification est retirée.",
    "mfa/messages/webauthn_added.txt": "La clé est enregistrée.",
    "mfa/messages/webauthn_removed.txt": "La clé est retirée.",
    "mfa/messages/recovery_codes_generated.txt": "De nouveaux codes de secours sont prêts : notez-les en lieu sûr.",
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made in the admin; passwords are tried within limits (accounts.tries)."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "Identifiant ou mot de passe incorrect.",
        "email_password_mismatch": "Identifiant ou mot de passe incorrect.",
        "incorrect_password": "Ce mot de passe n’est pas le bon.",
        "incorrect_code": "Ce code n’est pas le bon, ou il a déjà servi : prenez le suivant.",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        return network_of(request)

    def is_reauthentication_required(self, *, app):
        # Whoever came in a moment ago is not asked again, least of all for the second factor they must set up.
        request = context.request
        return not sessions.is_recent(request)

    def pre_authenticate(self, request, **credentials):
        login = str(credentials.get("username") or credentials.get("email") or "")
        account = tries.account_named(login)
        self._verdict = tries.begin(request, login, account)
        if self._verdict.against:
            if account and self._verdict.against in ("both", "account"):
                notices.tell_of_tries(account, network_of(request))
            raise ValidationError(TOO_MANY, code="too_many_login_attempts")

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        if user:
            tries.succeed(self._verdict)
        return user

    def _rollback_login_failed_rl_usage(self):
        """Nothing: what a try counted is given back by our own limits."""

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        said = message or _SAID.get(message_template)
        if said:
            messages.add_message(request, level, said, extra_tags=extra_tags)


def _locks():
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"pma.second-factor:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are locked in the database with SECRET_KEY; the last factor is not taken away where one is compulsory."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": (
            "Un second facteur est obligatoire ici : enregistrez-en d’abord un autre, une clé par exemple."
        ),
    }

    def encrypt(self, text):
        return _locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        try:
            return _locks().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # SECRET_KEY was changed without its former value among SECRET_KEY_FALLBACKS: no code is the right one.
            return generate_totp_secret()

    def can_delete_authenticator(self, authenticator):
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return not settings.SECOND_FACTOR_REQUIRED or others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def generate_authenticator_name(self, user, type):  # noqa: A002 - the library's name
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return f"Clé {number}"
