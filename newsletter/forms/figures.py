"""How key figures are entered in the admin."""

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm


def named(user):
    """The name of an account, or that with which it signs in."""
    return user.get_full_name() or user.get_username()


class IndicatorForm(WagtailAdminModelForm):
    """An indicator: who refreshes it is chosen by name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "refresher" in self.fields:
            self.fields["refresher"].label_from_instance = named


class RefreshForm(forms.Form):
    """Whose figures are listed."""

    par = forms.ModelChoiceField(label="Par", queryset=None, required=False, empty_label="Toute l’équipe")

    def __init__(self, data, *, keepers):
        super().__init__(data)
        self.fields["par"].queryset = keepers
        self.fields["par"].label_from_instance = named
