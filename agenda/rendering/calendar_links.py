"""Links that open a reader's own calendar with an event already filled in: plain addresses, nothing is sent before."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"
OUTLOOK_AT_WORK = "https://outlook.office.com/calendar/0/deeplink/compose"


@dataclass(frozen=True)
class Appointment:
    """What a calendar notes of one slot: two instants, or two days (the second one included) of a whole day."""

    title: str
    start: datetime | date
    end: datetime | date
    all_day: bool
    place: str
    address: str


def calendar_links(appointment: Appointment) -> list[dict]:
    """The calendars that take an event by a link, each with its `name` and `address`."""
    return [
        {"name": "Google Agenda", "address": _google(appointment)},
        {"name": "Outlook.com", "address": _outlook(OUTLOOK, appointment)},
        {"name": "Outlook (Microsoft 365)", "address": _outlook(OUTLOOK_AT_WORK, appointment)},
    ]


def _google(appointment):
    if appointment.all_day:
        # Google reads the second day as that on which the event is over.
        span = [appointment.start, appointment.end + timedelta(days=1)]
        dates = "/".join(f"{moment:%Y%m%d}" for moment in span)
    else:
        dates = "/".join(f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}" for moment in (appointment.start, appointment.end))
    query = {
        "action": "TEMPLATE",
        "text": appointment.title,
        "dates": dates,
        "details": appointment.address,
        "location": appointment.place,
    }
    return f"{GOOGLE}?{urlencode(query)}"


def _outlook(service, appointment):
    query = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": appointment.title,
        "startdt": appointment.start.isoformat(),
        "enddt": appointment.end.isoformat(),
        "allday": "true" if appointment.all_day else "false",
        "location": appointment.place,
        "body": appointment.address,
    }
    return f"{service}?{urlencode(query)}"
