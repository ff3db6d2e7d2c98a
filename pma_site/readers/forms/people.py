"""How the elected members and the colleagues who get the letter are entered in the admin."""

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from . import addresses


class _ReaderForm(WagtailAdminModelForm):
    """Somebody with their e-mail as one types it."""

    email = addresses.AddressField(label="Adresse électronique", widget=forms.EmailInput({"autocomplete": "off"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["email"].initial = self.instance.email
            self.fields["email"].help_text = addresses.about(self.instance.recipient)


class ElectedReaderForm(_ReaderForm):
    """An elected member."""


class TesterForm(_ReaderForm):
    """A colleague."""
