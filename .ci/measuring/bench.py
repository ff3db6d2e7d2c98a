"""bench: how quickly the site answers, side by side in one run: from its cache, without it, and « you have it ».

Everything is a ratio: to the same bytes as a file of nginx, which is the most that this machine can do, and to an empty
Wagtail page, which is the least that Wagtail costs. Fails where a goal is missed.
"""

import argparse
import gzip
import http.client
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import served
from processes import cpu_of, family, memory_of

PAGES = {
    "accueil": "/",
    "numéro": "/lettres/9/",
    "agenda": "/agenda/",
    "recherche": "/recherche/?q=innovation",
    "candidat": "/label-euralens/2023/les-cousalis/",
}
# What is asked of the figures (the ratio to a file of nginx, to its 304, to an empty page of Wagtail, to its worker).
CACHED, BEHIND, NOT_MODIFIED, UNCACHED, MEMORY, LAUNCH = 0.45, 0.80, 2.0, 3.0, 1.25, 1.1
# A page of one thing costs less; one client waits at most so many times as for a file, and as usual; the first one too.
DETAIL, ALONE, LATE, FIRST = 2.0, 2.0, 2.0, 2.0
DETAILS = {"candidat"}
# By which name readers know the demo site (WAGTAILADMIN_BASE_URL), wherever it is served here.
NAME = "127.0.0.1:8000"
CLIENTS = 8


@dataclass
class Figures:
    """One measure: requests a second, median and 95th percentile in ms, milliseconds of CPU a request, errors."""

    rate: float
    median: float
    late: float
    cpu: float
    errors: int

    def __str__(self):
        return f"{self.rate:9.0f}/s {self.median:8.2f} {self.late:8.2f} {self.cpu:8.3f}"


def measured(port, pid, address, seconds, headers, clients=CLIENTS, patience=3):
    """Ask an address as often as possible for so many seconds."""
    command = ["wrk", "-t", "2" if clients > 1 else "1", "-c", str(clients), "-d", f"{seconds}s", "--timeout", "20s"]
    command += ["-s", str(served.HERE / "bench.lua")]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    before = cpu_of(pid)
    said = subprocess.run([*command, f"http://127.0.0.1:{port}{address}"], capture_output=True, text=True, check=True)  # noqa: S603
    spent = cpu_of(pid) - before
    line = next(line for line in said.stdout.splitlines() if line.startswith("FIGURES"))
    requests, duration, median, late, errors = map(float, line.split()[1:])
    if not requests:
        # The machine did something else all the while.
        if patience:
            return measured(port, pid, address, seconds * 2, headers, clients, patience - 1)
        raise SystemExit(f"Aucune réponse de {address} :\n{said.stdout}")
    return Figures(requests / duration, median / 1000, late / 1000, 1000 * spent / requests, int(errors))


def in_process(site, module, *addresses):
    """Return the milliseconds of CPU that pages take inside a site, without a server (in_process.py)."""
    command = [sys.executable, str(served.HERE / "in_process.py"), module, *addresses]
    said = subprocess.run(command, cwd=site.folder, env=site.environment, capture_output=True, text=True, check=True)  # noqa: S603
    return [float(line) for line in said.stdout.split()]


def got(port, address, **headers):
    """Return the headers and the bytes of one answer, which must be 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, (address, answer.status)
    connection.close()
    return {name.lower(): value for name, value in answer.getheaders()}, body


def main():
    """Measure everything; print one table; end with 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--quick", action="store_true", help="deux secondes par mesure au lieu de cinq")
    parser.add_argument("--rounds", type=int, default=1, help="tours, dont la médiane est gardée (3 avant une version)")
    parser.add_argument("--servers", action="store_true", help="compare aussi granian, gunicorn et uvicorn")
    asked = parser.parse_args()
    seconds = 2 if asked.quick else 5
    print("Préparation du site de démonstration et d’un site Wagtail vide…", flush=True)
    with served.copied() as site, tempfile.TemporaryDirectory(prefix="pma-bench-") as name:
        bench = Bench(site, Path(name), seconds, asked.rounds)
        bench.run()
        if asked.servers:
            bench.compare_servers()
        bench.report()
    if bench.missed:
        raise SystemExit(1)


