"""What readers may ask of the directory of the network."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from ..choices import Hub, MemberSector, MemberStage

# What the directory can be narrowed by, as the addresses name it.
FACETS = ("secteur", "parcours", "promotion", "lieu", "commune")
# Seated in none of the communes of the territory.
OUTSIDE = "hors"
OUTSIDE_WORDS = "Hors du territoire"


class PlainSelect(forms.Select):
    """A list of choices written at once: Django's own calls a template for each of its options."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = self.format_value(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, mark_safe(" selected") if str(key) in chosen else "", label) for key, label in self.choices),
        )
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", attributes, options)


class SeatField(forms.ChoiceField):
    """The commune of the seat, by its INSEE code, or « hors »; `known` holds the names of communes by code."""

    def __init__(self, **options):
        self.known = {}
        super().__init__(required=False, widget=PlainSelect, **options)

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.known = {}
        return copied

    def clean(self, value):
        """The INSEE code, « hors », or nothing."""
        value = self.to_python(value)
        if value and value != OUTSIDE and value not in self.known:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return value


class CohortField(forms.IntegerField):
    """The year of a cohort, chosen in a list of those that have members."""

    widget = PlainSelect

    def to_python(self, value):
        if value and not re.fullmatch(r"[0-9]{4}", str(value)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class DirectoryForm(forms.Form):
    """The filters of the directory, sent by GET; a value that is not offered is refused, never an error.

    `communes` are the names of all communes by INSEE code: asking for one of them costs no query.
    """

    q = forms.CharField(
        label="Mots",
        required=False,
        max_length=100,
        help_text="Nom, activité, objet, commune…",
        error_messages={"max_length": "Votre recherche est trop longue : 100 caractères au plus."},
    )
    secteur = forms.ChoiceField(
        label="Secteur",
        choices=[("", "Tous les secteurs"), *MemberSector.choices],
        required=False,
        widget=PlainSelect,
        error_messages={"invalid_choice": "Ce secteur n’est pas dans la liste."},
    )
    parcours = forms.ChoiceField(
        label="Parcours",
        choices=[("", "Tous les parcours"), *MemberStage.choices],
        required=False,
        widget=PlainSelect,
        error_messages={"invalid_choice": "Ce parcours n’est pas dans la liste."},
    )
    promotion = CohortField(
        label="Promotion",
        required=False,
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
        error_messages={
            "invalid": "Indiquez une année sur quatre chiffres, comme 2023.",
            "min_value": "Indiquez une année entre 2000 et 2100.",
            "max_value": "Indiquez une année entre 2000 et 2100.",
        },
    )
    lieu = forms.ChoiceField(
        label="Lieu totem",
        choices=[("", "Tous les lieux totems"), *Hub.choices],
        required=False,
        widget=PlainSelect,
        error_messages={"invalid_choice": "Ce lieu totem n’est pas dans la liste."},
    )
    commune = SeatField(
        label="Commune",
        choices=[("", "Partout")],
        error_messages={"invalid_choice": "Cette commune ne fait pas partie du territoire."},
    )

    def __init__(self, data=None, *args, communes=None, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.fields["commune"].known = communes or {}

    @property
    def in_force(self):
        """The filters that narrow the list down, by the name of their parameter: their values as words."""
        return {name: self._words(name, value) for name, value in self.cleaned_data.items() if value not in ("", None)}

    def _words(self, name, value):
        if name == "q":
            return f"« {value} »"
        if name == "commune":
            return OUTSIDE_WORDS if value == OUTSIDE else self.fields[name].known[value]
        if name == "promotion":
            return f"Promotion {value}"
        return dict(self.fields[name].choices)[value].partition(" (")[0]

    @property
    def parameters(self):
        """The parameters of an address that asks for the same, and nothing that says nothing."""
        return {name: str(self.cleaned_data[name]) for name in self.in_force}

    def offer(self, counts):
        """Offer the values that lead to something, each with how many members, and those asked for."""
        for facet, counted in counts.items():
            field, chosen = self.fields[facet], self.cleaned_data.get(facet)
            if facet == "commune":
                codes = sorted({*counted, chosen} - {"", None, OUTSIDE}, key=lambda code: field.known[code])
                named = [(code, f"{field.known[code]} ({counted.get(code, 0)})") for code in codes]
                if counted.get(OUTSIDE) or chosen == OUTSIDE:
                    named.append((OUTSIDE, f"{OUTSIDE_WORDS} ({counted.get(OUTSIDE, 0)})"))
                field.choices = [("", "Partout"), *named]
            elif facet == "promotion":
                years = sorted({*counted, chosen} - {None}, reverse=True)
                field.widget.choices = [
                    ("", "Toutes les promotions"),
                    *((year, f"{year} ({counted.get(year, 0)})") for year in years),
                ]
            else:
                field.choices = [
                    (value, f"{label} ({counted.get(value, 0)})" if value else label)
                    for value, label in field.choices
                    if value in counted or value in ("", chosen)
                ]

        for name in counts:
            # A list in which there is nothing to choose is one question less.
            if len(list(self.fields[name].widget.choices)) < 2 and name not in self.errors:
                del self.fields[name]


def query_string(parameters):
    """« ?secteur=energie&commune=62498 », or « » where nothing is asked."""
    query = QueryDict(mutable=True)
    query.update(parameters)
    return f"?{query.urlencode()}" if parameters else ""
