"""The steps of an application, each a form of its own, and the form that begins one."""

from django import forms

from pma_site.contributions.fields import LineField, ParagraphsField
from pma_site.contributions.forms import SenderForm
from pma_site.core import attachments
from pma_site.core.french import NBSP
from pma_site.core.refusals import Refused
from pma_site.readers.forms.addresses import AddressField

from ...choices import ProjectState
from .fields import CountedField
from .rows import BudgetForm, HoldersForm, PlaceForm

TITLE_FIELD = {
    "label": "Titre du projet",
    "max_length": 160,
    "error_messages": {"required": "Donnez un titre au projet : vous pourrez le changer."},
}


class BeginForm(forms.Form):
    """What is needed to open a file: whom to send its link to, and for which project."""

    title = LineField(**TITLE_FIELD, help_text="Quelques mots. Vous pourrez le changer.")
    sender_name = LineField(
        label="Votre nom",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Indiquez votre nom."},
    )
    sender_email = AddressField(
        label="Votre adresse électronique",
        help_text="Votre lien personnel y part : il permet de revenir à votre dossier. Par exemple : "
        "prenom.nom@exemple.fr",
        error_messages={"required": "Saisissez votre adresse électronique : votre lien personnel y part."},
    )


class LinkForm(forms.Form):
    """The address whose links are to be sent again."""

    sender_email = AddressField(
        label="Votre adresse électronique",
        help_text="Celle que vous avez donnée en ouvrant le dossier.",
        error_messages={"required": "Saisissez l’adresse que vous avez donnée."},
    )


class ProjectForm(forms.Form):
    """What the project is."""

    title = LineField(**TITLE_FIELD)
    subject = CountedField(
        label="Le projet en quelques phrases",
        most=600,
        help_text="Ce que vous faites, pour qui. Si le dossier est retenu, ce texte le présente au public.",
        error_messages={"required": "Présentez le projet en une ou deux phrases."},
    )
    project_state = forms.ChoiceField(
        label="Où en est-il ?",
        choices=ProjectState.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites où en est le projet.", "invalid_choice": "Choisissez dans la liste."},
    )


class AnswersForm(forms.Form):
    """The questions of the call: `criteria`, rows of models.LabelCriterion."""

    def __init__(self, data=None, *args, criteria=(), **kwargs):
        super().__init__(data, *args, **kwargs)
        self.criteria = list(criteria)
        for criterion in self.criteria:
            optional = "" if criterion.is_required else " (facultatif)"
            self.fields[_named(criterion)] = CountedField(
                label=f"{criterion.heading}{optional}",
                most=criterion.most_characters,
                help_text=criterion.help,
                required=criterion.is_required,
                error_messages={"required": "Répondez à cette question."},
            )

    @property
    def answers(self):
        """What was answered, as models.Application keeps it; questions left without an answer are in it too."""
        said = self.cleaned_data
        return [
            {"criterion": criterion.pk, "heading": criterion.heading, "text": said[_named(criterion)]}
            for criterion in self.criteria
        ]


def _named(criterion):
    return f"answer_{criterion.pk}"


class FileForm(forms.Form):
    """One file to join: its cleaned value is a core.attachments.Attachment."""

    file = forms.FileField(
        label="Ajouter un fichier",
        required=False,
        help_text=f"{attachments.ACCEPTED}, 20{NBSP}Mo au plus. Un à la fois.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp,.odt,.docx"}),
        error_messages={"empty": "Ce fichier est vide : choisissez-le de nouveau."},
        # The name that a browser gives is cleaned and cut; it is no reason to refuse a file.
        max_length=None,
    )

    def clean_file(self):
        file = self.cleaned_data.get("file")
        if not file:
            return None
        try:
            return attachments.checked(file)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class ContactForm(SenderForm):
    """Whom the team writes to, and a word to it."""

    note = ParagraphsField(
        label="Un mot pour l’équipe (facultatif)",
        max_length=2000,
        required=False,
        help_text="Il n’est pas publié.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


# In their order: the end of the address of each, its title, its form.
STEPS = {
    "projet": ("Le projet", ProjectForm),
    "porteurs": ("Les porteurs", HoldersForm),
    "lieu": ("Le lieu", PlaceForm),
    "reponses": ("Vos réponses", AnswersForm),
    "budget": ("Le budget", BudgetForm),
    "pieces": ("Les pièces jointes", FileForm),
    "contact": ("Vous", ContactForm),
}
FILES, REVIEW = "pieces", "relecture"


def steps_for(*, criteria: bool, files: bool) -> list[str]:
    """The steps of a call: without those of questions and files where it asks for none."""
    left_out = {step for step, asked in (("reponses", criteria), (FILES, files)) if not asked}
    return [step for step in STEPS if step not in left_out]
