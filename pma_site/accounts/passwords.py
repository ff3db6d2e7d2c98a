"""Passwords that anybody who knows this site would try first."""

import unicodedata

from django.core.exceptions import ValidationError

# OWASP ASVS 5.0, 6.1.2: words of the organisation, its products, its places; and what is typed first in French.
WORDS = (
    *("metropolitain", "artois", "euralens", "lalettre", "lettreauxmaires", "pasdecalais", "bethune", "lens"),
    *("azertyuiop", "azerty", "motdepasse", "administrateur"),
)
LEAST_BESIDE = 8


def _plain(text):
    folded = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in folded if sign.isalnum())


class NotOfThisPlaceValidator:
    """Refuse a password of which little is left once the words of this place are taken out."""

    def validate(self, password, user=None):
        """Raise ValidationError for « Artois-2026 » and the like."""
        rest = _plain(password)
        held = [word for word in WORDS if word in rest]
        for word in held:
            rest = rest.replace(word, "")
        if held and len(rest) < LEAST_BESIDE:
            raise ValidationError(
                "Ce mot de passe est fait surtout de mots d’ici, que n’importe qui essaierait d’abord.",
                code="password_of_this_place",
            )

    def get_help_text(self):
        """What is asked, in words."""
        return "Votre mot de passe ne peut pas être fait surtout de mots d’ici (Artois, Lens, Euralens…)."
