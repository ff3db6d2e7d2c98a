"""What is new in the agenda about a place, for its own feed."""

from django.db.models import Q

from pma_site.territory import news

from .models import EventPage


def offer_news():
    """Let the feed of a place tell of its events."""
    news.sources["agenda"] = _events


def _events(place, most):
    there = Q(venue__commune__in=place.communes) | Q(communes__commune__in=place.communes)
    keys = EventPage.objects.online().filter(there).order_by().values("pk")
    events = EventPage.objects.filter(pk__in=keys).with_places().order_by("-last_published_at", "pk")[:most]
    return [news.of_page(event, "Agenda", f"{event.when}. {event.place_in_words}".strip()) for event in events]
