from django import forms


class SearchForm(forms.Form):
    """What a reader looks for."""

    q = forms.CharField(
        label="Rechercher dans le site",
        max_length=100,
        required=False,
        error_messages={"max_length": "Votre recherche est trop longue : 100 caractères au plus."},
    )
