"""What readers may ask of the agenda."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from pma_site.core.french import fold
from pma_site.directory.models import Organisation
from pma_site.territory.models import Commune, Epci

from .choices import Audience, EventTheme, Period
from .periods import FIRST_DAY, LAST_DAY

# Months further away than this are nobody's.
YEARS_AWAY = 10
# No list of names is longer; the others are found by their words.
MANY = 150
# What says which stretch of time is asked for, the narrowest first.
_TIMES = [("du", "au"), ("mois",), ("annee",), ("periode",)]
_IN_REACH = [
    validator(bound, "Indiquez une date entre 1990 et 2100.")
    for validator, bound in ((MinValueValidator, FIRST_DAY), (MaxValueValidator, LAST_DAY))
]


class PlainSelect(forms.Select):
    """A list of choices written at once: Django's own calls a template for each of its 150 communes."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = self.format_value(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, mark_safe(" selected") if str(key) in chosen else "", label) for key, label in self.choices),
        )
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", attributes, options)


class MonthField(forms.Field):
    """A month as « 2026-12 », read as its first day: ten years back or ahead at the most."""

    default_error_messages = {"invalid": "Indiquez un mois comme « 2026-12 », à moins de dix ans d’ici."}

    def to_python(self, value):
        if value in self.empty_values:
            return None
        found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", value)
        if not found or abs(int(found[1]) - timezone.localdate().year) > YEARS_AWAY:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return date(int(found[1]), int(found[2]), 1)


class RecordField(forms.ChoiceField):
    """A choice among the records that have events, which takes any record that exists: the value is its key.

    `known` holds the names of records by their keys: what stands there costs no query.
    """

    def __init__(self, queryset, key, everything, **options):
        self.queryset, self.key, self.everything = queryset, key, everything
        self.known = {}
        super().__init__(required=False, widget=PlainSelect, **options)

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.known = {}
        return copied

    def clean(self, value):
        """The key of the record, or ""; its name is then in `known`."""
        value = self.to_python(value)
        if not value:
            return ""
        key = self._key_in(value)
        if key not in self.known:
            record = self.queryset.filter(**{self.key: key}).first() if key is not None else None
            if record is None:
                raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
            self.known[key] = record.name
        return key

    def _key_in(self, text):
        """The key that a text may be; None where it cannot be one."""
        if not re.fullmatch(r"[0-9AB]{1,9}", text):
            return None
        if self.key != "pk":
            return text
        return int(text) if text.isdecimal() else None


class AgendaFilterForm(forms.Form):
    """The filters of the list, sent by GET: a value that is not offered is refused, never an error.

    `names` are those of records that are known already, by facet and key: asking for one of them costs no query.
    """

    q = forms.CharField(
        label="Mots",
        required=False,
        max_length=100,
        help_text="Titre, lieu, organisateur…",
        error_messages={"max_length": "Votre recherche est trop longue : 100 caractères au plus."},
    )
    periode = forms.ChoiceField(
        label="Période", choices=Period.choices, required=False, initial=Period.COMING, widget=PlainSelect
    )
    du = forms.DateField(
        label="Du",
        required=False,
        validators=_IN_REACH,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": "Indiquez une date, comme 21/06/2026."},
    )
    au = forms.DateField(
        label="Au",
        required=False,
        validators=_IN_REACH,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": "Indiquez une date, comme 21/06/2026."},
    )
    commune = RecordField(
        Commune.objects.order_by(),
        "insee_code",
        "Toutes les communes",
        label="Commune",
        error_messages={"invalid_choice": "Cette commune ne fait pas partie du territoire."},
    )
    epci = RecordField(
        Epci.objects.order_by(),
        "siren",
        "Tout le territoire",
        label="Intercommunalité",
        error_messages={"invalid_choice": "Cette intercommunalité ne fait pas partie du territoire."},
    )
    theme = forms.ChoiceField(
        label="Thème", choices=[("", "Tous les thèmes"), *EventTheme.choices], required=False, widget=PlainSelect
    )
    public = forms.ChoiceField(
        label="Public", choices=[("", "Tous les publics"), *Audience.choices], required=False, widget=PlainSelect
    )
    organisateur = RecordField(
        Organisation.objects.order_by(),
        "pk",
        "Tous les organisateurs",
        label="Organisateur",
        error_messages={"invalid_choice": "Cet organisateur n’est pas connu."},
    )
    mois = MonthField(label="Mois", required=False, widget=forms.HiddenInput)
    annee = forms.IntegerField(
        label="Année",
        required=False,
        min_value=FIRST_DAY.year,
        max_value=LAST_DAY.year,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], "Indiquez une année entre 1990 et 2100."),
    )

    def __init__(self, data=None, *args, names=None, **kwargs):
        super().__init__(data, *args, **kwargs)
        for facet, known in (names or {}).items():
            self.fields[facet].known = dict(known)

    def clean(self):
        first, last = self.cleaned_data.get("du"), self.cleaned_data.get("au")
        if first and last and last < first:
            self.add_error("au", "Cette date précède la première.")
        # Of several stretches of time the narrowest said is kept.
        said = next((names for names in _TIMES if any(self.cleaned_data.get(name) for name in names)), ())
        for name in (name for names in _TIMES for name in names if name not in said):
            self.cleaned_data.pop(name, None)
        return self.cleaned_data

    def show_only_what_counts(self):
        """Leave out of the form the fields that a month or a year makes useless, or else those two."""
        fixed = [name for name in ("mois", "annee") if self.cleaned_data.get(name)]
        for name in (name for names in _TIMES for name in names):
            if name not in self.errors and (name not in fixed if fixed else name in ("mois", "annee")):
                del self.fields[name]

    @property
    def in_force(self):
        """The filters that narrow the list down, by the name of their parameter: their values as words."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        if given.get("periode") == Period.COMING:
            del given["periode"]
        return {name: self._words(name, value) for name, value in given.items()}

    def _words(self, name, value):
        field = self.fields[name]
        if isinstance(field, RecordField):
            return field.known[value]
        if isinstance(field, forms.ChoiceField):
            return dict(field.choices)[value].partition(" (")[0]
        return value

    @property
    def parameters(self):
        """The parameters of an address that asks for the same, and nothing that says nothing."""
        given = {}
        for name in self.in_force:
            value = self.cleaned_data[name]
            given[name] = f"{value:%Y-%m}" if name == "mois" else str(value)
        return given

    def offer(self, counts):
        """Offer the values that lead to something, each with how many events, and those asked for."""
        for facet, counted in counts.items():
            field, chosen = self.fields[facet], self.cleaned_data.get(facet)
            if isinstance(field, RecordField):
                field.choices = [("", field.everything), *_offered(field.known, counted, chosen)]
            else:
                field.choices = [
                    (value, f"{label} ({counted[value]})" if value in counted else label)
                    for value, label in field.choices
                    if value in counted or value in ("", chosen)
                ]


def query_string(parameters):
    """« ?theme=sport&commune=62498 », or « » where nothing is asked."""
    query = QueryDict(mutable=True)
    query.update(parameters)
    return f"?{query.urlencode()}" if parameters else ""


def _offered(names, counted, chosen):
    """The choices of records by name: the most frequent ones where there are very many."""
    most = sorted(counted, key=counted.get, reverse=True)[:MANY]
    offered = sorted({*most, chosen} - {"", None}, key=lambda key: fold(names[key]))
    return [(key, f"{names[key]} ({counted.get(key, 0)})") for key in offered]
