"""What somebody types to receive the letter or to change how; and what tells a person from a program that types."""

from django import forms
from django.core import signing

from .addresses import AddressField

# Nobody reads the form and types an address in less; RGAA 13.1 leaves readers twenty hours at least.
LEAST_SECONDS, MOST_SECONDS = 3, 24 * 3600
TOO_FAST = "Votre demande est arrivée très vite. Vérifiez votre adresse, puis appuyez de nouveau sur le bouton."
TOO_OLD = "Cette page était ouverte depuis longtemps. Vérifiez votre adresse, puis appuyez de nouveau sur le bouton."


class SubscriptionForm(forms.Form):
    """Where the letter should go, and the commune its reader belongs to if they wish to say; `communes` are offered."""

    email = AddressField(
        label="Votre adresse électronique",
        help_text="Par exemple : prenom.nom@exemple.fr",
        error_messages={"required": "Saisissez votre adresse électronique."},
    )
    commune = forms.ModelChoiceField(
        label="Votre commune (facultatif)",
        queryset=None,
        to_field_name="insee_code",
        required=False,
        empty_label="Je ne précise pas",
        help_text="Pour savoir où la lettre est lue, sans vous nommer.",
        error_messages={"invalid_choice": "Cette commune ne fait pas partie du territoire."},
    )

    def __init__(self, *args, communes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commune"].queryset = communes


class CommuneForm(forms.Form):
    """The commune a subscriber belongs to; `communes` are offered."""

    commune = SubscriptionForm.base_fields["commune"]

    def __init__(self, *args, communes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commune"].queryset = communes


class NewAddressForm(forms.Form):
    """Where a reader wants the letter from now on."""

    email = AddressField(
        label="Votre nouvelle adresse électronique",
        help_text="Par exemple : prenom.nom@exemple.fr",
        error_messages={"required": "Saisissez votre nouvelle adresse électronique."},
    )


class ChannelsForm(forms.Form):
    """By what way a town hall gets the letter; by e-mail only where `by_email` says that its address may get it."""

    by_post = forms.BooleanField(label="par la poste", required=False)
    by_email = forms.BooleanField(label="par courriel", required=False)

    def __init__(self, *args, by_email, **kwargs):
        super().__init__(*args, **kwargs)
        if not by_email:
            del self.fields["by_email"]


class TrapForm(forms.Form):
    """What a person leaves alone: a field they do not see, and the moment at which the form was shown, signed."""

    # Named as programs like it, and as no browser fills in by itself.
    website_confirm = forms.CharField(label="Laissez ce champ vide", required=False)
    shown_at = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def set_now(cls):
        """The trap as it is shown for the first time."""
        return cls(initial={"shown_at": signing.TimestampSigner(salt="readers.form").sign("abonnement")})

    @property
    def is_sprung(self):
        """Whether a program filled in what nobody sees."""
        return bool(self.data.get("website_confirm"))

    @property
    def complaint(self):
        """What to say to a person whose answer came too early or too late; nothing otherwise."""
        signer = signing.TimestampSigner(salt="readers.form")
        token = self.data.get("shown_at", "")
        try:
            signer.unsign(token, max_age=MOST_SECONDS)
        except signing.BadSignature:
            return TOO_OLD
        try:
            signer.unsign(token, max_age=LEAST_SECONDS)
        except signing.SignatureExpired:
            return ""
        return TOO_FAST

    def shown_again(self):
        """The trap as it is shown again beside a mistake: its clock runs on, unless it has run out."""
        complaint = self.complaint
        return self.set_now() if complaint == TOO_OLD else TrapForm(initial={"shown_at": self.data["shown_at"]})
