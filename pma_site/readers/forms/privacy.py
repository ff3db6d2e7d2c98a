"""Whose rights are at stake."""

from django import forms

from pma_site.core.mail_addresses import is_address

NO_ADDRESS = "Ce n’est pas une adresse électronique : elle s’écrit « nom@domaine »."


class PersonForm(forms.Form):
    """A person, by their address, however it is spelt; by their name besides."""

    address = forms.CharField(
        label="Adresse électronique",
        max_length=254,
        error_messages={"required": "Indiquez l’adresse de la personne."},
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "email", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label="Prénom et nom",
        max_length=160,
        required=False,
        help_text="Facultatif : les pages et les brouillons où ce nom se lit sont alors signalés.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_address(self):
        address = self.cleaned_data["address"]
        if not is_address(address):
            raise forms.ValidationError(NO_ADDRESS)
        return address

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if len(name.split()) == 1:
            raise forms.ValidationError("Indiquez le prénom et le nom : un seul mot se lirait partout.")
        return name

    def unseen(self):
        """The same answers as hidden fields, for the buttons that act on them."""
        return [self[name].as_hidden() for name in self.fields]
