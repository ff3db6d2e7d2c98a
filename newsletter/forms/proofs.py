"""What is asked to lend an issue to a proof-reader, and what the reader writes."""

from datetime import timedelta
from itertools import groupby

from django import forms
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput

USUAL_DAYS, MOST_DAYS = 7, 60


def _a_week_from_now():
    return timezone.localdate() + timedelta(days=USUAL_DAYS)


class ProofForm(forms.Form):
    """Who is to read, and until when."""

    reader = forms.CharField(label="Nom de la personne", max_length=120)
    email = forms.EmailField(
        label="Courriel", required=False, help_text="Facultatif : le lien lui est alors envoyé aussitôt."
    )
    ends_on = forms.DateField(
        label="Dernier jour",
        initial=_a_week_from_now,
        widget=AdminDateInput,
        help_text=f"Le lien ne s’ouvre plus ensuite. {MOST_DAYS} jours au plus.",
    )

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError("Ce jour est passé : indiquez-en un à venir.")
        if day > today + timedelta(days=MOST_DAYS):
            raise forms.ValidationError(f"Un lien de relecture dure {MOST_DAYS} jours au plus.")
        return day


class RemarkForm(forms.Form):
    """A remark on a passage."""

    passage = forms.ChoiceField(
        label="Passage",
        error_messages={"invalid_choice": "Ce passage n’est plus dans le numéro : choisissez-en un autre."},
    )
    text = forms.CharField(
        label="Votre remarque",
        max_length=3000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": "Écrivez votre remarque."},
    )
    name = forms.CharField(
        label="Votre nom", max_length=120, error_messages={"required": "Indiquez votre nom : la rédaction le verra."}
    )

    def __init__(self, *args, passages, **kwargs):
        super().__init__(*args, **kwargs)
        groups = groupby(passages, key=lambda passage: passage.part)
        self.fields["passage"].choices = [
            (part or "Tout", [(passage.key, self._words(passage)) for passage in inside]) for part, inside in groups
        ]
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    @staticmethod
    def _words(passage):
        return f"{passage.label} : {passage.quotation[:60]}" if passage.quotation else passage.label


class SignOffForm(forms.Form):
    """« Bon à tirer »: who agrees, to which text."""

    name = forms.CharField(
        label="Votre nom", max_length=120, error_messages={"required": "Indiquez votre nom : il signe le bon à tirer."}
    )
    version = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
