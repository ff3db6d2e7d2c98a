"""How an e-mail address is typed; what is said about one to which nothing may be sent."""

from django import forms

from pma_site.core.mail_addresses import ReachableAddressValidator, canonical

from ..choices import ReadingState

# By its state (choices.ReadingState).
WHY_SILENT = {
    ReadingState.LEFT: (
        "Cette adresse s’est désabonnée : elle reste notée, mais ne reçoit plus rien. Seule la personne qui la lit "
        "peut la réabonner, sur la page d’abonnement du site."
    ),
    ReadingState.SUSPENDED: "Les messages envoyés à cette adresse reviennent : plus rien ne lui est envoyé.",
    ReadingState.PENDING: "Cette adresse n’a pas encore confirmé son abonnement : rien ne lui est envoyé d’ici là.",
}
ERASED = "L’adresse notée ici a été effacée à la demande de la personne qui la lisait. Indiquez-en une autre."
LONGEST = 254


class AddressField(forms.CharField):
    """An e-mail address, kept as it is compared (core.mail_addresses.canonical): twins in Unicode are one."""

    widget = forms.EmailInput
    default_validators = [ReachableAddressValidator()]

    def __init__(self, **kwargs):
        super().__init__(max_length=LONGEST, strip=True, **kwargs)
        said = {"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}
        self.widget.attrs.update(said | self.widget.attrs)
        self.error_messages["max_length"] = f"Une adresse a {LONGEST} caractères au plus."

    def to_python(self, value):
        value = super().to_python(value)
        # What is far too long is refused as it is: to compare it would take time.
        return canonical(value) if 0 < len(value) <= 2 * LONGEST else value


def about(recipient) -> str:
    """Return why nothing is sent to a Recipient, in a sentence; empty where the letter goes to it, or for None."""
    if recipient is None:
        return ""
    return WHY_SILENT.get(recipient.state, "") if recipient.email else ERASED
