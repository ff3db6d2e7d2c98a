"""« Nouvelle valeur »: a key figure gets its next value; those before stay, for the curve."""

from django.db import transaction
from wagtail.log_actions import log

from .models import Indicator, IndicatorValue


def next_value(indicator: Indicator) -> dict:
    """Return what the next value takes over from the last one: its caption, period and source."""
    latest = indicator.latest
    if latest is None:
        return {"source": indicator.source}
    return {"caption": latest.caption, "period": latest.period, "source": latest.source}


@transaction.atomic
def add_value(pk: int, *, user, **said) -> IndicatorValue:
    """Add a value to an indicator, online at once, and note who did it.

    Raises ValidationError where the indicator has a value of that day already, or where its source is missing.
    """
    indicator = Indicator.objects.select_for_update(of=("self",)).get(pk=pk)
    value = IndicatorValue(indicator=indicator, **said)
    value.full_clean()
    indicator.values.add(value)
    # As the form of the indicator does, so that all that hangs on it follows.
    indicator.save()
    log(instance=indicator, action="wagtail.edit", user=user, content_changed=True)
    return value
