"""signups: thousands of hostile sign-ups, several at once, on a throwaway copy of the site; fails if one gets through.

On SQLite, or on PostgreSQL where DATABASE_URL names a server. Nothing leaves the machine.
"""

import argparse
import logging
import os
import random
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import django

VICTIM = "victime@ville.example"
# One attempt in so many is a person who wants the letter.
PEOPLE = 250


def arguments() -> argparse.Namespace:
    """Read how many, how many at once, and from which draw, from the command line."""
    parser = argparse.ArgumentParser(prog="make torture-signups", description='S’emploie ainsi : ARGS="--number 500".')
    parser.add_argument("--number", type=int, default=10_000, help="inscriptions hostiles (10 000)")
    parser.add_argument("--threads", type=int, default=4, help="à la fois (4)")
    parser.add_argument("--seed", type=int, default=1, help="tirage (1)")
    return parser.parse_args()


def main() -> int:
    """Post them all, let the worker send, and print what came of it; return 1 if anything got through."""
    asked = arguments()
    os.environ["DJANGO_SETTINGS_MODULE"] = "pma_site.settings.test"
    django.setup()
    from django.conf import settings

    with TemporaryDirectory(prefix="pma-signups-") as folder:
        settings.MEDIA_ROOT = Path(folder) / "media"
        from tests.databases import TestDatabase

        database = TestDatabase(settings.MEDIA_ROOT)
        database.renew("empty")
        try:
            return attack(asked)
        finally:
            database.remove()


def attack(asked: argparse.Namespace) -> int:
    """Run the attack on the database at hand."""
    from django.db import connection, connections
    from django.test import Client
    from django.test.utils import setup_test_environment

    from pma_site.core.mail_addresses import mailbox
    from pma_site.readers.models import Recipient
    from tests.readers import hostile, steps

    setup_test_environment()
    # Every refusal would be a line.
    logging.disable(logging.WARNING)
    hidden = steps.shown(Client())

    def attempt(number):
        try:
            if number % PEOPLE == 0:
                visitor = Client(REMOTE_ADDR=f"100.{number // PEOPLE}.0.9", raise_request_exception=False)
                return "person", visitor.post(steps.FORM, {**hidden, "email": f"p{number}@ville.example"}).status_code
            sign_up = hostile.sign_up(random.Random(asked.seed * 10**6 + number), VICTIM)  # noqa: S311
            visitor = Client(REMOTE_ADDR=sign_up.network, raise_request_exception=False)
            return "hostile", visitor.post(steps.FORM, sign_up.values(hidden)).status_code
        finally:
            connections.close_all()

    start = time.monotonic()
    with ThreadPoolExecutor(asked.threads) as pool:
        answers = Counter(pool.map(attempt, range(asked.number)))
    taken = time.monotonic() - start
    messages = steps.delivered()
    boxes = Counter(mailbox(message.to[0]) for message in messages)
    people = {f"p{number}@ville.example" for number in range(0, asked.number, PEOPLE)}
    client = Client()
    for message in messages:
        if message.to[0] in people:
            client.post(steps.button(message))
    through = steps.receives()
    faults = sum(count for (_, status), count in answers.items() if status >= 500)
    several = {box: count for box, count in boxes.items() if count > 1}
    smuggled = [message for message in messages if len(message.recipients()) != 1]
    print(f"Base : {connection.vendor}. {asked.number} inscriptions, {asked.threads} à la fois, en {taken:.0f} s.")
    for (kind, status), count in sorted(answers.items()):
        print(f"  {'personnes' if kind == 'person' else 'programmes'}, réponse {status} : {count}")
    print(f"Adresses notées : {Recipient.objects.count()}. Messages : {len(messages)}, à {len(boxes)} boîtes.")
    print(f"Boîtes qui en ont reçu plus d’un : {len(several)}. La boîte visée en a reçu {boxes[mailbox(VICTIM)]}.")
    print(f"Messages à plusieurs destinataires : {len(smuggled)}. Fautes du serveur : {faults}.")
    print(f"Personnes abonnées : {len(through & people)} sur {len(people)}. Autres abonnés : {len(through - people)}.")
    return int(bool(faults or several or smuggled or through != people or boxes[mailbox(VICTIM)] != 1))


if __name__ == "__main__":
    sys.exit(main())
