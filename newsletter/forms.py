"""How letters are entered in the admin."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.admin.forms import WagtailAdminPageForm

from pma_site.core.french import weight
from pma_site.core.pdf_reading import PdfReadingError, read

MAX_PDF_SIZE = 40 * 1000 * 1000


class IssueForm(WagtailAdminPageForm):
    """An issue may be entered without an address: its number is one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False


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
