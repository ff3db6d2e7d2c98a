"""queries: thousands of hostile addresses for the agenda and search, or for the data, or forms for the proposals of
events; fails at a server’s fault.

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
    parser.add_argument(
        "--of", choices=["agenda", "data", "proposals"], default="agenda", help="ce qui est interrogé (agenda)"
    )
    parser.add_argument("--number", type=int, default=20_000, help="demandes hostiles (20 000)")
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
    """Ask so many times on the database at hand."""
    from django.db import connection
    from django.test import Client

    # Every refusal would be a line.
    logging.disable(logging.ERROR)
    visitor = Client(raise_request_exception=False)
    attempt = {"agenda": _agenda, "data": _data, "proposals": _proposals}[of](visitor)
    answers, slowest, start = Counter(), (0, ""), time.monotonic()
    for place in range(number):
        asked_at = time.monotonic()
        status, what = attempt(Random(seed * 10**6 + place))  # noqa: S311
        slowest = max(slowest, (time.monotonic() - asked_at, what))
        answers[status] += 1
        if status >= 500:
            print(f"  {status} : {what[:400]!a}")
        if place and place % 2000 == 0:
            print(f"  {place} demandées…", flush=True)
    print(f"Base : {connection.vendor}. {number} demandes en {time.monotonic() - start:.0f} s.")
    for status, count in sorted(answers.items()):
        print(f"  réponse {status} : {count}")
    faults = sum(count for status, count in answers.items() if status >= 500)
    print(f"La plus lente : {slowest[0] * 1000:.0f} ms. Fautes du serveur : {faults}.")
    return int(faults > 0)


def _agenda(visitor):
    """Ask the agenda and search by turns."""
    from crowd import fill

    from tests.agenda import hostile_queries
    from tests.search import hostile_queries as hostile_searches

    def address(draw):
        if draw.random() < 0.5:
            return f"/agenda/?{hostile_queries.query(draw)}"
        return f"/recherche/?{hostile_searches.query(draw)}"

    fill(300, coming=0.5)
    return _visit(visitor, address)


def _data(visitor):
    """Ask data, API and feeds."""
    from crowd_registers import fill

    from tests.open_data import hostile_requests

    fill(300)
    return _visit(visitor, hostile_requests.address)


def _visit(visitor, address_of):
    def attempt(draw):
        address = address_of(draw)
        response = visitor.get(address)
        if response.streaming:
            response.getvalue()
        return response.status_code, address

    return attempt


def _proposals(visitor):
    """Post forms to each step of a proposal, which begins anew now and then."""
    from tests import builders
    from tests.agenda import hostile_proposals, proposers

    for name, code in {"Lens": "62300", "Fouquières-lès-Lens": "62740", "Liévin": "62800"}.items():
        builders.commune(name, postal_codes=code)
    drafts = []

    def attempt(draw):
        if not drafts or draw.random() < 0.01:
            drafts[:] = [proposers.fill_in(visitor)]
        return hostile_proposals.attack(visitor, drafts[0], draw), "un formulaire"

    return attempt


if __name__ == "__main__":
    sys.exit(main())
