"""The forms of the door: name and password, codes, keys."""

from allauth.account import forms as account_forms
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as key_forms
from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms.auth import PasswordResetForm as AdminPasswordResetForm

from pma_site.core.limits import network_of, within_limit

HOUR = 60 * 60
_CODE = "Code"


class LoginForm(account_forms.LoginForm):
    """Who one is, and the password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, login.max_length = "Identifiant ou adresse électronique", 254
        login.widget = forms.TextInput(attrs={"autocomplete": "username", "autofocus": True, "maxlength": 254})
        password.label, password.help_text = "Mot de passe", ""
        # Hashing a book would cost more than a password is worth (Django's own hashers take any length).
        password.max_length = 1000
        password.widget.attrs = {"autocomplete": "current-password", "maxlength": 1000}
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)

    def clean_login(self):
        """A name holds no control: databases refuse NUL, and nobody types one."""
        login = super().clean_login()
        if not login.isprintable():
            raise ValidationError("Cet identifiant n’en est pas un.")
        return login[:254]

    def clean_password(self):
        """A password that no hasher should be given."""
        password = self.cleaned_data["password"]
        if len(password) > 1000:
            raise ValidationError("Ce mot de passe est trop long : 1 000 signes au plus.")
        return password


class ReauthenticateForm(account_forms.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password", "autofocus": True}


class _CodeMixin:
    """A code of six figures of the application, or one of eight that stands in for it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _CODE
        code.max_length = 32
        code.widget.attrs = {
            "autocomplete": "one-time-code",
            "autofocus": True,
            "inputmode": "numeric",
            "maxlength": 32,
        }

    def clean_code(self):
        """Whatever is no code is a wrong one, and counts as such."""
        code = self.cleaned_data["code"]
        self.cleaned_data["code"] = code if len(code) <= 32 and code.isascii() and code.isprintable() else "-"
        return super().clean_code()


class _OnceMixin(_CodeMixin):
    """A code that opens serves once, for as long as it is a right one: the library forgets it after half a minute."""

    def clean_code(self):
        code = super().clean_code()
        life = (2 * mfa_settings.TOTP_TOLERANCE + 1) * mfa_settings.TOTP_PERIOD
        if not within_limit(f"code:{self.user.pk}:{normalize_user_code(code)}", 1, life):
            self._emit_authentication_failed(self.authenticator)
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_OnceMixin, code_forms.AuthenticateForm):
    """The second step of signing in."""


class ReauthenticateCodeForm(_OnceMixin, code_forms.ReauthenticateForm):
    """A code instead of the password, before something that matters."""


class ActivateForm(_CodeMixin, totp_forms.ActivateTOTPForm):
    """The first code of an application, which shows that it read the QR code."""


class AddKeyForm(key_forms.AddWebAuthnForm):
    """A key of the device, or one that is plugged in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Nom de la clé"
        self.fields["name"].max_length = 100
        self.fields["name"].help_text = "Pour la reconnaître : « téléphone », « clé du bureau »."
        self.fields["passwordless"].label = "Entrer avec cette clé seule, sans mot de passe"
        self.fields["passwordless"].help_text = "L’appareil demande alors l’empreinte, le visage ou son propre code."

    def clean_name(self):
        """A key without a name gets one; a long one is cut."""
        return "".join(sign for sign in super().clean_name() if sign.isprintable())[:100] or "Clé"


class PasswordResetForm(AdminPasswordResetForm):
    """Asks for the message with which a password is chosen anew; asked too often, it leaves no more and is silent."""

    def save(self, *args, request=None, **kwargs):
        address = self.cleaned_data["email"].casefold()
        if within_limit(f"reset:{network_of(request)}", 20, HOUR) and within_limit(f"reset:{address}", 3, HOUR):
            super().save(*args, request=request, **kwargs)
