"""An event as search engines read it: schema.org's `Event` in JSON-LD, after Google's rules for it.

https://schema.org/Event, https://developers.google.com/search/docs/appearance/structured-data/event
Knows no model: it reads what an event's page shows (models.event_view.EventView). Nothing unknown is written.
"""

from html import unescape

from django.utils import timezone
from django.utils.html import strip_tags

from ..choices import ChangeKind, EventStatus, OrganiserRole

SCHEMA = "https://schema.org/"
# A page lists so many of its slots for search engines: those to come first.
MOST_SLOTS = 10
LONGEST_DESCRIPTION = 500
_STATUSES = {EventStatus.CANCELLED: "EventCancelled", EventStatus.POSTPONED: "EventPostponed"}


def event_json_ld(view) -> dict:
    """The description of an event; empty where no date is known, without which it would be none."""
    event = view.event
    slots = sorted(view.slots, key=lambda slot: slot.start)
    span = _span(slots) or _former_start(view)
    if not span:
        return {}
    located = _location(view)
    found = {
        "@context": SCHEMA.rstrip("/"),
        "@type": "Event",
        "name": event.title,
        "url": view.address,
        **span,
        **_state(view, slots),
        "eventAttendanceMode": _attendance(view),
        "location": located,
        "description": _description(event),
        "image": [view.image_address] if view.image_address else [],
        "organizer": [_organisation(organisation) for organisation in view.organised_by(OrganiserRole.ORGANISER)],
        "sponsor": [_organisation(organisation) for organisation in view.organised_by(OrganiserRole.PARTNER)],
        "offers": _offers(view),
        "isAccessibleForFree": view.is_free,
        "typicalAgeRange": _ages(event),
        "audience": {"@type": "Audience", "audienceType": event.get_audience_display()} if event.audience else None,
        "maximumAttendeeCapacity": event.capacity,
        "inLanguage": "fr",
        "superEvent": {"@type": "EventSeries", "name": event.series.name} if event.series_id else None,
    }
    if len(slots) > 1:
        found["subEvent"] = [_part(view, slot, located) for slot in _listed(view, slots)]
    return _known(found)


def _known(value):
    """A dict without what is not known; `False` and `0` are known."""
    return {name: held for name, held in value.items() if held is not None and held not in ("", [], {})}


def _moment(moment, all_day=False):
    """A day, or an instant with the offset of Paris on that day: « 2026-07-04T10:00:00+02:00 »."""
    local = timezone.localtime(moment)
    return local.date().isoformat() if all_day else local.isoformat(timespec="seconds")


def _times(slot):
    times = {"startDate": _moment(slot.start, slot.all_day)}
    if slot.all_day:
        times["endDate"] = slot.last_day.isoformat()
    elif slot.end:
        times["endDate"] = _moment(slot.end)
    return times


def _span(slots):
    """From the start of the first slot to the end of the last one, those called off apart while others remain."""
    slots = [slot for slot in slots if not slot.is_called_off] or slots
    if not slots:
        return {}
    last = max(slots, key=lambda slot: slot.closing)
    return {**_times(last), "startDate": _times(slots[0])["startDate"]}


def _former_start(view):
    """An event postponed to a day that nobody knows yet keeps the former one, as Google asks."""
    former = [change for change in view.changes if change.kind == ChangeKind.REMOVED and change.before_start]
    if view.event.status not in _STATUSES or not former:
        return {}
    return {"startDate": _moment(min(change.before_start for change in former))}


def _state(view, slots):
    """The status of the whole, and when it was to begin before."""
    if len(slots) == 1:
        return _slot_state(view, slots[0])
    event = view.event
    if event.status in _STATUSES:
        return {"eventStatus": SCHEMA + _STATUSES[event.status]}
    if slots and all(slot.is_called_off for slot in slots):
        cancelled = all(slot.status == EventStatus.CANCELLED for slot in slots)
        return {"eventStatus": SCHEMA + ("EventCancelled" if cancelled else "EventPostponed")}
    return {"eventStatus": SCHEMA + ("EventMovedOnline" if view.moved_online else "EventScheduled")}


