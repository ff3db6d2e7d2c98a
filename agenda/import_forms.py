"""What is asked to bring events in: a file or an address, and what the columns of a table hold."""

from django import forms
from django.core.exceptions import ValidationError

from pma_site.core.french import NBSP, weight
from pma_site.core.refusals import Refused
from pma_site.core.spreadsheets import letter

from . import fetching
from .choices import ImportVerdict
from .incoming import FIELDS, MAX_SIZE
from .incoming.tables import NEEDED

LEFT_ASIDE = "Ne pas importer"


class SourceForm(forms.Form):
    """A file or an address; `sources` are those that are known."""

    address = forms.CharField(
        label="Adresse d’un agenda",
        required=False,
        max_length=fetching.MAX_ADDRESS,
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text="Celle d’un agenda public : « Adresse au format iCal » dans Google Agenda, « S’abonner » ou « ICS »"
        " sur un site, « Exporter » sur OpenAgenda. Elle pourra être relue d’un bouton.",
    )
    file = forms.FileField(
        label="Ou un fichier",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".ics,.ical,.json,.csv,.txt,.xlsx,text/calendar"}),
        help_text=f"ICS, JSON d’OpenAgenda, CSV ou XLSX : 5{NBSP}Mo et 2{NBSP}000{NBSP}événements au plus. Le fichier"
        " est lu puis oublié.",
    )
    source = forms.ModelChoiceField(
        label="D’où vient ce fichier",
        queryset=None,
        required=False,
        empty_label="À reconnaître, ou une nouvelle source",
        error_messages={"invalid_choice": "Cette source n’existe plus."},
        help_text="Pour un fichier seulement. Le bon choix évite d’importer deux fois le même événement.",
    )
    name = forms.CharField(
        label="Nom de la source",
        required=False,
        max_length=120,
        help_text="Pour une nouvelle source, comme « Ville de Lens ». Vide : le nom que donne l’agenda.",
    )

    def __init__(self, *args, sources, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = sources

    def clean_address(self):
        try:
            return fetching.tidy(self.cleaned_data["address"]) if self.cleaned_data["address"] else ""
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MAX_SIZE:
            raise ValidationError(f"Ce fichier pèse {weight(file.size)} : le maximum est de 5{NBSP}Mo.")
        return file

    def clean(self):
        said = super().clean()
        given = [name for name in ("address", "file") if said.get(name)]
        if not given and not self.errors:
            self.add_error("address", "Donnez une adresse, ou choisissez un fichier.")
        if len(given) == 2:
            self.add_error("file", "Donnez une adresse ou un fichier, pas les deux.")
        return said


class ColumnsForm(forms.Form):
    """What each column of a table holds."""

    def __init__(self, *args, titles, columns, **kwargs):
        """`titles` are those of the columns, `columns` what is known of them, by field."""
        super().__init__(*args, **kwargs)
        self.titles = titles
        options = [("", LEFT_ASIDE), *((name, field.label) for name, field in FIELDS.items())]
        held = {column: name for name, column in columns.items()}
        for column, title in enumerate(titles):
            label = f"Colonne {letter(column)}" + (f", « {title} »" if title else "")
            self.fields[f"column_{column}"] = forms.ChoiceField(
                label=label, choices=options, required=False, initial=held.get(column, "")
            )

    @property
    def columns(self):
        """Its fields with the titles of their columns."""
        return [(self[f"column_{column}"], title) for column, title in enumerate(self.titles)]

    def clean(self):
        said = super().clean()
        chosen = {}
        for column in range(len(self.titles)):
            name = said.get(f"column_{column}")
            if name and name in chosen:
                self.add_error(f"column_{column}", f"« {FIELDS[name].label} » est déjà dans une autre colonne.")
            elif name:
                chosen[name] = column
        missing = [FIELDS[name].label for name in NEEDED if name not in chosen]
        if missing and not self.errors:
            self.add_error(None, f"Dites quelle colonne contient : {', '.join(missing)}.")
        said["columns"] = chosen
        return said


class RowsForm(forms.Form):
    """Which events of an import are shown."""

    verdict = forms.ChoiceField(
        choices=[("", "Tous"), *ImportVerdict.choices],
        required=False,
        error_messages={"invalid_choice": "Ce verdict n’existe pas."},
    )
