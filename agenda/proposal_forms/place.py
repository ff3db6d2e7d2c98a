"""Where an event takes place: a venue by its name, a commune by its name, or a link."""

from django import forms

from pma_site.contributions.communes import communes_like
from pma_site.contributions.fields import LineField

from .fields import WebField

OUTSIDE = "hors-territoire"
NOT_OURS = (
    "« {0} » ne fait pas partie des 150 communes du territoire. Si l’événement a bien lieu là, cochez « hors du "
    "territoire » : l’équipe vous dira si l’agenda peut l’annoncer."
)
WHICH = "Plusieurs communes peuvent être « {0} » : choisissez la bonne."


class PlaceForm(forms.Form):
    """Where: `commune` is what was typed; `choice`, shown once that is not clear, settles which one it is.

    `found` holds, once valid, the commune of the territory, None outside it or online.
    """

    commune = LineField(
        label="Commune",
        max_length=80,
        required=False,
        help_text="Son nom ou son code postal. Laissez vide si tout se passe en ligne.",
        widget=forms.TextInput(attrs={"list": "communes", "autocomplete": "off"}),
    )
    choice = forms.ChoiceField(
        label="Laquelle ?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    venue_name = LineField(
        label="Lieu (facultatif)",
        max_length=160,
        required=False,
        help_text="Par exemple : salle des fêtes, parc de la Glissoire. Sans la commune.",
        widget=forms.TextInput(attrs={"list": "lieux", "autocomplete": "off"}),
    )
    street = LineField(
        label="Adresse (facultatif)",
        max_length=160,
        required=False,
        help_text="Numéro et rue.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    online_url = WebField(
        label="Lien pour y participer en ligne (facultatif)", help_text="Visioconférence ou retransmission."
    )

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.found, self.outside = None, ""
        typed = self.fields["commune"].clean((data.get("commune") or "")[:80]) if data else ""
        self.named, likely = communes_like(typed) if typed else (None, [])
        self.unclear = bool(typed) and self.named is None
        if not self.unclear:
            del self.fields["choice"]
            return
        offered = [(commune.insee_code, f"{commune.name} ({commune.postal_codes})") for commune in likely]
        self.likely = {commune.insee_code: commune for commune in likely}
        self.fields["choice"].choices = [*offered, (OUTSIDE, f"« {typed} », hors du territoire")]

    def clean(self):
        cleaned = super().clean()
        typed = cleaned.get("commune", "")
        if self.unclear and not self.errors:
            choice = cleaned.get("choice")
            if not choice:
                self.add_error("choice", (WHICH if self.likely else NOT_OURS).format(typed))
            elif choice == OUTSIDE:
                self.outside = typed
            else:
                self.found = self.likely[choice]
        elif self.named:
            self.found = self.named
        if not typed and "commune" not in self.errors:
            if cleaned.get("venue_name") or cleaned.get("street"):
                self.add_error("commune", "Indiquez la commune de ce lieu.")
            elif not cleaned.get("online_url") and "online_url" not in self.errors:
                self.add_error("commune", "Indiquez la commune, ou le lien si tout se passe en ligne.")
        return cleaned
