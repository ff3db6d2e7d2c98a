"""queries: asks the agenda and search, or the data, for thousands of hostile addresses; fails at a fault of the server.

On SQLite, or on PostgreSQL where DATABASE_URL names a server.
"""

import argparse
import logging
import os
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import django


def main() -> int:
    """Ask for them all on a throwaway site; return 1 if anything failed."""
    parser = argparse.ArgumentParser(prog="make torture-queries", description='S’emploie ainsi : ARGS="--number 500".')
    parser.add_argument("--of", choices=["agenda", "data"], default="agenda", help="ce qui est interrogé (agenda)")
    parser.add_argument("--number", type=int, default=20_000, help="adresses hostiles (20 000)")
    parser.add_argument("--seed", type=int, default=1, help="tirage (1)")
    asked = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "pma_site.settings.test"
    django.setup()
    from django.conf import settings

    with TemporaryDirectory(prefix="pma-queries-") as folder:
        settings.MEDIA_ROOT = Path(folder) / "media"
        from tests.databases import TestDatabase

        database = TestDatabase(settings.MEDIA_ROOT)
        database.renew("empty")
        try:
            return ask(asked.of, asked.number, asked.seed)
        finally:
            database.remove()


def ask(of: str, number: int, seed: int) -> int:
    """Ask for so many addresses of the database at hand."""
    from crowd import fill
    from crowd_registers import fill as fill_registers
    from django.db import connection
    from django.test import Client

    from tests.agenda import hostile_queries
    from tests.open_data import hostile_requests
    from tests.search import hostile_queries as hostile_searches

    # Every refusal would be a line.
    logging.disable(logging.ERROR)
    if of == "data":
        fill_registers(300)
        address_of = hostile_requests.address
    else:
        fill(300, coming=0.5)
        address_of = _agenda_or_search(hostile_queries.query, hostile_searches.query)
    visitor = Client(raise_request_exception=False)
    answers, slowest, start = Counter(), (0, ""), time.monotonic()
    for place in range(number):
        address = address_of(Random(seed * 10**6 + place))  # noqa: S311
        asked_at = time.monotonic()
        response = visitor.get(address)
        if response.streaming:
            response.getvalue()
        status = response.status_code
        slowest = max(slowest, (time.monotonic() - asked_at, address))
        answers[status] += 1
        if status >= 500:
            print(f"  {status} : {address[:400]!a}")
        if place and place % 2000 == 0:
            print(f"  {place} demandées…", flush=True)
    print(f"Base : {connection.vendor}. {number} adresses en {time.monotonic() - start:.0f} s.")
    for status, count in sorted(answers.items()):
        print(f"  réponse {status} : {count}")
    faults = sum(count for status, count in answers.items() if status >= 500)
    print(f"La plus lente : {slowest[0] * 1000:.0f} ms. Fautes du serveur : {faults}.")
    return int(faults > 0)


def _agenda_or_search(query, search):
    return lambda draw: f"/agenda/?{query(draw)}" if draw.random() < 0.5 else f"/recherche/?{search(draw)}"


if __name__ == "__main__":
    sys.exit(main())
