"""« Ajouter un membre »: what the team has to say of a member for its draft to be there."""

from django import forms

from pma_site.contributions.fields import LineField
from pma_site.directory.choices import OrganisationKind
from pma_site.readers.forms.addresses import AddressField

from .network_joining import KINDS
from .network_record import PlaceForm


class NewMemberForm(PlaceForm):
    """A member by its name and its activity; all else may come later, in the form of its page."""

    name = LineField(
        label="Nom",
        max_length=160,
        widget=forms.TextInput(attrs={"autofocus": True}),
        error_messages={"required": "Indiquez le nom du membre."},
    )
    activity = LineField(
        label="Activité",
        max_length=160,
        help_text="En quelques mots : « pneus reconditionnés ».",
        error_messages={"required": "Dites en quelques mots ce que fait ce membre."},
    )
    kind = forms.ChoiceField(label="Nature", choices=KINDS, initial=OrganisationKind.STARTUP)
    contact_name = LineField(label="Contact privé : nom", max_length=120, required=False)
    contact_email = AddressField(
        label="Contact privé : courriel",
        required=False,
        help_text="Pour lui demander, une fois par an, de confirmer sa fiche. Jamais publié.",
    )
    field_order = ["name", "activity", "kind", "commune", "outside_place", "contact_name", "contact_email"]
