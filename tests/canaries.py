"""A walk over every address that a stranger can reach, to see whether words that must stay hidden are anywhere.

before = canaries.crawl(instant - timedelta(seconds=1), asked=["Zirconium"])
assert canaries.where(before, "Zirconium") == {}
"""

import json
import re
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC
from html import unescape
from io import BytesIO
from urllib.parse import quote, unquote_plus, urljoin, urlsplit
from zipfile import ZipFile

import pypdfium2
import time_machine
from django.test import Client

from pma_site.open_data.api.records import TYPES
from pma_site.open_data.datasets import BY_NAME
from pma_site.open_data.feeds import FEEDS
from tests.lent_pages import routes

# What no stranger opens: the admin, what only a secret of its own opens, what is told by providers of mail.
CLOSED = re.compile(r"^(admin|courrier|_util|catalogue|documents)/|:token>|^\^media|^favicon|^sitemap-")
# Doors that are opened by typing: what they answer to each hidden word.
ASKED = ["/recherche/?q={}", "/label-euralens/candidats/?objet={}", "/label-euralens/candidats/?resultat={}"]
ASKED += ["/agenda/?q={}", "/agenda/agenda.json?q={}", "/communes/?q={}"]
# What holds no words of the site, or none that editors write.
SILENT = re.compile(r"^/(static|media|admin)/|\.(css|js|woff2|png|jpe?g|avif|webp|ico|svg)$")
# Pages of a list or a calendar lead on for ever: so many of one path are enough.
A_PATH, IN_ALL = 4, 900
_LINK = re.compile(r"""(?:href|src)\s*=\s*["']([^"'<>]+)["']|<loc>([^<]+)</loc>|"(https?://[^"]+|/[^"\s]*)\"""")


@dataclass
class Answer:
    """What an address answered: its status, its headers, and all of its words, those of PDF and workbooks included."""

    status: int
    headers: dict
    words: str
    content: bytes
    # As the resolver has it; "" where nothing is there.
    route: str = ""

    @property
    def fresh_for(self):
        """For how many seconds a cache may keep it without asking; 0 where it must ask."""
        told = self.headers.get("Cache-Control", "")
        found = re.search(r"max-age=(\d+)", told)
        return int(found.group(1)) if found and "no-store" not in told else 0


def doors():
    """Where a walk begins: every address that needs no record, and the files, data and news of every section."""
    plain = [f"/{route}" for route in routes() if not re.search(r"[<(]", route)]
    files = [f"/donnees/{name}.{kind}" for name in BY_NAME for kind in ("csv", "csv?tableur=1", "json", "geojson")]
    data = [f"/api/v2/{name}/" for name in BY_NAME] + [f"/donnees/{name}/" for name in BY_NAME]
    types = [f"/api/v2/pages/?type={kind}&fields=*" for kind in TYPES]
    news = [section.address for section in FEEDS.values()]
    return [*(door for door in plain if not CLOSED.search(door[1:])), *files, *data, *types, *news]


def left_out(pages):
    """The routes of the site that a stranger may open, and that a walk, which found `pages`, never went through."""
    return {route for route in routes() if not CLOSED.search(route)} - {answer.route for answer in pages.values()}


def crawl(moment=None, *, asked=(), starts=(), client=None, most=IN_ALL):
    """Return every address that leads on from the home page, with what it answers at `moment`, or now.

    `asked` are words put to every door where one types, `starts` are more addresses to begin with. `client` asks, and
    `most` addresses at the most.
    """
    client = client or Client()
    typed = {door.format(quote(word)) for word in asked for door in ASKED}
    waiting = [*doors(), *starts, *sorted(typed)]
    seen, counts = {}, {}
    with time_machine.travel(moment.astimezone(UTC), tick=False) if moment else nullcontext():
        while waiting:
            address = waiting.pop(0)
            path = urlsplit(address).path
            if address in seen or SILENT.search(path) or (counts.get(path, 0) >= A_PATH and address not in typed):
                continue
            assert len(seen) < most, f"The walk does not end: {address}"
            counts[path] = counts.get(path, 0) + (address not in typed)
            answer = read(client.get(address))
            assert answer.status < 500, address
            seen[address] = answer
            waiting += _leading_on(address, answer)
    return seen


def where(pages, *words):
    """The words that are found, each with the addresses that show it, however it is written there."""
    found = {
        word: [address for address, answer in pages.items() if word.lower() in _without_query(address, answer).lower()]
        for word in words
    }
    return {word: addresses for word, addresses in found.items() if addresses}


def _without_query(address, answer):
    """The words of an answer, without those that it only repeats from what was asked."""
    query = unescape(address.partition("?")[2])
    words = answer.words
    for value in re.findall(r"=([^&]+)", query):
        for written in (value, quote(value), unquote_plus(value)):
            words = words.replace(written, "")
    return words


def read(response):
    """What an answer of the site says, whatever kind of file it is."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    if content.startswith(b"%PDF"):
        words = "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content))
    elif content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as archive:
            words = "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    else:
        words = unescape(content.decode(errors="replace"))
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    told = " ".join(f"{name}: {value}" for name, value in headers.items())
    route = getattr(response.resolver_match, "route", "")
    words = f"{words}\n{told}" if "text" in kind or words else told
    return Answer(response.status_code, headers, words, content, route)


def _leading_on(address, answer):
    if answer.status in (301, 302):
        found = [answer.headers["Location"]]
    elif answer.status == 200:
        found = [next(filter(None, match)) for match in _LINK.findall(answer.words)]
        if re.fullmatch(r"/api/v2/[a-z-]+/", address):
            # Records are known by the first of their fields.
            rows = json.loads(answer.content)["items"]
            found += [f"{address}{next(iter(row.values()))}/" for row in rows]
    else:
        found = []
    for link in found:
        parts = urlsplit(urljoin(f"http://testserver{address}", link.strip()))
        if parts.scheme in ("http", "https") and parts.netloc in ("testserver", "localhost", "example.com"):
            yield parts.path + (f"?{parts.query}" if parts.query else "")
