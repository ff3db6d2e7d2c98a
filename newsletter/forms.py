"""How an issue is begun and entered in the admin."""

import datetime

from django import forms
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import AdminDateInput

from .choices import CarriedPart


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
    )
    title = forms.CharField(
        label="Titre de la une",
        max_length=255,
        required=False,
        help_text="Vide : « Lettre n° … », à compléter plus tard.",
    )
    carried = forms.MultipleChoiceField(
        label="À reprendre du dernier numéro",
        choices=CarriedPart.choices,
        initial=CarriedPart.values,
        required=False,
        widget=forms.CheckboxSelectMultiple,
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
