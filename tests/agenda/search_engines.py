"""An event as search engines read it, checked against what Google documents of schema.org's `Event`.

https://developers.google.com/search/docs/appearance/structured-data/event
"""

import json
import re

SCHEMA = "https://schema.org/"
DAY = r"\d{4}-\d\d-\d\d"
MOMENT = rf"{DAY}(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?"


def described(client, event):
    """The description on the page of an event, checked as a whole; None where there is none."""
    html = client.get(event.url).content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    # Every page tells its path besides.
    blocks = [block for block in blocks if '"BreadcrumbList"' not in block]
    assert len(blocks) <= 1
    if not blocks:
        return None
    assert not set(blocks[0]) & set("<>&\u2028\u2029")
    data = json.loads(blocks[0])
    check(data)
    for part in data.get("subEvent", []):
        check(part, whole=False)
    return data


def check(data, whole=True):
    """What Google requires, in the forms that it takes."""
    assert data["@type"] == "Event"
    assert data["name"]
    assert data["url"].startswith("http://testserver/agenda/")
    assert re.fullmatch(MOMENT, data["startDate"])
    if "endDate" in data:
        assert re.fullmatch(MOMENT, data["endDate"])
        assert data["endDate"] >= data["startDate"]
    for status in listed(data["eventStatus"]):
        assert status.startswith(f"{SCHEMA}Event")
    if f"{SCHEMA}EventRescheduled" in listed(data["eventStatus"]):
        assert all(re.fullmatch(MOMENT, moment) for moment in listed(data["previousStartDate"]))
    if whole:
        assert data["@context"] == SCHEMA.rstrip("/")
        for place in listed(data.get("location", [])):
            assert place["@type"] in ("Place", "VirtualLocation")
            assert place["url"] if place["@type"] == "VirtualLocation" else place["address"]["addressLocality"]
        for offer in data.get("offers", []):
            assert re.fullmatch(r"\d+\.\d\d", offer["price"])
            assert offer["priceCurrency"] == "EUR"
            assert offer["availability"] in (f"{SCHEMA}InStock", f"{SCHEMA}SoldOut")
            assert offer["url"].startswith("http")
    unknown(data)


def unknown(value):
    """Nothing is said of what is not known."""
    if isinstance(value, dict):
        assert all(held not in (None, "", [], {}, "None") for held in value.values()), value
        value = list(value.values())
    if isinstance(value, list):
        for held in value:
            unknown(held)


def listed(value):
    return value if isinstance(value, list) else [value]
