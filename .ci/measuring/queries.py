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

# No answer takes more seconds than that.
SLOWEST = 2


def main() -> int:
    """Ask for them all on a throwaway site; return 1 if anything failed."""
    parser = argparse.ArgumentParser(prog="make torture-queries", description='S’emploie ainsi : ARGS="--number 500".')
    parser.add_argument(
        "--of",
        choices=["agenda", "data", "proposals", "everything"],
        default="agenda",
        help="ce qui est demandé (agenda)",
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
    attempt = {"agenda": _agenda, "data": _data, "proposals": _proposals, "everything": _everything}[of](visitor)
    answers, slowest, start = Counter(), (0, ""), time.monotonic()
    for place in range(number):
        # The processor's time: what else runs on the machine makes no request slow.
        asked_at = time.process_time()
        status, what = attempt(Random(seed * 10**6 + place))  # noqa: S311
        slowest = max(slowest, (time.process_time() - asked_at, what))
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
    return int(faults > 0 or slowest[0] > SLOWEST)


def _everything(visitor):
    """Send what no browser sends to every address of the resolver; a trace that shows counts as a fault."""
    from django.test import Client

    from tests import builders, contents, hostile_requests

    contents.full_issue(1), contents.full_event(1), contents.full_edition(1), contents.full_member(1)
    for build in (builders.image, builders.office, builders.call, builders.application, builders.synonym):
        build()
    chief, account = Client(raise_request_exception=False), builders.administrator()
    chief.force_login(account)
    state = {"count": 0}

    def attempt(draw):
        state["count"] += 1
        if state["count"] % 500 == 0:
            # A hostile request may have ended the session, or closed the account.
            type(account).objects.filter(pk=account.pk).update(is_active=True, is_superuser=True)
            chief.force_login(account)
        status, trace, what = hostile_requests.attack(chief if draw.random() < 0.4 else visitor, draw)
        return (599, f"TRACE {what}") if trace else (status, what)

    return attempt


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
