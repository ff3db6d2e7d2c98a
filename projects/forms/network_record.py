"""The record of a member as the member itself reads and corrects it, and what of that the team accepts."""

from django import forms

from pma_site.contributions.fields import LineField, ParagraphsField
from pma_site.core.contact_details import POSTAL_CODE, PhoneField
from pma_site.readers.forms.addresses import AddressField
from pma_site.territory.models import Commune

from ..choices import MemberSector, MemberStage
from .network import PlainSelect

ACTIVITY_FIELD = {
    "label": "Activité, en quelques mots",
    "max_length": 160,
    "help_text": "Par exemple : pneus reconditionnés.",
    "error_messages": {"required": "Dites en quelques mots ce que vous faites."},
}
_SHORT_PHONE = {"max_length": 20}


class CommuneChoice(forms.ChoiceField):
    """A commune of the territory by its INSEE code; empty for none. `names` are read once a form."""

    widget = PlainSelect

    def offer(self, empty):
        """Offer all communes; return their names by code."""
        names = dict(Commune.objects.values_list("insee_code", "name"))
        self.choices = [("", empty), *names.items()]
        return names


class PlaceForm(forms.Form):
    """Where an organisation sits: in one of the communes, or elsewhere, not both."""

    commune = CommuneChoice(
        label="Commune du siège",
        required=False,
        error_messages={"invalid_choice": "Cette commune ne fait pas partie du territoire."},
    )
    outside_place = LineField(
        label="Ou ville hors du territoire",
        max_length=80,
        required=False,
        help_text="Si le siège n’est pas dans l’une des 150 communes.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = self.fields["commune"].offer("Hors du territoire, ou non précisée")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("commune") and cleaned.get("outside_place"):
            self.add_error("outside_place", "Choisissez une commune ou une ville hors du territoire, pas les deux.")
        return cleaned


class RecordForm(PlaceForm):
    """What a member may correct: what is public, then how the team writes to it, which is not."""

    PRIVATE = ("contact_name", "contact_email", "contact_phone")

    name = LineField(label="Nom du membre", max_length=160, error_messages={"required": "Indiquez le nom du membre."})
    activity = LineField(**ACTIVITY_FIELD)
    sector = forms.ChoiceField(
        label="Secteur", choices=[("", "Non précisé"), *MemberSector.choices], required=False, widget=PlainSelect
    )
    stage = forms.ChoiceField(
        label="Parcours", choices=[("", "Non précisé"), *MemberStage.choices], required=False, widget=PlainSelect
    )
    standfirst = ParagraphsField(
        label="Présentation", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    object_name = LineField(label="Objet exposé au showroom", max_length=120, required=False)
    street = LineField(label="Voie", max_length=120, required=False)
    postal_code = forms.CharField(
        label="Code postal",
        max_length=5,
        required=False,
        validators=[POSTAL_CODE],
    )
    website = forms.URLField(
        label="Site web",
        required=False,
        assume_scheme="https",
        max_length=200,
        error_messages={"invalid": "Une adresse comme https://www.exemple.fr"},
    )
    email = AddressField(label="Courriel public", required=False)
    phone = PhoneField(label="Téléphone public", required=False, **_SHORT_PHONE)
    contact_name = LineField(label="Nom de votre contact", max_length=120, required=False)
    contact_email = AddressField(
        label="Son courriel",
        help_text="C’est là que nous vous écrivons.",
        error_messages={"required": "Sans cette adresse, nous ne pouvons plus vous écrire."},
    )
    contact_phone = PhoneField(label="Son téléphone", required=False)
    note = ParagraphsField(
        label="Un mot pour l’équipe (facultatif)",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = [
        *("name", "activity", "sector", "stage", "standfirst", "object_name"),
        *("commune", "outside_place", "street", "postal_code", "website", "email", "phone"),
    ]

    @property
    def public(self):
        """Its fields that the directory shows."""
        return [field for field in self if field.name not in (*self.PRIVATE, "note")]

    @property
    def private(self):
        """Its fields that only the team of the network reads."""
        return [field for field in self if field.name in (*self.PRIVATE, "note")]

    def changes(self, record: dict) -> list[dict]:
        """What was changed of a record (values by field), as rows of Correction.changes."""
        rows = []
        for name in record:
            old, new = record[name], self.cleaned_data[name]
            if old.replace("\r\n", "\n") != new:
                label = self.label_of(name)
                said = {"old_words": self.words(name, old), "new_words": self.words(name, new)}
                rows.append({"name": name, "label": label, "old": old, "new": new, **said})
        return rows

    def pairs(self, record: dict, *, private: bool) -> list[tuple[str, str]]:
        """A record as pairs of a label and words: its private part, or its public one."""
        names = [name for name in record if (name in self.PRIVATE) == private]
        # One place is enough.
        left_out = "outside_place" if record["commune"] else "commune" if record["outside_place"] else "outside_place"
        return [
            (self.label_of(name), self.words(name, record[name]) or "Non renseigné")
            for name in names
            if name != left_out
        ]

    def label_of(self, name: str) -> str:
        """The label of a field that stands alone."""
        return "Ville du siège, hors du territoire" if name == "outside_place" else self.fields[name].label

    def words(self, name: str, value: str) -> str:
        """A value as one reads it."""
        if name == "commune":
            return self.names.get(value, "")
        if name in ("sector", "stage"):
            return dict(self.fields[name].choices).get(value, "") if value else ""
        return value


class CorrectionDecisionForm(forms.Form):
    """Which changes of a correction the team accepts, and what it says; `seen` tells what it had read."""

    accepted = forms.MultipleChoiceField(label="Changements acceptés", required=False)
    words = ParagraphsField(
        label="Message au membre", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)

    def __init__(self, *args, changes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["accepted"].choices = [(row["name"], row["label"]) for row in changes]
