"""The key figures of a commune or of an intercommunality, as their pages show them."""

from datetime import date

from django.db.models import OuterRef

from pma_site.core.rows import JSONRows
from pma_site.territory import facts

from .models import Indicator, IndicatorValue

_SHOWN = ("display", "caption", "period", "as_of", "source")


def offer_facts():
    """Let the pages of the territory show the figures that name them, and a commune those of its intercommunality."""
    facts.communes.add(
        "figures", lambda: _rows(commune=OuterRef(OuterRef("pk")), epci=OuterRef(OuterRef("epci"))), _values
    )
    facts.epcis.add("figures", lambda: _rows(epci=OuterRef(OuterRef("pk"))), _values)


def _rows(**place):
    shown = {name: name for name in _SHOWN}
    return JSONRows(IndicatorValue.objects.about(**place), indicator="indicator", slug="indicator__slug", **shown)


def _values(rows):
    return [_value(**row) for row in rows]


def _value(indicator, slug, as_of, **fields):
    # With what leads to the page of its indicator.
    return IndicatorValue(indicator=Indicator(pk=indicator, slug=slug), as_of=date.fromisoformat(as_of), **fields)
