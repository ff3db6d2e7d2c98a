"""What a town hall may ask for on the page that its labels lead to."""

from django import forms


class WishForm(forms.Form):
    """The address at which it would like the e-mail."""

    email = forms.EmailField(
        label="Adresse électronique de la mairie",
        max_length=254,
        error_messages={
            "required": "Indiquez une adresse, comme mairie@votre-commune.fr.",
            "invalid": "Indiquez une adresse complète, comme mairie@votre-commune.fr.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"
