"""« S’abonner à l’agenda »: how to have it in one's own calendar, whole or by a filter."""

from urllib.parse import quote, urlencode

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pma_site.core.navigation import navigation_for
from pma_site.core.shelf_life import reading

from ..forms import AgendaFilterForm
from .asking import Asked

_DESCRIBED = "Recevoir les événements de l’Artois dans l’agenda de son téléphone ou de son ordinateur, toujours à jour."


@require_safe
@reading(*AgendaFilterForm.base_fields)
def subscribe(request):
    """The page of addresses: of the whole agenda, or of the filters chosen in its form."""
    asked = Asked(request.GET, periods=False)
    query = asked.query if asked.is_valid else ""
    feeds = {name: request.build_absolute_uri(reverse(f"agenda:{name}") + query) for name in _FEEDS}
    navigation = navigation_for(request)
    context = {
        "title": "S’abonner à l’agenda",
        "look": "agenda",
        "trail": list(filter(None, [navigation.home, navigation.sections.get("agenda")])),
        "description": _DESCRIBED,
        "form": asked.form,
        "chosen": asked.in_words if asked.is_valid else [],
        "feeds": feeds,
        "ways": _ways(feeds["calendar"], asked.title if asked.is_valid else ""),
    }
    return render(request, "agenda/subscribe.html", context, status=200 if asked.is_valid else 400)


_FEEDS = ["calendar", "atom", "json", "csv"]


def _ways(address, title):
    """The links with which programs subscribe by themselves."""
    webcal = f"webcal://{address.split('://', 1)[1]}"
    outlook = urlencode({"url": address, "name": title}, quote_via=quote)
    return {
        "webcal": webcal,
        # Google comes for the calendar itself, and takes its address with this scheme alone.
        "google": f"https://calendar.google.com/calendar/r?{urlencode({'cid': webcal})}",
        "outlook": f"https://outlook.live.com/calendar/0/addfromweb?{outlook}",
        "office": f"https://outlook.office.com/calendar/0/addfromweb?{outlook}",
    }
