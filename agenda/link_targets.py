"""The events, as texts may name them."""

from pma_site.core.french import day
from pma_site.core.link_names import Target, sources

from .models import EventPage


def offer_targets():
    """Let texts that name an event lead to it."""
    sources["agenda"] = _events


def _events():
    events = EventPage.objects.online().select_related(None).order_by()
    for key, title, first in events.values_list("pk", "title", "first_day"):
        when = day(first) if first else ""
        yield Target("Événement", title, (("linktype", "page"), ("id", str(key))), (title,), when)
