"""What is asked of who goes through the town halls after an election."""

from django import forms
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput

from pma_site.territory.models import Epci

from .. import periods
from ..choices import FormOfAddress


def last_election():
    """The day of the last general municipal election that this site knows of."""
    today = timezone.localdate()
    return max((day for day in periods.ELECTIONS if day <= today), default=today)


def _plausible(day):
    """Refuse a day that no mayor of today began on."""
    if not periods.FIRST_DAY <= day <= timezone.localdate():
        raise forms.ValidationError("Indiquez un jour passé, comme 23/03/2026.")


class _TypedDate(forms.DateInput):
    """A date that is typed: a calendar would take the key that sends the form."""

    def __init__(self):
        super().__init__({"inputmode": "numeric", "autocomplete": "off", "placeholder": "jj/mm/aaaa"}, "%d/%m/%Y")


class TourForm(forms.Form):
    """Since when, and where, town halls are to be gone through."""

    depuis = forms.DateField(
        label="Mairies pas encore vérifiées depuis le",
        widget=AdminDateInput,
        validators=[_plausible],
        help_text="Le jour de l’élection : ce qui a été vérifié avant est à revoir.",
    )
    epci = forms.ModelChoiceField(
        label="Intercommunalité",
        queryset=Epci.objects.all(),
        to_field_name="siren",
        required=False,
        empty_label="Toutes, l’une après l’autre",
        help_text="À plusieurs, que chacun prenne la sienne : le travail va plus vite.",
    )


class PlaceForm(forms.Form):
    """Which town hall of the tour is before one's eyes; the first one that nobody looked at by default."""

    mairie = forms.IntegerField(required=False, min_value=1, max_value=10**12)
    # Only its mayor changes: there is no tour to go on with.
    seule = forms.BooleanField(required=False)


class OneForm(forms.Form):
    """One town hall whose mayor changes, without a tour."""

    mairie = forms.ModelChoiceField(label="Mairie", queryset=None, empty_label="Choisissez une mairie")

    def __init__(self, offices):
        super().__init__(auto_id="id_one_%s")
        self.fields["mairie"].queryset = offices


class SeenForm(forms.Form):
    """What was shown when somebody decided on it."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ReplaceForm(SeenForm):
    """The new mayor."""

    last_name = forms.CharField(label="Nom", max_length=80)
    first_name = forms.CharField(label="Prénom", max_length=80)
    form_of_address = forms.ChoiceField(label="Forme d’appel", choices=FormOfAddress.choices)
    start = forms.DateField(
        label="En fonction depuis le",
        widget=_TypedDate,
        validators=[_plausible],
        help_text="Le jour de l’élection par le conseil municipal. Le mandat précédent prend fin la veille.",
    )
    namesake = forms.ChoiceField(
        label="Plusieurs personnes de l’annuaire portent ce nom. Laquelle est-ce ?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une personne, ou dites qu’elle n’est pas dans l’annuaire."},
    )

    def __init__(self, *args, namesakes=(), **kwargs):
        super().__init__(*args, **kwargs)
        if not namesakes:
            del self.fields["namesake"]
            return
        known = [(str(person.pk), _described(person)) for person in namesakes]
        self.fields["namesake"].choices = [*known, ("new", "Une autre personne, qui n’est pas dans l’annuaire")]

    def clean_last_name(self):
        return " ".join(self.cleaned_data["last_name"].split())

    def clean_first_name(self):
        return " ".join(self.cleaned_data["first_name"].split())


class EmptySeatForm(SeenForm):
    """The seat without a mayor."""

    since = forms.DateField(
        label="Siège vacant depuis le", widget=_TypedDate, initial=timezone.localdate, validators=[_plausible]
    )


def _described(person):
    about = ", ".join(filter(None, [person.position, str(person.organisation or "")]))
    return f"{person}, {about}" if about else f"{person} (fiche n° {person.pk})"
