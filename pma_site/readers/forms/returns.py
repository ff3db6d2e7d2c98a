"""What is asked of who enters the letters that the post brought back."""

from django import forms
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput

from ..choices import PostalReturn
from .offices import not_to_come


class FindOfficeForm(forms.Form):
    """The town hall whose letter came back."""

    q = forms.CharField(
        label="Commune, ou code imprimé sur l’étiquette",
        min_length=2,
        max_length=80,
        required=False,
        help_text="Les premières lettres suffisent : « liev » pour Liévin, ou « M0012 ».",
        error_messages={"min_length": "Tapez au moins deux lettres."},
    )


class ReturnForm(forms.Form):
    """Why, and when it came back."""

    reason = forms.ChoiceField(label="Motif", choices=PostalReturn.choices, widget=forms.RadioSelect)
    day = forms.DateField(
        label="Revenu le",
        initial=timezone.localdate,
        required=False,
        widget=AdminDateInput,
        validators=[not_to_come],
    )

    def clean_day(self):
        return self.cleaned_data["day"] or timezone.localdate()
