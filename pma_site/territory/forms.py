from django import forms


class CommuneFilterForm(forms.Form):
    """What a reader may ask of the list of communes; `epcis` are the intercommunalities on offer."""

    nom = forms.CharField(label="Nom ou code postal", max_length=80, required=False)
    epci = forms.ModelChoiceField(
        label="Intercommunalité",
        queryset=None,
        to_field_name="siren",
        required=False,
        empty_label="Toutes",
        error_messages={"invalid_choice": "Cette intercommunalité ne fait pas partie du territoire."},
    )

    def __init__(self, *args, epcis, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["epci"].queryset = epcis
