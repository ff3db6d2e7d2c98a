"""What the team answers to a proposal, and how its list is narrowed."""

from django import forms

from pma_site.contributions.choices import ContributionState
from pma_site.contributions.fields import ParagraphsField
from pma_site.territory.models import Commune

WAITING = "en-attente"


class SeenForm(forms.Form):
    """What the screen showed when somebody decided: without it, nobody knows what was read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=100)


class WordsForm(SeenForm):
    """Words to the sender: a question, or the reason of a refusal."""

    words = ParagraphsField(
        label="Votre message",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Écrivez ce que la personne doit lire."},
    )


class MergeForm(SeenForm):
    """The event that a proposal joins: one of those that look like it (`events`), or another that is chosen."""

    twin = forms.ModelChoiceField(
        label="Parmi ceux qui lui ressemblent",
        queryset=None,
        required=False,
        blank=True,
        empty_label="Un autre, choisi ci-dessous",
        widget=forms.RadioSelect,
    )
    event = forms.ModelChoiceField(label="Un autre événement de l’agenda", queryset=None, required=False)
    slots = forms.BooleanField(label="Ajouter les dates qui lui manquent", required=False)
    pictures = forms.BooleanField(label="Ajouter les images", required=False)

    def __init__(self, *args, events, twins, widget, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["twin"].queryset = twins
        self.fields["event"].queryset, self.fields["event"].widget = events, widget
        if not twins:
            del self.fields["twin"]

    def clean(self):
        cleaned = super().clean()
        self.chosen = cleaned.get("twin") or cleaned.get("event")
        if self.chosen is None and not self.errors:
            self.add_error("event", "Choisissez l’événement auquel rattacher la proposition.")
        return cleaned


class ProposalFilterForm(forms.Form):
    """Which proposals the list shows; a value that is not offered is put aside."""

    etat = forms.ChoiceField(
        label="Où elles en sont",
        choices=[("", "Toutes"), (WAITING, "À traiter"), *ContributionState.choices],
        required=False,
    )
    commune = forms.ModelChoiceField(
        label="Commune",
        queryset=Commune.objects.all(),
        to_field_name="insee_code",
        required=False,
        empty_label="Toutes",
    )
    annee = forms.TypedChoiceField(label="Année", coerce=int, empty_value=None, required=False)

    def __init__(self, *args, years=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["annee"].choices = [("", "Toutes"), *((year, str(year)) for year in years)]
