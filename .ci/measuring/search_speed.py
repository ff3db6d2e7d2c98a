"""search_speed: what a search costs with 20 000 entries; fails above 100 ms or 10 queries.

On SQLite, or on PostgreSQL where DATABASE_URL names a server. `measures()` may be called by other benches, on whatever
site there is: it says what each kind of search costs there.
"""

import argparse
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import django

SIZE, MAX_MILLISECONDS, MAX_QUERIES = 20_000, 100, 10
# What is asked for, by what it tries: words that nearly all entries have, that few have, that none has.
SEARCHES = {
    "un mot partout": "?q=commune",
    "trois mots partout": "?q=commune+projet+artois",
    "huit mots partout": "?q=commune+projet+artois+jardin+atelier+marché+terril+canal",
    "dernière page": "?q=commune&page=1000",
    "mot rare": "?q=xylophone",
    "début de mot": "?q=commune+jar",
    "faute de frappe": "?q=xylofone",
    "quatre fautes": "?q=xylofone+jardn+atelie+terrll",
    "rien de tel": "?q=zzzzzzzzzz+wwwwwwwwwww",
    "synonymes": "?q=CALL+PMA+EPCI",
    "filtré": "?q=commune&type=agenda&annee=2023",
    "texte d’une ancienne lettre": "?q=archive+mineurs",
    "100 caractères": "?q=" + "a+" * 50,
}
SUBJECTS = [
    "jardin",
    "atelier",
    "marché",
    "terril",
    "canal",
    "projet",
    "forum",
    "vélo",
    "énergie",
    "cité",
    "école",
    "musée",
    "trail",
    "fête",
    "concert",
    "label",
]


def main():
    """Fill a site, measure it, and end with 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="search_speed")
    parser.add_argument("--visits", type=int, default=20, help="visites de chaque recherche (20)")
    parser.add_argument("--size", type=int, default=SIZE, help="fiches dans la recherche (20 000)")
    parser.add_argument("--cpu", action="store_true", help="compte le temps du processeur, où la machine est occupée")
    asked = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "pma_site.settings.test"
    django.setup()
    from django.conf import settings
    from django.db import connection

    from tests.databases import TestDatabase

    clock = time.process_time if asked.cpu else time.perf_counter
    with tempfile.TemporaryDirectory(prefix="pma-bench-") as folder:
        settings.MEDIA_ROOT = Path(folder) / "media"
        database = TestDatabase(settings.MEDIA_ROOT)
        database.renew("empty")
        try:
            connection.settings_dict["CONN_MAX_AGE"] = None
            print(f"{connection.vendor} : {asked.size} fiches…", flush=True)
            started = time.perf_counter()
            fill(asked.size)
            print(f"écrites en {time.perf_counter() - started:.0f} s")
            failed = False
            for words, milliseconds, queries, found in measures(asked.visits, clock):
                bad = (milliseconds > MAX_MILLISECONDS and "premier" not in words) or queries > MAX_QUERIES
                failed |= bad
                print(
                    f"{'✗' if bad else ' '} {words:32} {milliseconds:7.1f} ms {queries:3} requêtes {found:6} résultats"
                )
        finally:
            database.remove()
    sys.exit(failed)


def fill(size, seed=1):
    """Put `size` entries into the index of search, some of them as long as a letter."""
    from pma_site.search.choices import Kind
    from pma_site.search.describing import Description
    from pma_site.search.indexing import write_descriptions

    draw = random.Random(seed)  # noqa: S311
    # A vocabulary as rich as that of 20 000 texts: names and words that few have.
    parts = ("ba", "lo", "mi", "ré", "tu", "vin", "char", "ois")
    names = ["".join(draw.choice(parts) for _ in range(draw.randrange(2, 5))) for _ in range(30_000)]
    kinds = [Kind.EVENT, Kind.LABEL, Kind.NETWORK, Kind.PAGE]
    batch = []
    for number in range(size):
        long = number % 400 == 0
        text = [f"{draw.choice(SUBJECTS)} {draw.choice(names)}" for _ in range(1500 if long else 20)]
        text += ["archive des mineurs"] if long else []
        rare = "xylophone" if number % 900 == 0 else ""
        batch.append(
            Description(
                key=f"bench:{number}",
                kind=Kind.LETTER if long else draw.choice(kinds),
                noun="événement",
                title=f"{draw.choice(SUBJECTS).capitalize()} {draw.choice(names)} {rare}",
                address=f"/bench/{number}/",
                standfirst=f"Un projet de la commune pour l’Artois, {draw.choice(names)}.",
                texts=[" ".join(text)],
                years=[draw.randrange(2015, 2027)],
                communes=[f"62{draw.randrange(150):03}"],
            )
        )
        if len(batch) == 500 or number == size - 1:
            write_descriptions(batch)
            batch = []


def measures(visits=20, clock=time.perf_counter) -> Iterator[tuple[str, float, int, int]]:
    """Yield what each kind of search costs: its name, the median time in ms, its queries, how many results it has.

    The first line is the first search of a process, which reads the whole index.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from pma_site.search import searching

    client = Client()
    client.get("/recherche/")

    def visit(address):
        started = clock()
        response = client.get(f"/recherche/{address}")
        spent = clock() - started
        assert response.status_code == 200, (address, response.status_code)
        return spent * 1000, response

    searching.restart()
    spent, response = visit("?q=commune")
    yield "premier d’un processus", spent, 0, _total(response)
    for words, address in SEARCHES.items():
        visit(address)
        times = [visit(address)[0] for _ in range(visits)]
        with CaptureQueriesContext(connection) as queries:
            response = visit(address)[1]
        yield words, statistics.median(times), len(queries), _total(response)


def _total(response):
    """How many results a page says there are."""
    said = re.search(r'id="results-title">([\d\s]+)', response.content.decode())
    return int("".join(said[1].split())) if said else 0


if __name__ == "__main__":
    main()
