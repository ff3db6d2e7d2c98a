"""applications: thousands of hostile requests to the applications to the label, among people who apply.

Fails at a fault of the server, where a person's file is not as they typed it, where what victims had has changed, where
one of their words or files came out, and where a file is lost or belongs to nobody. On SQLite, or on PostgreSQL where
DATABASE_URL names a server.
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

# One request in so many is a person who applies.
PEOPLE = 250


def main() -> int:
    """Send them all to a throwaway site; return 1 if anything got through."""
    parser = argparse.ArgumentParser(
        prog="make torture-applications", description='S’emploie ainsi : ARGS="--number 500".'
    )
    parser.add_argument("--number", type=int, default=10_000, help="demandes hostiles (10 000)")
    parser.add_argument("--seed", type=int, default=1, help="tirage (1)")
    asked = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "pma_site.settings.test"
    django.setup()
    from django.conf import settings

    with TemporaryDirectory(prefix="pma-applications-") as folder:
        settings.MEDIA_ROOT, settings.PRIVATE_ROOT = Path(folder) / "media", Path(folder) / "private"
        from tests.databases import TestDatabase

        database = TestDatabase(settings.MEDIA_ROOT)
        database.renew("empty")
        try:
            return attack(asked.number, asked.seed)
        finally:
            database.remove()


def attack(number: int, seed: int) -> int:
    """Send so many requests to the database at hand, and print what came of them."""
    from django.db import connection
    from django.test.utils import setup_test_environment

    from tests.projects.hostile_applications import Stage, harm

    setup_test_environment()
    # Every refusal would be a line.
    logging.disable(logging.ERROR)
    stage, people, slowest, start = Stage(), [], (0, ""), time.monotonic()
    for place in range(number):
        asked_at = time.monotonic()
        address, status = stage.play(Random(seed * 10**6 + place))  # noqa: S311
        slowest = max(slowest, (time.monotonic() - asked_at, address))
        if status >= 500:
            print(f"  tirage {place}, {status} : {address[:300]!a}", flush=True)
        if place % PEOPLE == 0:
            people.append(stage.apply(place))
        if place and place % 1000 == 0:
            print(f"  {place} demandes…", flush=True)
    print(f"Base : {connection.vendor}. {number} demandes en {time.monotonic() - start:.0f} s.")
    for status, count in sorted(Counter(stage.answers).items()):
        print(f"  réponse {status} : {count}")
    found = harm(stage)
    print(f"La plus lente : {slowest[0] * 1000:.0f} ms, {slowest[1][:80]!a}.")
    print(f"Personnes dont le dossier est déposé tel quel : {sum(people)} sur {len(people)}.")
    for line in found[:20]:
        print(f"  {line}")
    print(f"Atteintes : {len(found)}.")
    return int(bool(found) or not all(people))


if __name__ == "__main__":
    sys.exit(main())
