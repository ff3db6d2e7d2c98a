"""How key figures are entered in the admin."""

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import ReferenceIndex


def named(user):
    """The name of an account, or that with which it signs in."""
    return user.get_full_name() or user.get_username()


class IndicatorForm(WagtailAdminModelForm):
    """An indicator: who refreshes it is chosen by name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "refresher" in self.fields:
            self.fields["refresher"].label_from_instance = named

    def clean(self):
        cleaned = super().clean()
        values = self.formsets.get("values")
        for row in values.deleted_forms if values else []:
            if row.instance.pk and ReferenceIndex.get_references_to(row.instance).exists():
                # Of a row that goes no field is shown: the whole form says it.
                self.add_error(None, f"Une lettre montre «\u00a0{row.instance.display}\u00a0» : cette valeur reste.")
        return cleaned


class TypedNumber(forms.DecimalField):
    """A number as people type it: « 4 300 », « -12,5 »."""

    def to_python(self, value):
        return super().to_python("".join(str(value or "").split()).replace(",", "."))


class NextValueForm(forms.ModelForm):
    """The next value of an indicator: one types its number at once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].widget = forms.TextInput(attrs={"inputmode": "decimal", "autofocus": True})


class RefreshForm(forms.Form):
    """Whose figures are listed."""

    par = forms.ModelChoiceField(label="Par", queryset=None, required=False, empty_label="Toute l’équipe")

    def __init__(self, data, *, keepers):
        super().__init__(data)
        self.fields["par"].queryset = keepers
        self.fields["par"].label_from_instance = named
