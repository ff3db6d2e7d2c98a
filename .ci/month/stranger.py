"""Somebody without any right who reads all that is public, all month long, and what must not be there."""

import threading
from dataclasses import dataclass, field
from urllib.parse import quote

import requests
from clock import wait
from django.urls import Resolver404, resolve
from telling import check, count

from tests import canaries

# Seconds between two looks, so that the month is not about the stranger.
PAUSE = 0.12
# Slow or heavy, and walked through at the great moments.
SKIPPED = (".pdf", "/pdf/", ".ics")


@dataclass
class Canary:
    """A word that nobody may see yet, or ever; `where` says what it stands in."""

    word: str
    where: str
    hidden: bool = True
    sightings: list = field(default_factory=list)


class Answer:
    """What the server answered, as the walk of the tests reads answers."""

    streaming = False

    def __init__(self, address, answer, url):
        self.status_code, self.content = answer.status_code, answer.content
        if not self.content.startswith((b"%PDF", b"PK")):
            # The walk goes on where an address is of its own site.
            self.content = self.content.replace(url.encode(), b"http://testserver")
        # As the walk names them, whatever the server does.
        self.headers = {name.title(): value for name, value in answer.headers.items()}
        try:
            self.resolver_match = resolve(address.partition("?")[0])
        except Resolver404:
            self.resolver_match = None


class Client:
    """Asks the server as a browser would that knows nothing."""

    def __init__(self, url):
        self.url, self.session = url, requests.Session()
        self.session.headers["X-Forwarded-For"] = "203.0.113.7"

    def get(self, address):
        """Return what an address answers; redirections are not followed."""
        answer = self.session.get(self.url + address, allow_redirects=False, timeout=120)
        return Answer(address, answer, self.url)


class Stranger(threading.Thread):
    """Looks at every door again and again, until the month is over."""

    def __init__(self, machine):
        super().__init__(daemon=True)
        self.machine, self.known, self.lock = machine, {}, threading.Lock()
        self.addresses, self.looks, self.faults = canaries.doors(), 0, []
        self.addresses = [each for each in self.addresses if not each.endswith(SKIPPED)]
        self.at_rest, self.done = threading.Event(), threading.Event()
        self.at_rest.set()

    def hide(self, *words, where):
        """From now on nobody may see these words."""
        with self.lock:
            for word in words:
                self.known[word] = Canary(word, where)

    def reveal(self, *words):
        """These words may be seen now."""
        with self.lock:
            for word in words:
                self.known[word].hidden = False

    def watch(self, *addresses):
        """Look at these addresses as well."""
        with self.lock:
            self.addresses += [address for address in addresses if address not in self.addresses]

    def _rounds(self):
        with self.lock:
            hidden = [each.word for each in self.known.values() if each.hidden]
            asked = [door.format(quote(word)) for word in hidden for door in canaries.ASKED]
            return [*self.addresses, *asked]

    def run(self):
        while not self.done.is_set():
            client = Client(self.machine.url)
            for address in self._rounds():
                self.at_rest.wait()
                if self.done.is_set():
                    return
                with self.lock:
                    hidden = [each for each in self.known.values() if each.hidden]
                try:
                    answer = canaries.read(client.get(address))
                except requests.RequestException:
                    # The server is being moved.
                    wait(1)
                    continue
                self.looks += 1
                if answer.status >= 500:
                    self.faults.append((address, answer.status))
                with self.lock:
                    for canary in hidden:
                        if canary.hidden and canaries.where({address: answer}, canary.word):
                            canary.sightings.append(address)
                wait(PAUSE)

    def rest(self):
        """Look no more, until `wake`."""
        self.at_rest.clear()

    def wake(self):
        """Look again."""
        self.at_rest.set()

    def walk(self, words, starts=()):
        """Walk over all that is public now, files included; return the answers, once no hidden word is among them."""
        hidden = [each.word for each in self.known.values() if each.hidden]
        pages = canaries.crawl(client=Client(self.machine.url), asked=hidden, starts=starts, most=6000)
        found = canaries.where(pages, *hidden)
        count("adresses parcourues par un inconnu", len(pages))
        check(not found, f"{words} : {len(pages)} adresses, aucun des {len(hidden)} mots cachés", *found.items())
        return pages

    def tell(self):
        """Say what was seen all month long."""
        seen = {each.word: (each.where, each.sightings[:5]) for each in self.known.values() if each.sightings}
        count("regards d’un inconnu", self.looks)
        count("mots surveillés", len(self.known))
        check(not seen, f"un inconnu a regardé {self.looks} fois : rien de privé, rien de trop tôt", *seen.items())
        check(not self.faults, "aucune page n’a échoué devant lui", *self.faults[:10])