class Bench:
    """One run: what was measured, which goals were missed."""

    def __init__(self, site, folder, seconds, rounds):
        self.site, self.folder, self.seconds, self.rounds = site, folder, seconds, rounds
        self.folder.chmod(0o755)
        self.rows, self.goals, self.missed = [], [], []

    def median(self, measure):
        """The median of several rounds of one measure, by its rate."""
        found = sorted((measure() for _ in range(self.rounds)), key=lambda figures: figures.rate)
        return found[len(found) // 2]

    def goal(self, words, value, bound, at_least):
        """Note a figure beside its goal."""
        reached = value >= bound if at_least else value <= bound
        sign = "≥" if at_least else "≤"
        self.goals.append(f"{'oui' if reached else 'NON'}  {words} : {value:.2f} (but : {sign} {bound})")
        if not reached:
            self.missed.append(words)

    def row(self, page, mode, figures):
        """Note and print a measure."""
        self.rows.append((page, mode, figures))
        print(f"  {page:10} {mode:22} {figures}{f'  {figures.errors} erreurs' if figures.errors else ''}", flush=True)
        return figures

    def run(self):
        """Each page from the site, from behind nginx and as a file of nginx; then empty Wagtail and minimal Django."""
        print(f"  {'page':10} {'façon':22} {'demandes':>11} {'p50 ms':>8} {'p95 ms':>8} {'CPU ms':>8}")
        empty = self._make_empty()
        with (
            served.served(self.site) as (port, process),
            served.served(self.site, FRONT_CACHE="nginx") as (fronted, _),
            served.behind_nginx(self.site, fronted) as front,
        ):
            bodies = self._files(port)
            files, folder = served.free_port(), self.folder
            with served.nginx(served.nginx_of_files(folder, files), folder, files) as of_files:
                front_pid = of_files.pid
                for page, address in PAGES.items():
                    self._page(page, address, port, process.pid, front, files, front_pid, bodies[page])
            full = max(map(memory_of, family(process.pid)))
        with self._served_empty(empty) as (port, process):
            self.row("vide", "page Wagtail", self._one(port, process.pid, "/", {}))
            worker = max(map(memory_of, family(process.pid)))
        with self._served_empty(empty, EMPTY_MINIMAL="1", EMPTY_BODY=str(folder / "accueil.html.gz")) as (
            port,
            process,
        ):
            self.row("accueil", "vue Django minimale", self._one(port, process.pid, "/minimal/", {}))
        self.goal("mémoire d’un processus ÷ Wagtail vide", full / worker, MEMORY, at_least=False)
        print(f"  mémoire d’un processus (PSS) : {full:.0f} Mo, cache compris ; Wagtail vide : {worker:.0f} Mo")
        self._in_process(empty)
        self._launches(empty)
        self._first_views()

    def _one(self, port, pid, address, headers, clients=CLIENTS):
        return self.median(lambda: measured(port, pid, address, self.seconds, headers, clients))

    def _files(self, port):
        """Write each page as a file for nginx, and its gzip; return the ETag of each at the site."""
        etags = {}
        for page, address in PAGES.items():
            _, body = got(port, address)
            headers, packed = got(port, address, **{"Accept-Encoding": "gzip"})
            assert gzip.decompress(packed) == body
            for name, content in ((f"{page}.html", body), (f"{page}.html.gz", packed)):
                (self.folder / name).write_bytes(content)
                (self.folder / name).chmod(0o644)
            etags[page] = headers["etag"]
        return etags

    def _page(self, page, address, port, pid, front, files, files_pid, etag):
        packed = {"Accept-Encoding": "gzip"}
        file = f"/{page}.html".replace("é", "%C3%A9")
        of_nginx = self.row(page, "fichier, nginx", self._one(files, files_pid, file, packed))
        cached = self.row(page, "cache, granian seul", self._one(port, pid, address, packed))
        behind = self.row(page, "cache, derrière nginx", self._one(front, pid, address, packed))
        file_alone = self.row(page, "fichier, un client", self._one(files, files_pid, file, packed, clients=1))
        alone = self.row(page, "cache, un client", self._one(port, pid, address, packed, clients=1))
        headers, _ = got(files, file, **packed)
        known = {**packed, "If-None-Match": headers["etag"]}
        least = self.row(page, "304, nginx", self._one(files, files_pid, file, known))
        same = self.row(page, "304, granian seul", self._one(port, pid, address, {**packed, "If-None-Match": etag}))
        self.row(page, "sans cache", self._one(port, pid, address, {"Authorization": "x"}))
        self.goal(f"{page}, du cache ÷ fichier de nginx", cached.rate / of_nginx.rate, CACHED, at_least=True)
        self.goal(f"{page}, derrière nginx ÷ fichier de nginx", behind.rate / of_nginx.rate, BEHIND, at_least=True)
        self.goal(f"{page}, un client ÷ fichier (médiane)", alone.median / file_alone.median, ALONE, at_least=False)
        self.goal(f"{page}, un client, p95 ÷ sa médiane", alone.late / alone.median, LATE, at_least=False)
        self.goal(f"{page}, 304 ÷ celui de nginx (temps)", least.rate / same.rate, NOT_MODIFIED, at_least=False)

    def _make_empty(self):
        environment = {
            **os.environ,
            "PYTHONPATH": str(served.HERE),
            "DJANGO_SETTINGS_MODULE": "empty.settings",
            "EMPTY_DATABASE": str(self.folder / "empty.sqlite3"),
        }
        subprocess.run([sys.executable, "-m", "empty.making"], cwd=self.folder, env=environment, check=True)  # noqa: S603
        return served.Site(self.folder, environment)

    def _served_empty(self, empty, **variables):
        return served.served(empty, "empty.wsgi:application", **variables)

    def _in_process(self, empty):
        """What a page costs that is in no cache, by turns, the least of three."""
        ours, theirs = zip(
            *(
                (in_process(self.site, "pma_site.wsgi", *PAGES.values()), in_process(empty, "empty.wsgi", "/"))
                for _ in range(3)
            ),
            strict=True,
        )
        least = min(theirs)[0]
        for page, cost in zip(PAGES, map(min, zip(*ours, strict=True)), strict=True):
            print(f"  {page:10} sans cache ni serveur : {cost:.1f} ms de CPU ; Wagtail vide : {least:.1f} ms")
            bound = DETAIL if page in DETAILS else UNCACHED
            self.goal(f"{page}, sans cache ÷ page Wagtail vide (CPU)", cost / least, bound, at_least=False)

    def _launches(self, empty):
        """From the command to the first page, by turns, best of three: the machine may be busy."""

        def launch(site, application):
            begun = time.monotonic()
            with served.served(site, application, workers=1) as (port, _):
                got(port, "/")
                return time.monotonic() - begun

        ours, theirs = [], []
        for _ in range(3):
            ours.append(launch(self.site, ""))
            theirs.append(launch(empty, "empty.wsgi:application"))
        print(f"  de la commande à la première page : {min(ours):.1f} s ; Wagtail vide : {min(theirs):.1f} s")
        self.goal("lancement ÷ Wagtail vide", min(ours) / min(theirs), LAUNCH, at_least=False)

    def _first_views(self):
        """Each page as its first reader has it once a new version has taken the place of the former one."""
        with served.served(self.site, workers=1) as (port, process):
            former = family(process.pid)[1:]
            process.send_signal(signal.SIGHUP)
            until = time.monotonic() + 60
            while any(Path(f"/proc/{one}").exists() for one in former):
                assert time.monotonic() < until, "la nouvelle version n’a pas pris la place de l’ancienne"
                time.sleep(0.1)
            for page, address in PAGES.items():
                first, *others = (self._seconds(port, address) for _ in range(16))
                usual = sorted(others)[len(others) // 2]
                print(f"  {page:10} première vue : {1000 * first:.0f} ms ; ensuite : {1000 * usual:.0f} ms")
                self.goal(f"{page}, première vue ÷ les suivantes", first / usual, FIRST, at_least=False)

    def _seconds(self, port, address):
        begun = time.monotonic()
        got(port, address, Authorization="x", Host=NAME)
        return time.monotonic() - begun

    def compare_servers(self):
        """The same application, cached and not, on three servers."""
        python, environment = sys.executable, self.site.environment
        ways = {
            "granian": served.shipped,
            "gunicorn": lambda port: (
                [python, "-m", "gunicorn", "pma_site.wsgi", "-w", "2", "--threads", "4"]
                + ["-k", "gthread", "-b", f"127.0.0.1:{port}", "--log-level", "error"]
            ),
            "uvicorn": lambda port: (
                [python, "-m", "uvicorn", "pma_site.wsgi:application", "--interface", "wsgi"]
                + ["--workers", "2", "--port", str(port), "--log-level", "error"]
            ),
        }
        for name, command in ways.items():
            port = served.free_port()
            with served.running(command(port), environment, port) as process:
                got(port, "/")
                self.row("accueil", f"cache, {name}", self._one(port, process.pid, "/", {"Accept-Encoding": "gzip"}))
                self.row("accueil", f"sans cache, {name}", self._one(port, process.pid, "/", {"Authorization": "x"}))

    def report(self):
        """Print the goals."""
        errors = sum(figures.errors for *_, figures in self.rows)
        if errors:
            self.missed.append("erreurs")
        print(f"\n{len(self.goals) - len(set(self.missed))} buts sur {len(self.goals)} ; {errors} erreurs.")
        print("\n".join(self.goals))


if __name__ == "__main__":
    main()
