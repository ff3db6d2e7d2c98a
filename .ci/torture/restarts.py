"""restarts [--clients N] [--crashes N]: readers subscribe while PostgreSQL is cut off again and again, with figures.

It ends with an error if a form that was acknowledged is not there, if one is there by half, if an answer is neither an
acknowledgement nor a clear 503, or if the site takes more than ten seconds to come back.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import django
from machine import Crowd, Machine, Visitor, check, prepare, verdict
from server import Server

FORM, THANKS = "/abonnement/", 302
# Seconds between two cuts, and how long the server is away.
BETWEEN, AWAY, PATIENCE = 5, 1.5, 10


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--crashes", type=int, default=10)
    asked = parser.parse_args()
    database = Server()
    machine = None
    try:
        with tempfile.TemporaryDirectory(prefix="pma-restarts-") as folder:
            prepare(Path(folder), DATABASE_URL=database.url)
            django.setup()
            from django.core.management import call_command

            print("Préparation de la base…", flush=True)
            call_command("migrate_once")
            machine = Machine()
            torture(machine, database, asked)
            machine.stop()
    finally:
        if machine:
            machine.stop()
        database.remove()
    sys.exit(verdict())


class Clients(Crowd):
    """Those who subscribe without end, and what they were answered."""

    def __init__(self, port, count):
        super().__init__(port, count)
        self.unclear, self.last_good = [], time.monotonic()

    def visit(self, number):
        visitor, count = Visitor(self.port, number), 0
        while not self.stopping.is_set():
            count += 1
            address = f"client{number}-{count}@ville.example"
            try:
                status, page = visitor.post(FORM, self.hidden | {"email": address})
            except OSError as error:
                status, page = type(error).__name__, ""
            with self.lock:
                self.answers[status] += 1
                if status == THANKS:
                    self.acknowledged.append(address)
                    self.last_good = time.monotonic()
                elif status != 503 or "Nous ne pouvons pas confirmer" not in page:
                    self.unclear.append((status, page[:200]))
            if status != THANKS:
                time.sleep(0.2)


def torture(machine, database, asked):
    clients = Clients(machine.port, asked.clients)
    clients.start()
    time.sleep(2)
    back = []
    for number in range(asked.crashes):
        time.sleep(BETWEEN)
        database.crash()
        time.sleep(AWAY)
        database.start()
        up = time.monotonic()
        while clients.last_good < up and time.monotonic() - up < 60:
            time.sleep(0.01)
        back.append(time.monotonic() - up)
        print(f"  coupure {number + 1} : de nouveau enregistré après {back[-1]:.1f} s", flush=True)
    time.sleep(BETWEEN)
    clients.stop()
    judge(clients, back)


def judge(clients, back):
    from django.db import connection

    from pma_site.readers.models import Consent, Notice, Recipient, Subscription

    connection.close()
    known = set(Recipient.objects.values_list("email", flat=True))
    lost = [address for address in clients.acknowledged if address not in known]
    parts = [set(model.objects.values_list("recipient__email", flat=True)) for model in (Subscription, Consent, Notice)]
    halves = [address for address in known if not all(address in part for part in parts)]
    print(f"  réponses : {dict(clients.answers)}")
    check(len(clients.acknowledged) > 0, f"{len(clients.acknowledged)} formulaires confirmés à leur auteur")
    check(not lost, f"{len(lost)} d’entre eux manquent en base")
    check(not halves, f"{len(halves)} enregistrements à moitié, sur {len(known)}")
    check(not clients.unclear, f"{len(clients.unclear)} réponses autres que « c’est fait » et qu’un 503 clair")
    for status, page in clients.unclear[:3]:
        print(f"      {status} {page!r}")
    slowest = max(back, default=0)
    check(slowest <= PATIENCE, f"retour en {slowest:.1f} s au plus, après {len(back)} coupures")


main()
