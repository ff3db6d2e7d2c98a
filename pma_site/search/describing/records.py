"""Records that are no pages and have an address of their own: communes, intercommunalities, key figures, calls.

A kind of record whose public page a release does not have yet (no `get_absolute_url`) is left out.
"""

import html
from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.html import strip_tags

from newsletter.models import Indicator
from pma_site.contributions.models import Call
from pma_site.core.french import day, number
from pma_site.territory.models import Commune, Epci

from ..choices import Kind
from .description import Description


@dataclass(frozen=True)
class Record:
    """A kind of record: its kind of result, those of it that are public with what is read together, its details."""

    kind: Kind
    public: Callable[[], models.QuerySet]
    details: Callable[[models.Model], dict]


def _commune(commune):
    return {
        "detail": commune.epci.name,
        "names": [commune.insee_code, *(code.strip() for code in commune.postal_codes.split(",")), commune.spelling],
        # Not the name of its intercommunality: who looks for « Béthune » does not look for the hundred communes around.
        "keywords": [f"commune mairie {commune.epci.acronym}"],
        "texts": [
            f"{number(commune.population)} habitants. Code postal : {commune.postal_codes}. "
            f"Code INSEE : {commune.insee_code}. Mairie, événements, projets et membres du réseau de la commune."
        ],
        "communes": [commune.insee_code],
    }


def _epci(epci):
    communes = list(epci.communes.all())
    return {
        "detail": f"{len(communes)} communes",
        "names": [epci.acronym, epci.name] if epci.acronym else [],
        "keywords": ["intercommunalité EPCI"],
        "texts": [f"Intercommunalité de {len(communes)} communes : {', '.join(town.name for town in communes)}."],
        "communes": [commune.insee_code for commune in communes],
    }


def _indicator(indicator):
    values = sorted(indicator.values.all(), key=lambda value: value.as_of, reverse=True)
    said = [f"{value.display} {value.caption} {value.period} (source : {value.source})" for value in values]
    return {
        "detail": f"au {day(values[0].as_of)}" if values else "",
        "standfirst": f"{values[0].display} : {values[0].caption}" if values else indicator.definition,
        "keywords": ["chiffre-clé", *(value.caption for value in values)],
        "texts": [*said, indicator.definition, f"{indicator.unit} {indicator.source}"],
        "years": [value.as_of.year for value in values],
        "day": values[0].as_of if values else None,
    }


def _call(call):
    question = html.unescape(strip_tags(call.question.replace("<", " <")))
    return {
        "detail": call.until,
        "keywords": ["appel aux maires"],
        "texts": [question],
        "years": [timezone.localdate(call.opens_at).year],
        "day": timezone.localdate(call.closes_at or call.opens_at),
    }


_ALL = {
    Commune: Record(Kind.COMMUNE, lambda: Commune.objects.select_related("epci"), _commune),
    Epci: Record(Kind.COMMUNE, lambda: Epci.objects.prefetch_related("communes"), _epci),
    Indicator: Record(Kind.FIGURE, lambda: Indicator.objects.prefetch_related("values"), _indicator),
    Call: Record(Kind.CALL, lambda: Call.objects.online(), _call),
}

RECORDS = {model: record for model, record in _ALL.items() if hasattr(model, "get_absolute_url")}


def key_of(record: models.Model) -> str:
    """Return the key of a record's entry."""
    return f"{record._meta.label_lower}:{record.pk}"


def described_record(record: models.Model) -> Description:
    """Return what search knows of a public record of one of the kinds RECORDS."""
    known = {
        "key": key_of(record),
        "kind": RECORDS[type(record)].kind,
        "noun": str(record._meta.verbose_name),
        "title": str(record),
        "address": record.get_absolute_url(),
    }
    return Description(**{**known, **RECORDS[type(record)].details(record)})
