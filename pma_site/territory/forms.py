from django import forms

from .models import Epci


class CommuneFilterForm(forms.Form):
    """What a reader may ask of the list of communes."""

    nom = forms.CharField(label="Nom de la commune", max_length=80, required=False)
    epci = forms.ModelChoiceField(
        label="Intercommunalité",
        queryset=Epci.objects.all(),
        to_field_name="siren",
        required=False,
        empty_label="Toutes",
        error_messages={"invalid_choice": "Cette intercommunalité ne fait pas partie du territoire."},
    )
