"""What a town hall may ask for on the page that its labels lead to."""

from django import forms

from .addresses import AddressField


class WishForm(forms.Form):
    """The address at which it would like the e-mail."""

    email = AddressField(
        label="Adresse électronique de la mairie",
        error_messages={"required": "Indiquez une adresse, comme mairie@votre-commune.fr."},
    )
