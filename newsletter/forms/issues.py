"""How letters are begun and entered in the admin."""

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import AdminDateInput

from pma_site.core.french import weight
from pma_site.core.pdf_reading import PdfReadingError, read

from ..choices import CarriedPart

MAX_PDF_SIZE = 40 * 1000 * 1000


def next_month(day):
    """Return the first day of the month after that of `day`."""
    return (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def title_by_number(number):
    """Return the title of an issue that has none yet: « Lettre n° 10 »."""
    return f"Lettre n°\u00a0{number}"


class NewIssueForm(forms.Form):
    """A new issue: its number, its month, and what it takes over from the last one."""

    number = forms.IntegerField(
        label="Numéro", min_value=1, max_value=32_767, error_messages={"min_value": "Les numéros commencent à 1."}
    )
    month = forms.DateField(
        label="Mois de parution",
        widget=AdminDateInput(),
        help_text="Une date du mois : le premier jour est retenu.",
        error_messages={"invalid": "Indiquez un jour du mois, comme 01/12/2026."},
    )
    title = forms.CharField(
        label="Titre de la une",
        max_length=255,
        required=False,
        help_text="Laissé vide, il devient « Lettre n° … », à compléter plus tard.",
    )
    carried = forms.MultipleChoiceField(
        label="À reprendre du dernier numéro",
        choices=CarriedPart.choices,
        initial=CarriedPart.values,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    since = forms.DateField(
        label="Actions réalisées depuis le",
        required=False,
        widget=AdminDateInput(),
        help_text="Les étapes de la feuille de route à reprendre ; vide : depuis le mois du dernier numéro.",
        error_messages={"invalid": "Indiquez un jour, comme 01/12/2026."},
    )

    def clean_month(self):
        """A letter comes out in a month: its first day stands for it."""
        return self.cleaned_data["month"].replace(day=1)


class IssueForm(WagtailAdminPageForm):
    """An issue may be entered with its number alone: its address and its title follow from it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "month" in self.fields and not self.instance.month:
            self.initial["month"] = next_month(timezone.localdate())

    def defer_required_fields(self):
        """A draft is saved whatever is missing, its title included."""
        super().defer_required_fields()
        if "title" in self.fields and self.fields["title"].required:
            self.fields["title"].required = False
            self.deferred_required_fields.append("title")

    def clean(self):
        cleaned = super().clean()
        if self.is_deferred_validation and not cleaned.get("title") and cleaned.get("number"):
            cleaned["title"] = title_by_number(cleaned["number"])
        return cleaned


@dataclass
class KeptFile:
    """The file that a page has already, as its form names it."""

    url: str
    name: str

    def __str__(self):
        return self.name


class PdfInput(forms.ClearableFileInput):
    """A field for a PDF: the window that opens shows PDFs only, and the one there is goes by its name alone."""

    initial_text = "Fichier actuel\u00a0"
    input_text = "En choisir un autre\u00a0"

    def __init__(self, attrs=None):
        super().__init__({"accept": "application/pdf,.pdf", **(attrs or {})})

    def format_value(self, value):
        return KeptFile(value.url, PurePath(value.name).name) if self.is_initial(value) else None


class ArchivedIssueForm(IssueForm):
    """A former issue: its PDF is read as it arrives, so that a wrong one is told at once."""

    reading = sha256 = None

    def clean_pdf(self):
        pdf = self.cleaned_data["pdf"]
        if not isinstance(pdf, UploadedFile):
            return pdf
        if pdf.size > MAX_PDF_SIZE:
            raise ValidationError(f"Ce fichier pèse {weight(pdf.size)} : le maximum est de 40\u00a0Mo.")
        content = pdf.read()
        pdf.seek(0)
        self.sha256 = hashlib.sha256(content).hexdigest()
        if self.instance.pdf and self.instance.sha256 == self.sha256:
            # The admin saves by itself and sends the same file again each time.
            return self.instance.pdf
        try:
            self.reading = read(content)
        except PdfReadingError as error:
            raise ValidationError(str(error)) from error
        return pdf

    def _post_clean(self):
        super()._post_clean()
        # Browsers do not keep the file of a form that is shown again.
        if self.errors and self.reading and not self.has_error("pdf"):
            self.add_error("pdf", "Choisissez de nouveau le fichier : votre navigateur ne l’a pas gardé.")

    def save(self, commit=True):
        if self.reading:
            self.instance.describe(self.reading, self.cleaned_data["pdf"].size, self.sha256)
        return super().save(commit=commit)
