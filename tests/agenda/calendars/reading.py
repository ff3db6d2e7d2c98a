"""Calendars as a program reads them."""

import datetime

from icalendar import Calendar

EVERYTHING = "/agenda/agenda.ics"
TOMORROW = datetime.timedelta(days=1)


def read(client, address=EVERYTHING, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response


def slots(client, address=EVERYTHING):
    """The slots of a calendar, as the library of the language reads them."""
    return Calendar.from_ical(read(client, address).content).walk("VEVENT")


def only_slot(client, address=EVERYTHING):
    (slot,) = slots(client, address)
    return slot
