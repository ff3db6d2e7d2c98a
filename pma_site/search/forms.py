"""What a reader looks for, and what narrows the results down; and how the team enters synonyms."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from agenda.forms import PlainSelect

from .choices import Kind

LONGEST = 100
_YEARS = [
    validator(bound, "Indiquez une année, comme 2023.")
    for validator, bound in ((MinValueValidator, 1900), (MaxValueValidator, 2100))
]


class SearchForm(forms.Form):
    """A search, sent by GET: what is not offered is refused in words, never an error."""

    q = forms.CharField(
        label="Rechercher dans le site",
        max_length=LONGEST,
        required=False,
        strip=False,
        widget=forms.TextInput({"type": "search"}),
        error_messages={"max_length": f"Votre recherche est trop longue : {LONGEST} caractères au plus."},
    )
    type = forms.ChoiceField(
        label="Rubrique",
        choices=[("", "Toutes les rubriques"), *Kind.choices],
        required=False,
        widget=PlainSelect,
        error_messages={"invalid_choice": "Cette rubrique n’existe pas."},
    )
    annee = forms.IntegerField(
        label="Année",
        required=False,
        validators=_YEARS,
        widget=PlainSelect,
        error_messages={"invalid": "Indiquez une année, comme 2023."},
    )
    commune = forms.CharField(label="Commune", required=False, widget=PlainSelect)

    def clean_q(self):
        """What was typed; a space at the end tells that the last word is whole."""
        typed = self.cleaned_data["q"].lstrip()
        return typed if typed.strip() else ""

    def clean_commune(self):
        """The INSEE code of a commune, or « »."""
        code = self.cleaned_data["commune"]
        if code and not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", code):
            raise ValidationError("Cette commune ne fait pas partie du territoire.")
        return code

    @property
    def filters(self):
        """The value asked for of each facet."""
        return {name: str(self.cleaned_data.get(name) or "") for name in ("type", "annee", "commune")}

    def offer(self, counts, names):
        """Offer the values that lead to something, with how many results, and those asked for.

        `names` are the names of communes by their codes.
        """
        chosen = self.filters
        kinds, years, communes = (dict(counts[facet]) for facet in ("type", "annee", "commune"))
        for counted, facet in ((kinds, "type"), (years, "annee"), (communes, "commune")):
            if chosen[facet]:
                counted.setdefault(chosen[facet], 0)
        self.fields["type"].choices = [
            ("", "Toutes les rubriques"),
            *((kind, f"{kind.label} ({kinds[kind]})") for kind in Kind if kind in kinds),
        ]
        self.fields["annee"].widget.choices = [
            ("", "Toutes les années"),
            *((year, f"{year} ({years[year]})") for year in sorted(years, reverse=True)),
        ]
        known = sorted((names.get(code, code), code) for code in communes)
        self.fields["commune"].widget.choices = [
            ("", "Toutes les communes"),
            *((code, f"{name} ({communes[code]})") for name, code in known),
        ]

    def words_of(self, facet, value, names):
        """A filter in force, in words."""
        if facet == "type":
            return Kind(value).label
        return names.get(value, value)
