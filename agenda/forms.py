"""What readers may ask of the agenda."""

from django import forms

from pma_site.territory.models import Commune

from .choices import EventTheme, Period


class AgendaFilterForm(forms.Form):
    """The filters of the list, sent by GET: a value that is not offered is refused, never an error."""

    periode = forms.ChoiceField(label="Période", choices=Period.choices, required=False, initial=Period.COMING)
    theme = forms.ChoiceField(label="Thème", choices=[("", "Tous les thèmes"), *EventTheme.choices], required=False)
    commune = forms.ModelChoiceField(
        label="Commune",
        queryset=Commune.objects.only("insee_code", "name", "spelling"),
        to_field_name="insee_code",
        required=False,
        empty_label="Toutes les communes",
        error_messages={"invalid_choice": "Cette commune ne fait pas partie du territoire."},
    )
