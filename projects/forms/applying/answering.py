"""What the team does with applications in the admin: lists narrowed, words to who applies, a page made, a delay."""

from django import forms
from django.utils import timezone

from pma_site.contributions.fields import LineField, ParagraphsField
from pma_site.core.local_times import LocalDateTimeField

from ...choices import ApplicationState

WAITING = "a-examiner"


class ListForm(forms.Form):
    """Which applications the list shows; a value that is not offered is put aside."""

    edition = forms.TypedChoiceField(label="Édition", coerce=int, empty_value=None, required=False)
    etat = forms.ChoiceField(
        label="Où elles en sont",
        choices=[
            ("", "Toutes"),
            (WAITING, "À examiner"),
            *(state for state in ApplicationState.choices if state[0] != ApplicationState.DRAFT),
        ],
        required=False,
    )
    q = LineField(label="Titre, référence, porteur", max_length=100, required=False)

    def __init__(self, *args, years=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["edition"].choices = [(year, str(year)) for year in years]


class WordsForm(forms.Form):
    """Words to who applies; `seen` is the fingerprint of what the screen showed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=100)
    words = ParagraphsField(
        label="Votre message",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Écrivez ce que la personne doit lire."},
    )


class CandidateForm(forms.Form):
    """The picture that the page of the candidate takes: one of `images` (pairs of a key and a name), or none."""

    image = forms.TypedChoiceField(
        label="Image de la fiche", coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args, images=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["image"].choices = [*images, ("", "Aucune")]
        if not images:
            self.fields.pop("image")


class DelayForm(forms.Form):
    """Until when an application may still be filled in, after the closing."""

    open_until = LocalDateTimeField(
        label="Délai accordé jusqu’au",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": "Indiquez un jour et une heure.", "invalid": "Cette date ne se lit pas."},
    )

    def clean_open_until(self):
        instant = self.cleaned_data["open_until"]
        if instant <= timezone.now():
            raise forms.ValidationError("Ce moment est passé.")
        if instant > timezone.now() + timezone.timedelta(days=92):
            raise forms.ValidationError("Trois mois au plus.")
        return instant
