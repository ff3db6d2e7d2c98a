"""What is asked to bring a file into the register: the file, what its columns hold, and what to do with gaps."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput

from pma_site.core.french import weight
from pma_site.core.spreadsheets import MAX_SIZE, letter

from ..choices import ImportKind, RowVerdict
from ..columns import NEEDED, fields_of
from .offices import not_to_come

LEFT_ASIDE = "Ne pas importer"


class FileInput(forms.FileInput):
    """A field for a table: the window that opens shows tables only."""

    def __init__(self, attrs=None):
        super().__init__({"accept": ".csv,.txt,.xlsx", **(attrs or {})})


class UploadForm(forms.Form):
    """A file and what it holds; `kinds` are those that the account may import."""

    kind = forms.ChoiceField(label="Ce que contient le fichier", widget=forms.RadioSelect)
    file = forms.FileField(
        label="Fichier",
        widget=FileInput,
        help_text="CSV ou XLSX, 5\u00a0Mo, 5\u00a0000 lignes et 60 colonnes au plus. Le fichier est lu puis oublié.",
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].initial = kinds[0].value if kinds else None

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_SIZE:
            raise ValidationError(f"Ce fichier pèse {weight(file.size)} : le maximum est de 5\u00a0Mo.")
        return file


class ColumnsForm(forms.Form):
    """What each column of a file holds, with what its kind needs besides."""

    header_line = forms.TypedChoiceField(
        label="Ligne des titres",
        coerce=int,
        help_text="Ce qui est au-dessus n’est pas importé.",
        error_messages={"invalid_choice": "Choisissez l’une des premières lignes du fichier."},
    )
    blanks_erase = forms.BooleanField(
        label="Les cases vides effacent",
        required=False,
        help_text="Sinon, une case vide laisse ce que le registre contient.",
    )

    def __init__(self, *args, run, titles, lines, **kwargs):
        """`titles` are those of the columns, `lines` the first ones of the file (number, text)."""
        super().__init__(*args, **kwargs)
        self.run, self.titles, self.known = run, titles, fields_of(run.kind)
        self.fields["header_line"].choices = [(0, "Le fichier n’a pas de titres"), *lines]
        options = [("", LEFT_ASIDE), *((name, field.label) for name, field in self.known.items())]
        for column, title in enumerate(titles):
            label = f"Colonne {letter(column)}" + (f", « {title} »" if title else "")
            self.fields[f"column_{column}"] = forms.ChoiceField(label=label, choices=options, required=False)
        if run.kind == ImportKind.OFFICES:
            self.fields["taken_office_on"] = forms.DateField(
                label="Début du mandat des nouveaux maires",
                initial=timezone.localdate,
                widget=AdminDateInput,
                validators=[not_to_come],
                help_text="Pour ceux dont le fichier ne donne pas la date ; le mandat précédent finit la veille.",
            )
        elif run.kind == ImportKind.SUBSCRIBERS:
            self._ask_for_the_consent()

    def _ask_for_the_consent(self):
        self.fields["consented_on"] = forms.DateField(
            label="Date du consentement",
            required=False,
            widget=AdminDateInput,
            validators=[not_to_come],
            help_text="Pour les lignes qui ne la donnent pas.",
        )
        self.fields["consent_source"] = forms.CharField(
            label="Origine du consentement",
            max_length=1000,
            widget=forms.Textarea({"rows": 3}),
            help_text="Gardée comme preuve : d’où vient cette liste, et comment ces personnes ont accepté de recevoir"
            " la lettre. Par exemple : « Liste tenue dans Outlook depuis 2019 ; inscription par courriel. »",
            error_messages={"required": "Dites d’où vient le consentement : sans preuve, la liste ne s’importe pas."},
        )

    @property
    def columns(self):
        """The fields of the columns, in the order of the file."""
        return [self[f"column_{column}"] for column in range(len(self.titles))]

    @property
    def others(self):
        """The fields that are about the whole file, but that of its titles."""
        return [field for field in self if field.name != "header_line" and not field.name.startswith("column_")]

    def clean(self):
        cleaned = super().clean()
        chosen = {}
        for column in range(len(self.titles)):
            name = cleaned.get(f"column_{column}")
            if name in chosen:
                label = self.known[name].label
                message = f"« {label} » est déjà la colonne {letter(chosen[name])} : n’en gardez qu’une."
                self.add_error(f"column_{column}", message)
            elif name:
                chosen[name] = column
        needed = NEEDED[self.run.kind]
        if not self.errors and not set(needed) & set(chosen):
            names = " ou ".join(f"« {self.known[name].label} »" for name in needed)
            self.add_error(
                None, f"Dites quelle colonne contient {names} : sans elle, on ne sait pas de qui parle une ligne."
            )
        dated = cleaned.get("consented_on") or "consented_on" in chosen or "consented_on" in self.errors
        if self.run.kind == ImportKind.SUBSCRIBERS and not dated:
            self.add_error("consented_on", "Donnez la date du consentement, ici ou dans une colonne.")
        cleaned["columns"] = chosen
        return cleaned

    def choices(self):
        """What importing.examine goes by."""
        names = ("header_line", "columns", "blanks_erase", "taken_office_on", "consented_on", "consent_source")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class RowsForm(forms.Form):
    """Which rows of an import are shown."""

    verdict = forms.ChoiceField(
        choices=[("", "Toutes"), ("problemes", "À regarder"), *RowVerdict.choices],
        required=False,
        error_messages={"invalid_choice": "Ce filtre n’existe pas : toutes les lignes sont montrées."},
    )


class ExportForm(forms.Form):
    """Which list is taken out, and as what."""

    kind = forms.ChoiceField(label="Liste")
    file_format = forms.ChoiceField(
        label="Format", choices=[("xlsx", "XLSX (tableur)"), ("csv", "CSV")], widget=forms.RadioSelect, initial="xlsx"
    )

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
