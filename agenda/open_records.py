"""An event as data for everybody, with the field names of OpenAgenda, which town halls and tourist offices read.

Source: OpenAgenda, « Structure d’un événement » and « Structure d’un lieu ». What is not theirs is `allDay`, `uid`,
`status`, `note` and `location` of a timing (an unknown end is null), `statusNote`, `organizers`, `communes`.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from pma_site.core.licence import LICENCE, LICENCE_ADDRESS

from .choices import ChangeKind, EventStatus
from .clean_text import clean, on_one_line, without_tags
from .ical import PARIS

__all__ = ["COLUMNS", "LICENCE", "LICENCE_ADDRESS", "cell_of", "record_of", "row_of", "value_at"]

_ONSITE, _ONLINE, _MIXED = 1, 2, 3
_SCHEDULED, _RESCHEDULED, _MOVED_ONLINE, _POSTPONED, _FULL, _CANCELLED = 1, 2, 3, 4, 5, 6
_PUBLISHED = 2
_DISABILITIES = {
    "hi": "hearing_loop",
    "ii": "mental_access",
    "vi": "visual_access",
    "mi": "wheelchair_access",
    "pi": "psychic_access",
}

# The columns of the file for spreadsheets, by the path of each value in a record.
COLUMNS = [
    "uid",
    "slug",
    "title.fr",
    "description.fr",
    "longDescription.fr",
    "conditions.fr",
    "keywords.fr",
    "image.filename",
    "imageCredits",
    "dateRange.fr",
    "timings",
    "timezone",
    "attendanceMode",
    "onlineAccessLink",
    "location.uid",
    "location.name",
    "location.address",
    "location.city",
    "location.insee",
    "location.postalCode",
    "location.latitude",
    "location.longitude",
    "location.access.fr",
    "communes",
    "organizers",
    "registration",
    "accessibility",
    "age.min",
    "age.max",
    "status",
    "statusNote",
    "createdAt",
    "updatedAt",
    "canonicalUrl",
]


def record_of(event, slots, address: str, changes, organisers, communes, media: Callable[[str], str]) -> dict:
    """Return the record of an event, its slots in the order of time, but for the instant of its last change.

    `address` is that of its page; `organisers` are names, `communes` all those where it takes place; `media` makes
    the full address of a file.
    """
    mode = (_MIXED if event.venue else _ONLINE) if event.online_url else _ONSITE
    return {
        "uid": event.pk,
        "slug": event.slug,
        "extIds": [{"key": "uuid", "value": str(event.translation_key)}],
        "title": _in_french(on_one_line(event.title)),
        "description": _in_french(clean(event.standfirst)),
        "longDescription": _in_french(without_tags(event.body)),
        "conditions": _in_french(_conditions(event)),
        "keywords": _in_french(_keywords(event)),
        "image": _image(event.image, media),
        "imageCredits": on_one_line(event.image.credit) if event.image else None,
        "registration": _registration(event),
        "accessibility": {
            code: bool(event.venue and getattr(event.venue, name)) for code, name in _DISABILITIES.items()
        },
        "timings": [_timing(slot, mode) for slot in slots],
        "dateRange": _in_french(clean(event.when)),
        "timezone": "Europe/Paris",
        "age": _age(event),
        "attendanceMode": mode,
        "onlineAccessLink": event.online_url or None,
        "location": _location(event, communes),
        "communes": [{"insee": commune.insee_code, "name": commune.name} for commune in communes],
        "organizers": [on_one_line(name) for name in organisers],
        "status": _status(event.status, mode, changes),
        "statusNote": clean(event.status_note) or None,
        "state": _PUBLISHED,
        "createdAt": _moment(event.first_published_at),
        "canonicalUrl": address,
    }


def row_of(record: dict) -> list[str]:
    """Return the cells of a record for COLUMNS; several values stand in one cell, « | » between them."""
    return [cell_of(name, value_at(record, name.split("."))) for name in COLUMNS]


def value_at(value, path: list[str]):
    """Return what a record holds at a path, « location », « name »; None where it has no such thing."""
    for key in path:
        if value is None:
            return None
        value = value[key]
    return value


def cell_of(name: str, value) -> str:
    """Return the value of a column as one cell."""
    if value is None:
        return ""
    if name == "accessibility":
        return " | ".join(code for code, adapted in value.items() if adapted)
    if isinstance(value, list):
        return " | ".join(map(_word, value))
    return str(value)


def _word(value):
    """« 2026-06-21T13:30:00+02:00/2026-06-21T17:00:00+02:00 » (ISO 8601), « 62498 Liévin », a link, a word."""
    if isinstance(value, str):
        return value
    if "begin" in value:
        return f"{value['begin']}/{value['end'] or ''}"
    return f"{value['insee']} {value['name']}" if "insee" in value else value["value"]


def _in_french(value):
    return {"fr": value} if value else None


def _conditions(event):
    prices = [f"{block.value['label']} : {block.value.display}" for block in event.prices]
    return clean("\n".join(filter(None, [event.conditions, *prices])))


def _keywords(event):
    words = [event.get_theme_display(), event.get_audience_display(), str(event.series or "")]
    return [on_one_line(word) for word in words if word]


def _image(image, media):
    """The widest JPEG of a picture, and its others as variants, as OpenAgenda gives them."""
    files = image.files("wide", "jpeg") if image else []
    if not files:
        return None
    described = [
        {"filename": media(file["url"]), "size": {"width": file["width"], "height": file["height"]}} for file in files
    ]
    return {"base": "", **described[-1], "variants": [{**file, "type": "full"} for file in described]}


def _registration(event):
    ways = {"link": event.registration_url, "email": event.registration_email, "phone": event.registration_phone}
    return [{"type": kind, "value": on_one_line(value)} for kind, value in ways.items() if value]


def _timing(slot, mode):
    begin, end = slot.start, slot.end
    if slot.all_day:
        begin = _midnight(slot.first_day)
        end = _midnight(slot.last_day + timedelta(days=1))
    timing = {"begin": _moment(begin), "end": _moment(end), "allDay": slot.all_day, "uid": str(slot.uid)}
    if slot.status != EventStatus.SCHEDULED:
        timing |= {"status": _status(slot.status, mode), "note": clean(slot.note)}
    if slot.venue:
        timing["location"] = _venue(slot.venue)
    return timing


def _midnight(day):
    return datetime.combine(day, time(), PARIS)


def _moment(moment):
    """« 2026-06-21T13:30:00+02:00 », on the clocks of Paris."""
    return moment.astimezone(PARIS).isoformat(timespec="seconds") if moment else None


def _age(event):
    if event.age_min is None and event.age_max is None:
        return None
    return {"min": event.age_min, "max": event.age_max}


def _location(event, communes):
    if event.venue:
        return _venue(event.venue)
    if not communes:
        return None
    codes = communes[0].postal_codes
    return {
        "uid": None,
        "name": ", ".join(commune.name for commune in communes),
        "address": None,
        "city": communes[0].name,
        "insee": communes[0].insee_code,
        "postalCode": None if "," in codes else codes or None,
        **_position(communes[0]),
        "countryCode": "FR",
        "access": None,
        "website": None,
    }


def _venue(venue):
    town = " ".join(filter(None, [venue.postal_code, venue.town]))
    return {
        "uid": venue.pk,
        "name": on_one_line(venue.name),
        "address": on_one_line(", ".join(filter(None, [venue.street, town]))),
        "city": on_one_line(venue.town),
        "insee": venue.commune.insee_code if venue.commune else None,
        "postalCode": venue.postal_code or None,
        **_position(venue),
        "countryCode": "FR" if venue.commune else None,
        "access": _in_french(clean(venue.access)),
        "website": venue.website or None,
    }


def _position(place):
    known = place.latitude is not None and place.longitude is not None
    return {
        "latitude": float(place.latitude) if known else None,
        "longitude": float(place.longitude) if known else None,
    }


def _status(status, mode, changes=()):
    if status == EventStatus.MOVED:
        return _MOVED_ONLINE if mode == _ONLINE else _RESCHEDULED
    if status == EventStatus.SCHEDULED:
        dates = [change for change in changes if change.kind == ChangeKind.DATE and change.before_start]
        return _RESCHEDULED if dates else _SCHEDULED
    return {EventStatus.POSTPONED: _POSTPONED, EventStatus.FULL: _FULL, EventStatus.CANCELLED: _CANCELLED}[status]
