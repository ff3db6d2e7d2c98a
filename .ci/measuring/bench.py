"""bench: how quickly the site answers, side by side in one run: from its cache, without it, and « you have it ».

Everything is a ratio: to the same bytes as a file of nginx, which is the most that this machine can do, and to an empty
Wagtail page, which is the least that Wagtail costs. Fails where a goal is missed.
"""

import argparse
import gzip
import http.client
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import served

PAGES = {
    "accueil": "/",
    "numéro": "/lettres/9/",
    "agenda": "/agenda/",
    "recherche": "/recherche/?q=innovation",
    "candidat": "/label-euralens/2023/les-cousalis/",
}
# What is asked of the figures (the ratio to a file of nginx, to its 304, to an empty page of Wagtail, to its worker).
CACHED, BEHIND, NOT_MODIFIED, UNCACHED, MEMORY, LAUNCH = 0.45, 0.80, 2.0, 3.0, 1.25, 1.1
TICKS = os.sysconf("SC_CLK_TCK")
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


def family(pid):
    """Return a process and those that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


def cpu_of(pid):
    """Return the seconds of CPU that a server took so far."""
    total = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def memory_of(pid):
    """Return the memory of the largest process of a server, in MB, shared parts divided (PSS)."""
    found = []
    for one in family(pid):
        lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        found.append(next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024)
    return max(found)


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
            full = memory_of(process.pid)
        with self._served_empty(empty) as (port, process):
            least = self.row("vide", "page Wagtail", self._one(port, process.pid, "/", {}))
            worker = memory_of(process.pid)
        for page in PAGES:
            uncached = next(figures for name, mode, figures in self.rows if (name, mode) == (page, "sans cache"))
            self.goal(
                f"{page}, sans cache ÷ page Wagtail vide (CPU)", uncached.cpu / least.cpu, UNCACHED, at_least=False
            )
        with self._served_empty(empty, EMPTY_MINIMAL="1", EMPTY_BODY=str(folder / "accueil.html.gz")) as (
            port,
            process,
        ):
            self.row("accueil", "vue Django minimale", self._one(port, process.pid, "/minimal/", {}))
        self.goal("mémoire d’un processus ÷ Wagtail vide", full / worker, MEMORY, at_least=False)
        print(f"  mémoire d’un processus (PSS) : {full:.0f} Mo, cache compris ; Wagtail vide : {worker:.0f} Mo")
        self._launches(empty)

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
        headers, _ = got(files, file, **packed)
        known = {**packed, "If-None-Match": headers["etag"]}
        least = self.row(page, "304, nginx", self._one(files, files_pid, file, known))
        same = self.row(page, "304, granian seul", self._one(port, pid, address, {**packed, "If-None-Match": etag}))
        self.row(page, "sans cache", self._one(port, pid, address, {"Authorization": "x"}))
        self.goal(f"{page}, du cache ÷ fichier de nginx", cached.rate / of_nginx.rate, CACHED, at_least=True)
        self.goal(f"{page}, derrière nginx ÷ fichier de nginx", behind.rate / of_nginx.rate, BEHIND, at_least=True)
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
