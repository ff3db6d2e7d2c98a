"""Steps of an application that are rows: who carries the project, in which communes, with what money."""

from decimal import Decimal

from django import forms

from pma_site.contributions.communes import Communes, communes_like
from pma_site.contributions.fields import LineField
from pma_site.core.french import joined, spelling_key
from pma_site.directory.fields import SiretField

from .fields import EurosField


class RowsForm(forms.Form):
    """A step made of `count` rows, each of the same fields: `name_0`, `siret_0`, `name_1`…, and of others below.

    `made` holds, once valid, what was read of the rows that say something.
    """

    most = first_rows = 1
    # What the button below the rows adds, and how a row is called.
    more = row_called = ""

    def __init__(self, data=None, *args, count=0, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.count = min(max(count, self.first_rows), self.most)
        self.made = []
        rows = {}
        for place in range(self.count):
            which = f" ({self.row_called} {place + 1})" if place else ""
            rows |= {f"{name}_{place}": field for name, field in self.fields_of_row(which, place).items()}
        self.fields = {**rows, **self.fields}

    def fields_of_row(self, which, place):
        """The fields of a row; `which` tells it from the others in their labels."""
        raise NotImplementedError

    @property
    def rows(self):
        """The fields of each row with its heading, for a template."""
        names = list(self.fields_of_row("", 0))
        heading = self.row_called.capitalize()
        return [(f"{heading} {place + 1}", [self[f"{name}_{place}"] for name in names]) for place in range(self.count)]

    @property
    def is_grouped(self):
        """Whether a row has several fields, which then are a group of their own."""
        return len(self.fields_of_row("", 0)) > 1

    @property
    def below(self):
        """The fields below the rows."""
        in_rows = {field.name for _heading, fields in self.rows for field in fields}
        return [field for field in self if field.name not in in_rows]

    @property
    def may_grow(self):
        """Whether one more row may be added."""
        return self.count < self.most


class HoldersForm(RowsForm):
    """Who carries the project: organisations, or people who do it together."""

    most, first_rows = 6, 1
    more, row_called = "Ajouter un porteur", "porteur"

    def fields_of_row(self, which, place):
        return {
            "name": LineField(
                label=f"Nom{which}",
                max_length=160,
                required=not place,
                help_text="" if place else "Association, commune, entreprise, collectif… en toutes lettres.",
                error_messages={"required": "Indiquez qui porte le projet."},
                widget=forms.TextInput(attrs={"autocomplete": "off", "list": "organisations"}),
            ),
            "siret": SiretField(label=f"SIRET, si vous le connaissez{which}"),
        }

    def clean(self):
        cleaned, known = super().clean(), set()
        for place in range(self.count):
            name, siret = cleaned.get(f"name_{place}"), cleaned.get(f"siret_{place}")
            if siret and not name and f"name_{place}" not in self.errors:
                self.add_error(f"name_{place}", "Indiquez le nom qui va avec ce SIRET.")
            if not name:
                continue
            if spelling_key(name) in known:
                self.add_error(f"name_{place}", "Ce porteur est déjà dans la liste.")
            known.add(spelling_key(name))
            self.made.append({"name": name, "siret": siret or ""})
        return cleaned


class PlaceForm(RowsForm):
    """Where it takes place: communes of the territory, in any spelling, and a wider area."""

    most, first_rows = 12, 3
    more, row_called = "Ajouter une commune", "commune"

    area = LineField(
        label="Un périmètre plus large",
        max_length=120,
        required=False,
        help_text="S’il dépasse ces communes : « tout l’Artois », « l’ancien bassin minier ».",
    )

    def fields_of_row(self, which, place):
        field = LineField(
            label=f"Commune {place + 1}",
            max_length=100,
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off", "list": "communes"}),
        )
        return {"commune": field}

    def clean(self):
        cleaned, known = super().clean(), Communes()
        for place in range(self.count):
            typed = cleaned.get(f"commune_{place}")
            if not typed:
                continue
            found, near = communes_like(typed, known)
            if found is None:
                self.add_error(f"commune_{place}", _which(near))
            elif found not in self.made:
                self.made.append(found)
        if not self.made and not cleaned.get("area") and not self.errors:
            self.add_error("commune_0", "Indiquez au moins une commune, ou plus bas un périmètre plus large.")
        return cleaned


def _which(near):
    if not near:
        return "Cette commune n’est pas dans le territoire. Hors du territoire, dites-le dans le périmètre plus large."
    return f"Précisez : {joined((commune.name for commune in near), 'ou')} ?"


class BudgetForm(RowsForm):
    """What it costs and who pays: lines of an origin and an amount, of which the total is computed."""

    most, first_rows = 12, 3
    more, row_called = "Ajouter une ligne", "ligne"

    def fields_of_row(self, which, place):
        first = not place
        return {
            "origin": LineField(
                label=f"D’où vient l’argent{which}",
                max_length=120,
                required=False,
                help_text="Fonds propres, subvention de la commune, mécénat… acquis ou demandé." if first else "",
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            ),
            "amount": EurosField(label=f"Montant en euros{which}", help_text="Par exemple : 12 000" if first else ""),
        }

    @property
    def total(self):
        """The sum of the lines that can be read, in euros."""
        return sum((Decimal(line["amount"]) for line in self.made), Decimal(0))

    def clean(self):
        cleaned = super().clean()
        for place in range(self.count):
            origin, amount = cleaned.get(f"origin_{place}"), cleaned.get(f"amount_{place}")
            if amount is not None and not origin and f"origin_{place}" not in self.errors:
                self.add_error(f"origin_{place}", "Dites d’où vient ce montant.")
            elif origin and amount is None and f"amount_{place}" not in self.errors:
                self.add_error(f"amount_{place}", "Indiquez le montant, même s’il n’est pas encore acquis.")
            elif origin and amount is not None:
                self.made.append({"origin": origin, "amount": f"{amount:.2f}"})
        if not self.made and not self.errors:
            self.add_error("origin_0", "Indiquez au moins une ligne. Un projet sans argent : « Bénévolat », 0.")
        return cleaned
