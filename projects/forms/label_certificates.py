"""To whom the certificates of an edition go."""

from django import forms

from pma_site.readers.forms.addresses import AddressField


class CertificatesForm(forms.Form):
    """A box and an address for each of the `laureates`, with the address that is `known` of each, by their keys.

    Those to whom nothing was sent yet are ticked.
    """

    def __init__(self, *args, laureates, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.laureates = laureates
        for candidate in laureates:
            address = known[candidate.pk]
            self.fields[f"envoyer-{candidate.pk}"] = forms.BooleanField(
                label=f"Envoyer : {candidate.title}",
                required=False,
                initial=bool(address) and not candidate.sendings,
            )
            self.fields[f"adresse-{candidate.pk}"] = AddressField(
                label=f"Adresse : {candidate.title}",
                required=False,
                initial=address,
                # Nobody's own address is to be filled in by their browser.
                widget=forms.EmailInput(attrs={"autocomplete": "off"}),
            )

    def clean(self):
        cleaned = super().clean()
        for candidate in self.laureates:
            name = f"adresse-{candidate.pk}"
            if cleaned.get(f"envoyer-{candidate.pk}") and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, "Écrivez l’adresse à laquelle l’attestation part.")
        if not self.errors and not self.addresses:
            self.add_error(None, "Cochez au moins un projet.")
        return cleaned

    @property
    def rows(self):
        """The laureates, each with its two fields."""
        return [
            {"candidate": each, "box": self[f"envoyer-{each.pk}"], "address": self[f"adresse-{each.pk}"]}
            for each in self.laureates
        ]

    @property
    def addresses(self):
        """The addresses of those that are ticked, by the keys of the candidates."""
        said = self.cleaned_data
        return {each.pk: said[f"adresse-{each.pk}"] for each in self.laureates if said.get(f"envoyer-{each.pk}")}

    @property
    def chosen(self):
        """Those that are ticked, as pairs of a candidate and an address."""
        return [(each, self.addresses[each.pk]) for each in self.laureates if each.pk in self.addresses]
