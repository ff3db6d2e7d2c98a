"""The steps of a proposal, each a form of its own: what, when, where, how, pictures, who sends it."""

from django import forms

from pma_site.contributions.fields import LineField, ParagraphsField
from pma_site.contributions.forms import SenderForm
from pma_site.core.contact_details import PhoneField

from ..choices import Audience, Entry, EventTheme
from .dates import DatesForm
from .fields import PublicEmailField, WebField
from .pictures import PicturesForm
from .place import PlaceForm


class WhatForm(forms.Form):
    """What the event is."""

    title = LineField(
        label="Titre",
        max_length=160,
        help_text="Quelques mots que l’on retient, sans la date. Par exemple : Fête de la Sainte-Barbe.",
        error_messages={"required": "Donnez un titre à l’événement."},
    )
    theme = forms.ChoiceField(
        label="Thème",
        choices=EventTheme.choices,
        initial=EventTheme.OTHER,
        error_messages={"required": "Choisissez un thème.", "invalid_choice": "Choisissez un thème de la liste."},
    )
    body = ParagraphsField(
        label="Présentation (facultatif)",
        max_length=4000,
        required=False,
        help_text="Le programme, les intervenants, ce qu’il faut savoir avant de venir.",
    )


class EntryForm(forms.Form):
    """How one gets in, for whom, and whom the public asks."""

    entry = forms.ChoiceField(
        label="Entrée",
        choices=Entry.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites si l’entrée est gratuite.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    prices = LineField(
        label="Tarifs (facultatif)",
        max_length=200,
        required=False,
        help_text="Par exemple : 5 €, 3 € pour les enfants.",
    )
    registration_url = WebField(
        label="Page d’inscription (facultatif)", help_text="Par exemple : www.exemple.fr/inscription"
    )
    registration_email = PublicEmailField(label="Inscription par courriel (facultatif)", required=False)
    registration_phone = PhoneField(
        label="Inscription par téléphone (facultatif)",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    audience = forms.ChoiceField(
        label="Pour qui (facultatif)",
        choices=[("", "Je ne précise pas"), *Audience.choices],
        required=False,
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    organiser_name = LineField(
        label="Organisé par (facultatif)", max_length=160, required=False, help_text="Mairie, association, entreprise…"
    )
    contact = LineField(
        label="Contact pour le public (facultatif)",
        max_length=200,
        required=False,
        help_text="Publié avec l’événement : un nom, un téléphone ou une adresse.",
    )
    website = WebField(label="Site de l’événement (facultatif)", help_text="Par exemple : www.exemple.fr")


class YouForm(SenderForm):
    """Who proposes it, and a word to the team."""

    note = ParagraphsField(
        label="Un mot pour l’équipe (facultatif)",
        max_length=2000,
        required=False,
        help_text="Il n’est pas publié.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


# In their order: the end of the address of each, its title, its form.
STEPS = {
    "quoi": ("Quoi", WhatForm),
    "quand": ("Quand", DatesForm),
    "ou": ("Où", PlaceForm),
    "comment": ("Comment", EntryForm),
    "images": ("Images", PicturesForm),
    "vous": ("Vous", YouForm),
}
REVIEW = "relecture"


def after(step: str) -> str:
    """The step that follows."""
    names = [*STEPS, REVIEW]
    return names[names.index(step) + 1]


def before(step: str) -> str:
    """The step that comes before; the first has none, and is its own."""
    names = [*STEPS, REVIEW]
    return names[max(0, names.index(step) - 1)]
