"""Visits to a served site at a steady pace: readers, people who search and subscribe, and an editor, all at once.

Each visit has its moment: how long it took is counted from there, the time that it waited for a free visitor included,
so that a server that stands still is not asked less.
"""

import http.client
import itertools
import random
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

VISITORS = 32
# What is asked for, and how often; the words of a search are never twice the same.
READ = ["/", "/lettres/", "/lettres/9/", "/agenda/", "/feuille-de-route/", "/label-euralens/", "/innov-in-artois/"]
READ += ["/communes/", "/chiffres-cles/", "/plan-du-site/", "/donnees/", "/accessibilite/", "/abonnement/"]
DATA = ["/donnees/agenda.csv", "/api/v2/pages/?limit=20", "/agenda/agenda.ics", "/sitemap.xml", "/lettres/flux.atom"]
MISSING = ["/rien-ici/", "/lettres/9999/", "/wp-login.php", "/agenda/inconnu/"]
TEAM = ["/admin/", "/admin/pages/", "/admin/agenda/semaines/", "/admin/lettres/nouveau-numero/", "/admin/images/"]
FORM = "/abonnement/"
# Two pages of the admin a second: a team of six where each opens one every three seconds, without a pause.
MIX = {"page": 54, "unchanged": 12, "search": 12, "data": 6, "missing": 4, "form": 4, "team": 2, "file": 6}
# What each may answer; anything else is an error.
RIGHT = {"unchanged": {200, 304}, "missing": {404}, "form": {302}, "data": {200, 404}}


@dataclass
class Seen:
    """What a run of visits saw: for each kind how long each took, in seconds, and what went wrong."""

    times: dict = field(default_factory=dict)
    wrong: list = field(default_factory=list)
    subscribed: list = field(default_factory=list)

    @property
    def count(self):
        """How many visits there were."""
        return sum(map(len, self.times.values()))

    def percentile(self, share, *kinds):
        """The time below which `share` of the visits stayed, in milliseconds."""
        times = sorted(itertools.chain.from_iterable(self.times.get(kind, []) for kind in kinds or self.times))
        return 1000 * times[min(len(times) - 1, int(share * len(times)))] if times else 0

    def table(self):
        """Lines that show each kind."""
        for kind in MIX:
            if self.times.get(kind):
                half, most = self.percentile(0.5, kind), self.percentile(0.95, kind)
                yield f"  {kind:10} {len(self.times[kind]):6} visites, médiane {half:6.0f} ms, p95 {most:6.0f} ms"


class Visits:
    """`rate` visits a second to the site at `port`; `cookie` is that of an editor who is signed in."""

    def __init__(self, port, rate, cookie, seed=1):
        self.port, self.rate, self.cookie = port, rate, cookie
        self.draw, self.lock, self.seen = random.Random(seed), threading.Lock(), Seen()  # noqa: S311
        self.hidden, self.files, self.etags = self._form(), self._files(), {}
        self.numbers = itertools.count(1)

    def _form(self):
        words = Connection(self.port).ask("GET", FORM)[1]
        fields = re.findall(r'<input[^>]*type="hidden"[^>]*>', words)
        named = [(re.search(r'name="([^"]*)"', each), re.search(r'value="([^"]*)"', each)) for each in fields]
        return {name[1]: value[1] if value else "" for name, value in named if name}

    def _files(self):
        words = Connection(self.port).ask("GET", "/")[1]
        return sorted(set(re.findall(r'"(/(?:static|media)/[^"\s]+)"', words)))

    def run(self, seconds) -> Seen:
        """Visit for so long; return what was seen."""
        # A form that is sent within a moment of being shown is taken for a program's.
        time.sleep(6)
        begun, places = time.monotonic(), itertools.count()
        threads = [
            threading.Thread(target=self._visit, args=[begun, seconds * self.rate, places]) for _ in range(VISITORS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.seen

    def _visit(self, begun, count, places):
        connection = Connection(self.port)
        while True:
            with self.lock:
                place = next(places)
                if place >= count:
                    return
                kind = self.draw.choices(list(MIX), MIX.values())[0]
                asked = self._asked(kind)
            moment = begun + place / self.rate
            time.sleep(max(0, moment - time.monotonic()))
            status = self._ask(connection, kind, *asked)
            taken = time.monotonic() - moment
            with self.lock:
                self.seen.times.setdefault(kind, []).append(taken)
                if status not in RIGHT.get(kind, {200}):
                    self.seen.wrong.append((kind, asked[1], status))
                elif kind == "form":
                    self.seen.subscribed.append(asked[3])

    def _asked(self, kind):
        number = next(self.numbers)
        match kind:
            case "page" | "unchanged":
                return "GET", self.draw.choice(READ), None, ""
            case "search":
                where = self.draw.choice(["/recherche/?q=", "/agenda/?q=", "/communes/?q="])
                return "GET", f"{where}{self.draw.choice(['lens', 'bois', 'label'])}+mot{number}", None, ""
            case "form":
                address = f"visite{number}@lecteurs.example"
                return "POST", FORM, urlencode({**self.hidden, "email": address}), address
            case "file":
                return "GET", self.draw.choice(self.files), None, ""
        return "GET", self.draw.choice({"data": DATA, "missing": MISSING, "team": TEAM}[kind]), None, ""

    def _ask(self, connection, kind, method, address, body, _):
        number = next(self.numbers)
        # Everybody comes from a network of their own.
        network = f"{1 + number // 62500 % 200}.{number // 250 % 250}.{number % 250}.7"
        headers = {"Accept-Encoding": "gzip", "X-Forwarded-For": network}
        if kind == "form":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if kind == "team":
            headers["Cookie"] = self.cookie
        if kind == "unchanged" and address in self.etags:
            headers["If-None-Match"] = self.etags[address]
        try:
            status, _, told = connection.ask(method, address, body, headers)
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__
        if status == 200 and told.get("ETag"):
            self.etags[address] = told["ETag"]
        return status


class Connection:
    """A connection that is kept from one request to the next."""

    def __init__(self, port):
        self.port, self.kept = port, None

    def ask(self, method, address, body=None, headers=None):
        """Return status, words and headers. Raises OSError or HTTPException where nobody answers."""
        for again in (True, False):
            fresh = self.kept is None
            self.kept = self.kept or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                self.kept.request(method, address, body, headers or {})
                answer = self.kept.getresponse()
                words = answer.read().decode(errors="replace")
            except (OSError, http.client.HTTPException):
                self.kept = None
                # A server may close a connection that was idle; a new one that breaks is an error.
                if fresh or not again or method == "POST":
                    raise
                continue
            if answer.will_close:
                self.kept = None
            return answer.status, words, answer.headers
        raise OSError


def statuses(seen) -> Counter:
    """Count what went wrong, by kind and status."""
    return Counter((kind, status) for kind, _, status in seen.wrong)
