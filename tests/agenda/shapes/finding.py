"""What readers, search engines and calendars find of events."""

import json
import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from tests.agenda.shapes.meaning import tight
from tests.reading import links, text


def json_ld(page):
    """What a page tells search engines of an event; None where it tells nothing."""
    told = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.content.decode(), re.DOTALL)
    return next((found for found in map(json.loads, told) if found.get("@type") == "Event"), None)


def times(found):
    return found["startDate"], found.get("endDate")


def listed(**asked):
    """Every page of a list of the agenda."""
    pages, client = [], Client()
    while True:
        page = client.get("/agenda/", {**asked, "page": len(pages) + 1})
        pages.append(page)
        if f"page={len(pages) + 1}" not in page.content.decode():
            return pages


def cards(page):
    """The events of a list, each as its address and its words."""
    found = re.findall(r'<article class="event-card">.*?</article>', page.content.decode(), re.DOTALL)
    return [(links(card)[0], text(card)) for card in found]


def busy_day(box):
    """The day of a box of the month, from the list that it leads to, and how many events it says there are."""
    asked = parse_qs(urlsplit(links(box)[0]).query)
    assert asked["du"] == asked["au"]
    return date.fromisoformat(asked["du"][0]), int(re.search(r": (\d+) événement", text(box)).group(1))


def addresses(pages):
    """The address of each event of a list, as often as it is there."""
    return sorted(address for page in pages for address, _ in cards(page))


def vevent(properties):
    names = ("DTSTART", "DTEND", "STATUS", "SUMMARY", "LOCATION")
    return tuple(tight(properties[name]) if name in properties else None for name in names)
