"""What is asked to declare a sending, and to correct what was sent."""

from django import forms
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput

from ..choices import Channel


def _not_to_come(day):
    if day > timezone.localdate():
        raise forms.ValidationError("Cette date est à venir.")


class DispatchForm(forms.Form):
    """When and how an issue was sent."""

    day = forms.DateField(
        label="Date d’envoi", initial=timezone.localdate, widget=AdminDateInput, validators=[_not_to_come]
    )
    channel = forms.ChoiceField(label="Moyen", choices=Channel.choices, widget=forms.RadioSelect)
    sure = forms.BooleanField(
        label="Je confirme que ce numéro a été envoyé : il ne changera plus que par un rectificatif",
        error_messages={"required": "Cochez la case pour confirmer l’envoi."},
    )


class RectificationForm(forms.Form):
    """What readers of a sent issue are told of its correction."""

    day = forms.DateField(label="Date", initial=timezone.localdate, widget=AdminDateInput, validators=[_not_to_come])
    text = forms.CharField(
        label="Texte du rectificatif",
        max_length=1500,
        widget=forms.Textarea({"rows": 4}),
        help_text="Visible par les lecteurs. Par exemple : « Une erreur s’est glissée dans le tableau du budget… »",
    )
    changes = forms.CharField(
        label="Ce qui a changé",
        max_length=1500,
        widget=forms.Textarea({"rows": 3}),
        help_text="Visible par les lecteurs. L’endroit, ce qui était écrit et ce qu’il faut lire.",
    )