def _slot_state(view, slot):
    for status in (view.event.status, slot.status):
        if status in _STATUSES:
            return {"eventStatus": SCHEMA + _STATUSES[status]}
    former = [
        change.before_start
        for change in view.changes
        if change.kind == ChangeKind.DATE and change.slot_uid == slot.uid and change.before_start != slot.start
    ]
    names = [*(["EventRescheduled"] if former else []), *(["EventMovedOnline"] if view.moved_online else [])]
    statuses = [SCHEMA + name for name in names or ["EventScheduled"]]
    state = {"eventStatus": statuses if len(statuses) > 1 else statuses[0]}
    if former:
        moments = list(dict.fromkeys(_moment(moment, slot.all_day) for moment in former))
        state["previousStartDate"] = moments if len(moments) > 1 else moments[0]
    return state


def _listed(view, slots):
    coming = [slot for slot in slots if not slot.is_past]
    return (coming or slots[-MOST_SLOTS:])[:MOST_SLOTS]


def _part(view, slot, located):
    """One slot among several; where all of them take place is said once."""
    parts = located if isinstance(located, list) else [located] if located else []
    where = [_venue(slot.venue)] if slot.venue else [{"@id": part["@id"]} for part in parts]
    return _known(
        {
            "@type": "Event",
            "name": view.event.title,
            "url": view.address,
            **_times(slot),
            **_slot_state(view, slot),
            "location": where if len(where) > 1 else where[0] if where else None,
        }
    )


def _attendance(view):
    event = view.event
    here = event.venue_id or not event.online_url or any(slot.venue_id for slot in view.slots)
    modes = {(True, True): "Mixed", (True, False): "Offline", (False, True): "Online"}
    return f"{SCHEMA}{modes[bool(here), bool(event.online_url)]}EventAttendanceMode"


def _location(view):
    """A place, several, a virtual one, or nothing where none is known."""
    event, places = view.event, []
    own = list(dict.fromkeys(slot.venue for slot in view.slots if slot.venue))
    if view.venue:
        places.append(_venue(view.venue))
    elif own:
        places += map(_venue, own[:MOST_SLOTS])
    elif not event.online_url:
        places += [_town(commune) for commune in view.communes]
    if event.online_url:
        places.append({"@type": "VirtualLocation", "url": event.online_url})
    for number, place in enumerate(places, start=1):
        place["@id"] = f"{view.address}#lieu-{number}"
    return places[0] if len(places) == 1 else places


def _venue(venue):
    address = {
        "@type": "PostalAddress",
        "streetAddress": venue.street,
        "postalCode": venue.postal_code,
        "addressLocality": venue.town,
        # A town outside the territory may lie in Belgium.
        "addressCountry": "FR" if venue.commune_id else "",
    }
    geo = None
    if venue.has_point:
        geo = {"@type": "GeoCoordinates", "latitude": float(venue.latitude), "longitude": float(venue.longitude)}
    return _known({"@type": "Place", "name": venue.name, "address": _known(address), "geo": geo})


def _town(commune):
    address = {"@type": "PostalAddress", "addressLocality": commune.name, "addressCountry": "FR"}
    return {"@type": "Place", "name": commune.name, "address": address}


def _organisation(organisation):
    return _known({"@type": "Organization", "name": organisation.name, "url": organisation.website})


def _offers(view):
    """Each tariff; a free event without any has one at 0, as Google asks."""
    event = view.event
    tariffs = [(price.get("label"), price.bounds) for price in view.prices]
    if not tariffs and view.is_free:
        tariffs = [("", [0])]
    full = EventStatus.FULL in (event.status, view.next_slot and view.next_slot.status)
    shared = {
        "priceCurrency": "EUR",
        "availability": SCHEMA + ("SoldOut" if full else "InStock"),
        "validThrough": _moment(event.registration_deadline) if event.registration_deadline else "",
        "url": event.registration_url or view.address,
    }
    return [
        _known({"@type": "Offer", "name": label, "price": f"{bounds[0]:.2f}", **_range(bounds), **shared})
        for label, bounds in tariffs
    ]


def _range(bounds):
    """A tariff « de 5 à 12 € » in full; the price beside it is where it begins."""
    if len(bounds) == 1:
        return {}
    least, most = (f"{bound:.2f}" for bound in bounds)
    said = {"@type": "PriceSpecification", "minPrice": least, "maxPrice": most, "priceCurrency": "EUR"}
    return {"priceSpecification": said}


def _ages(event):
    if not event.age_min and not event.age_max:
        return ""
    return f"{event.age_min or 0}-{event.age_max or ''}"


def _description(event):
    text = event.standfirst or unescape(strip_tags(event.body.replace("</p>", " </p>").replace("</li>", " </li>")))
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_DESCRIPTION else f"{text[: LONGEST_DESCRIPTION - 1].rsplit(' ', 1)[0]}…"
