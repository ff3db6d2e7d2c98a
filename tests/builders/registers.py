"""Communes, organisations, people and their mandates; key figures; what search takes for the same."""

import datetime
from decimal import Decimal

from newsletter.models import Indicator, IndicatorValue
from pma_site.directory.models import Mandate, Organisation, Person
from pma_site.search.models import Synonym
from pma_site.territory.models import Commune, Epci
from tests.builders import counting


def epci(**fields):
    number = next(counting.numbers)
    return Epci.objects.create(**{"siren": f"{number:09}", "name": f"Intercommunalité {number}", **fields})


def commune(name="Lens", **fields):
    number = next(counting.numbers)
    defaults = {"insee_code": f"62{number % 1000:03}", "population": 32_000, "postal_codes": "62300"}
    if "epci" not in fields:
        fields["epci"] = Epci.objects.first() or epci()
    return Commune.objects.create(name=name, **{**defaults, **fields})


def organisation(name=None, **fields):
    return Organisation.objects.create(
        **{"name": name or f"Organisation {next(counting.numbers)}", "kind": "association", **fields}
    )


def person(name="Camille Durand", **fields):
    first_name, last_name = name.split(" ", 1)
    return Person.objects.create(**{"first_name": first_name, "last_name": last_name, **fields})


def mandate(holder=None, body=None, **fields):
    return Mandate.objects.create(
        **{"person": holder or person(), "body": body or organisation(), "kind": "titulaire", **fields}
    )


def indicator(title=None, **fields):
    return Indicator.objects.create(
        **{"title": title or f"Indicateur {next(counting.numbers)}", "source": "Insee", **fields}
    )


def indicator_value(of=None, **fields):
    defaults = {
        "number": Decimal(4100),
        "display": "+ 4 100",
        "caption": "emplois créés sur le Pôle",
        "as_of": datetime.date(2023, 6, 1),
        "source": "Urssaf",
    }
    return IndicatorValue.objects.create(indicator=of or indicator(), **{**defaults, **fields})


def synonym(*expressions, **fields):
    """A group of expressions that search takes for the same."""
    number = next(counting.numbers)
    said = expressions or (f"xylophone {number}", f"marimba {number}")
    return Synonym.objects.create(expressions="\n".join(said), **fields)
