"""The answers of data doors, as programs read them."""

import csv
import io
import json
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def body(response) -> str:
    """What came, streamed or not."""
    return response.getvalue().decode()


def rows(response) -> list[dict]:
    """The rows of a CSV as RFC 4180 has it."""
    return list(csv.DictReader(io.StringIO(body(response), newline="")))


def records(response) -> list[dict]:
    """The records of a JSON file."""
    said = json.loads(body(response))
    assert said["total"] == len(said["records"])
    return said["records"]


def xml(response):
    """The root of an XML answer."""
    return ElementTree.fromstring(body(response))  # noqa: S314


def news(response) -> list[str]:
    """The titles of a feed."""
    return [entry.findtext(f"{ATOM}title") for entry in xml(response).findall(f"{ATOM}entry")]


def mapped(response) -> list[str]:
    """The addresses of a map of the site."""
    return [place.findtext(f"{MAP}loc") for place in xml(response).findall(f"{MAP}url")]
