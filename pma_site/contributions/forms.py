"""What every public form of a contribution has: who sends it, and what tells a person from a program that types."""

import secrets

from django import forms
from django.core import signing

from pma_site.core.contact_details import PhoneField
from pma_site.readers.forms.addresses import AddressField
from pma_site.readers.forms.subscribing import LEAST_SECONDS, MOST_SECONDS

from .fields import LineField

TOO_FAST = "Votre envoi est arrivé très vite. Relisez-le, puis appuyez de nouveau sur le bouton."
TOO_OLD = "Cette page était ouverte depuis longtemps. Relisez ce que vous avez saisi, puis envoyez-le de nouveau."
_SALT = "contributions.form"


class SenderForm(forms.Form):
    """Who sends it: the fields of models.Contribution."""

    sender_name = LineField(
        label="Votre nom",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Indiquez votre nom."},
    )
    sender_role = LineField(
        label="Votre fonction (facultatif)",
        max_length=120,
        required=False,
        help_text="Par exemple : maire, secrétaire de mairie, présidente d’association.",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    sender_organisation = LineField(
        label="Votre mairie, association ou organisme (facultatif)",
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    sender_email = AddressField(
        label="Votre adresse électronique",
        help_text="Pour vous répondre. Elle n’est pas publiée. Par exemple : prenom.nom@exemple.fr",
        error_messages={"required": "Saisissez votre adresse électronique : sans elle, nous ne pouvons pas répondre."},
    )
    sender_phone = PhoneField(label="Votre téléphone (facultatif)", required=False, help_text="Il n’est pas publié.")


class SubmissionForm(forms.Form):
    """What a person leaves alone: a field they do not see, and the signed identity of the form with its moment.

    `code` is that identity: the same form sent twice bears the same (Contribution.submission).
    """

    website_confirm = forms.CharField(label="Laissez ce champ vide", required=False)
    shown_at = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def set_now(cls, code=""):
        """The trap as it is shown now, for a form of its own, or for that of identity `code`."""
        code = code or secrets.token_hex(16)
        return cls(initial={"shown_at": signing.TimestampSigner(salt=_SALT).sign(code)})

    @property
    def is_sprung(self):
        """Whether a program filled in what nobody sees."""
        return bool(self.data.get("website_confirm"))

    @property
    def code(self):
        """The identity of the form, however old; empty where it was made up."""
        return self._code()

    @property
    def complaint(self):
        """What to say to a person whose answer came too early or too late; nothing otherwise."""
        if not self._code(MOST_SECONDS):
            return TOO_OLD
        return TOO_FAST if self._code(LEAST_SECONDS) else ""

    def shown_again(self):
        """The trap as it is shown again beside a mistake: its clock runs on, unless it has run out."""
        if self.complaint == TOO_OLD:
            return self.set_now(self.code)
        return type(self)(initial={"shown_at": self.data["shown_at"]})

    def _code(self, max_age=None):
        try:
            return signing.TimestampSigner(salt=_SALT).unsign(self.data.get("shown_at", ""), max_age=max_age)
        except signing.BadSignature:
            return ""
