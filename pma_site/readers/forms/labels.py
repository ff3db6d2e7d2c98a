"""What is asked to print labels."""

from django import forms
from django.db import models

from ..rendering.labels import SHEETS


class LabelOrder(models.TextChoices):
    """In which order labels come off the printer."""

    EPCI = "epci", "par intercommunalité"
    COMMUNE = "commune", "par commune"
    POSTAL_CODE = "code-postal", "par code postal"


class IssueForm(forms.Form):
    """The letter that is posted, as the screen that leads here names it; nothing is looked up by it."""

    lettre = forms.CharField(label="Lettre", max_length=40, required=False, help_text="Donne leur nom aux fichiers.")


class LabelsForm(IssueForm):
    """Which sheets, from which label on, in which order."""

    format = forms.ChoiceField(label="Format", choices=[(sheet.name, sheet.words) for sheet in SHEETS.values()])
    premiere = forms.IntegerField(
        label="Première étiquette libre",
        initial=1,
        min_value=1,
        help_text="1 pour une planche neuve ; on compte de gauche à droite, puis de haut en bas.",
    )
    ordre = forms.ChoiceField(label="Ordre", choices=LabelOrder.choices)
    code = forms.BooleanField(
        label="Imprimer le code QR",
        initial=True,
        required=False,
        help_text="Il mène chaque mairie à sa page, où elle choisit comment elle reçoit la lettre.",
    )

    def clean(self):
        cleaned = super().clean()
        sheet = SHEETS.get(cleaned.get("format"))
        if sheet and (cleaned.get("premiere") or 1) > sheet.count:
            self.add_error("premiere", f"Une planche de ce format n’a que {sheet.count} étiquettes.")
        return cleaned
