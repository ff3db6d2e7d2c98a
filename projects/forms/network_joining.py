"""« Rejoindre la communauté »: what an organisation says of itself, and who writes for it."""

from django import forms

from pma_site.contributions.fields import LineField, ParagraphsField
from pma_site.contributions.forms import SenderForm
from pma_site.directory.choices import OrganisationKind
from pma_site.directory.models import Organisation

from ..choices import MemberSector, MemberStage
from .network import PlainSelect
from .network_record import ACTIVITY_FIELD, PlaceForm

# What a member of the network may be.
KINDS = [
    (kind.value, kind.label)
    for kind in (
        OrganisationKind.STARTUP,
        OrganisationKind.COMPANY,
        OrganisationKind.ASSOCIATION,
        OrganisationKind.SCHOOL,
        OrganisationKind.RESEARCH,
        OrganisationKind.CLUSTER,
        OrganisationKind.PUBLIC_BODY,
    )
]
FACULTATIVE = " (facultatif)"


class JoiningForm(SenderForm, PlaceForm):
    """A request to join. With `request`, it is the form by which its sender corrects it: their address stays."""

    sender_organisation = LineField(
        label="Nom de l’organisation",
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": "Indiquez le nom de votre organisation."},
    )
    kind = forms.ChoiceField(label="Nature", choices=KINDS, initial=OrganisationKind.STARTUP, widget=PlainSelect)
    activity = LineField(**ACTIVITY_FIELD)
    sector = forms.ChoiceField(
        label="Secteur (facultatif)",
        choices=[("", "Non précisé"), *MemberSector.choices],
        required=False,
        widget=PlainSelect,
    )
    stage = forms.ChoiceField(
        label="Parcours au Parc d’innovation (facultatif)",
        choices=[("", "Aucun, ou non précisé"), *MemberStage.choices],
        required=False,
        widget=PlainSelect,
    )
    website = forms.URLField(
        label="Site web (facultatif)",
        required=False,
        assume_scheme="https",
        max_length=200,
        error_messages={"invalid": "Une adresse comme https://www.exemple.fr"},
    )
    presentation = ParagraphsField(
        label="Présentation (facultatif)",
        max_length=500,
        required=False,
        help_text="Deux ou trois phrases, 500 caractères au plus.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    object_name = LineField(
        label="Objet à exposer au showroom (facultatif)",
        max_length=120,
        required=False,
        help_text="Ce que vous pourriez prêter : un produit, un prototype, une matière.",
    )
    consent = forms.BooleanField(
        label="J’accepte que la présentation de l’organisation, sans mes coordonnées, soit publiée dans l’annuaire.",
        error_messages={"required": "Sans cet accord, l’annuaire ne peut pas présenter votre organisation."},
    )
    note = ParagraphsField(
        label="Un mot pour l’équipe (facultatif)",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    WHO = ("sender_name", "sender_role", "sender_email", "sender_phone", "note", "consent")
    field_order = [
        *("sender_organisation", "kind", "activity", "sector", "stage", "commune", "outside_place", "website"),
        *("presentation", "object_name"),
        *WHO,
    ]

    def __init__(self, *args, request=None, **kwargs):
        initial = {}
        if request:
            initial = {name: getattr(request, name) for name in self.base_fields if name != "commune"}
            initial["commune"] = request.commune.insee_code if request.commune else ""
        super().__init__(*args, initial=initial, **kwargs)
        if request:
            del self.fields["sender_email"]

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("commune") or cleaned.get("outside_place") or self.errors):
            self.add_error("commune", "Choisissez la commune du siège, ou écrivez la ville plus bas.")
        return cleaned

    @property
    def about(self):
        """Its fields about the organisation."""
        return [field for field in self if field.name not in self.WHO]

    @property
    def who(self):
        """Its fields about who writes."""
        return [field for field in self if field.name in self.WHO]

    @property
    def recap(self):
        """What was said of the organisation, as pairs of a label and words."""
        return [(self._label(field), self._read(field)) for field in self.about]

    @property
    def people(self):
        """Who writes, as pairs of a label and words."""
        pairs = [(self._label(field), self._read(field)) for field in self.who if field.name != "consent"]
        return [(label, words) for label, words in pairs if words]

    @property
    def typed(self):
        """All that was typed, as pairs of a name and a value, to be posted again."""
        return [(field.html_name, value) for field in self for value in self.data.getlist(field.html_name)]

    def _label(self, field):
        return field.label.removesuffix(FACULTATIVE)

    def _read(self, field):
        value = self.cleaned_data.get(field.name, "")
        if field.name == "commune":
            return self.names.get(value, "")
        choices = getattr(field.field, "choices", None)
        return dict(choices).get(value, "") if choices and value else value


class AcceptanceForm(forms.Form):
    """The organisation that a request is about: one that is known already, or, empty, a new one."""

    organisation = forms.ModelChoiceField(
        label="Organisation", queryset=Organisation.objects.all(), required=False, empty_label="Une nouvelle"
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)


class WordsForm(forms.Form):
    """Words to a sender: a question, or the reason of a refusal."""

    words = ParagraphsField(
        label="Votre message",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Écrivez ce que la personne doit lire."},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)


class StepForm(forms.Form):
    """What the button that was pressed asks for."""

    etape = forms.ChoiceField(choices=[(step, step) for step in ("relire", "corriger", "envoyer")])
