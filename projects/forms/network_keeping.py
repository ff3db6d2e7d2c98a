"""How the network is kept in the admin: its campaigns, its private contacts, which members a screen shows."""

from django import forms

from pma_site.contributions.fields import LineField
from pma_site.core.contact_details import PhoneField
from pma_site.readers.forms.addresses import AddressField

MESSAGE = (
    "Chaque année, nous vérifions avec vous la fiche de votre organisation dans l’annuaire d’Innov in Artois. "
    "Le bouton ci-dessous la montre : si tout est juste, un clic suffit ; sinon, corrigez-la."
)

# By what became of the confirmation (ConfirmationQuerySet.in_situation).
SITUATIONS = [
    ("", "Toutes"),
    ("silencieux", "Sans réponse"),
    ("confirmees", "Fiche confirmée"),
    ("corrigees", "Correction proposée"),
    ("sans-adresse", "Sans adresse privée"),
    ("retires", "Retirés de l’annuaire"),
]


class CampaignForm(forms.Form):
    """A yearly confirmation: once it began, its year and its opening stay."""

    year = forms.IntegerField(
        label="Année",
        min_value=2000,
        max_value=2100,
        error_messages=dict.fromkeys(["min_value", "max_value"], "Indiquez l’année sur quatre chiffres, comme 2026."),
    )
    opens_on = forms.DateField(
        label="Ouverture",
        help_text="Les messages partent ce jour-là.",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    deadline = forms.DateField(
        label="Date limite",
        help_text="Dernier jour pour répondre, annoncé aux membres.",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    grace_days = forms.IntegerField(
        label="Délai après la date limite, en jours",
        min_value=0,
        max_value=366,
        initial=30,
        help_text="Passé ce délai, qui n’a rien répondu quitte l’annuaire public. Une réponse l’y remet aussitôt.",
    )
    reminder_days = forms.IntegerField(
        label="Relance, en jours avant la date limite", min_value=0, max_value=366, initial=14, required=False
    )
    last_reminder_days = forms.IntegerField(
        label="Dernière relance, en jours avant la date limite", min_value=0, max_value=366, initial=3, required=False
    )
    message = forms.CharField(
        label="Message",
        max_length=2000,
        initial=MESSAGE,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Le nom du membre, le bouton et la date limite s’ajoutent d’eux-mêmes.",
    )

    def __init__(self, *args, started=False, **kwargs):
        super().__init__(*args, **kwargs)
        if started:
            del self.fields["year"], self.fields["opens_on"]

    def clean(self):
        cleaned = super().clean()
        opens, deadline = cleaned.get("opens_on"), cleaned.get("deadline")
        if opens and deadline and deadline < opens:
            self.add_error("deadline", "La date limite vient après l’ouverture.")
        return cleaned


class ContactForm(forms.Form):
    """How the team writes to one member; nothing of it is public."""

    name = LineField(label="Nom", max_length=120, required=False)
    email = AddressField(label="Courriel privé", required=False)
    phone = PhoneField(label="Téléphone privé", required=False)


class MembersFilterForm(forms.Form):
    """Which members a list of the admin shows; a value that is not offered is put aside."""

    q = forms.CharField(label="Nom", required=False, max_length=100)
    situation = forms.ChoiceField(label="Situation", required=False, choices=SITUATIONS)


class BoardFilterForm(forms.Form):
    """Which answers the board of a campaign shows."""

    situation = forms.ChoiceField(label="Situation", required=False, choices=SITUATIONS)


class SheetForm(forms.Form):
    """The objects to print labels for: members by hand, or those of an event; from which place of the first sheet."""

    membres = forms.MultipleChoiceField(label="Membres", required=False)
    premiere = forms.IntegerField(label="Première étiquette", min_value=1, max_value=8, initial=1, required=False)

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["membres"].choices = [(str(member.pk), str(member)) for member in members]
        self.fields["membres"].error_messages["invalid_choice"] = "Un membre choisi n’est plus en ligne."

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("membres") and not self.errors:
            self.add_error("membres", "Choisissez au moins un membre.")
        return cleaned
