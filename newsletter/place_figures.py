"""The key figures of a commune or of an intercommunality, as their pages show them."""

from datetime import date

from django.db.models import OuterRef

from pma_site.core.rows import JSONRows
from pma_site.territory import facts

from .models import IndicatorValue

_SHOWN = ("display", "caption", "period", "as_of", "source")


def offer_facts():
    """Let the pages of the territory show the figures that name them, and a commune those of its intercommunality."""
    facts.communes.add(
        "figures", lambda: _rows(commune=OuterRef(OuterRef("pk")), epci=OuterRef(OuterRef("epci"))), _values
    )
    facts.epcis.add("figures", lambda: _rows(epci=OuterRef(OuterRef("pk"))), _values)


def _rows(**place):
    return JSONRows(IndicatorValue.objects.about(**place), **{name: name for name in _SHOWN})


def _values(rows):
    return [IndicatorValue(**{**row, "as_of": date.fromisoformat(row["as_of"])}) for row in rows]
