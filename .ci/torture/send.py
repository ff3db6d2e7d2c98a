"""send [sqlite] [postgresql] [--recipients N] [--kills N]: the sending of an issue under torture, with its figures.

Workers are processes that are really killed (SIGKILL), the relay is a real SMTP server on this machine, PostgreSQL
really crashes. It ends with an error if anything got a letter twice, or was lost without being listed.
"""

import argparse
import json
import os
import random
import re
import signal
import socket
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import django
import letters
from workers import close_connections, end, fork, memory, mutant_work, take_and_wait, tortured_work, work

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
# Seconds after which a trial that has not ended has failed.
PATIENCE = 1200
FAILED = []


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("databases", nargs="*", default=[])
    parser.add_argument("--recipients", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=200)
    options = parser.parse_args()
    for database in options.databases or ["sqlite", "postgresql"]:
        # Django speaks to one database in the life of a process.
        pid = os.fork()
        if pid == 0:
            torture(database, options)
            sys.stdout.flush()
            os._exit(1 if FAILED else 0)
        if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]):
            FAILED.append(database)
    print("\nÉCHEC : " + ", ".join(FAILED) if FAILED else "\nTout est tenu.")
    sys.exit(bool(FAILED))


def check(held, words):
    """Print a verdict, and remember a bad one."""
    print(f"  {'tenu ' if held else 'ÉCHEC'}  {words}", flush=True)
    if not held:
        FAILED.append(words)


def torture(database, options):
    print(f"\n== {database} ==", flush=True)
    server = None
    if database == "postgresql":
        from server import Server

        server = Server()
        os.environ["DATABASE_URL"] = server.url
    else:
        os.environ.pop("DATABASE_URL", None)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        os.environ["TORTURE_PORT"] = str(free.getsockname()[1])
    os.environ["DJANGO_SETTINGS_MODULE"] = "torture_settings"
    sys.path[:0] = [str(HERE), str(ROOT)]
    django.setup()
    from django.conf import settings

    with tempfile.TemporaryDirectory(prefix="pma-torture-") as folder:
        settings.MEDIA_ROOT = Path(folder) / "media"
        from tests.databases import TestDatabase

        base = TestDatabase(settings.MEDIA_ROOT)
        base.renew("demo")
        try:
            trials = Trials(Path(folder), server)
            trials.throughput(options.recipients)
            trials.mayhem(options.recipients, options.kills)
            trials.race(1000)
            trials.mutants(400)
            trials.resumption()
        finally:
            base.remove()
            if server:
                server.remove()


class Trials:
    """The trials, each with an issue, readers and a relay of its own."""

    def __init__(self, folder, server):
        from tests import builders

        self.folder, self.server = folder, server
        self.sender = builders.administrator()
        self.number = 100
        letters.let_letters_leave(self.sender)

    def relay(self, mode):
        """A relay that lives as long as the block; yields its log."""
        return letters.relay(os.environ["TORTURE_PORT"], self.folder / f"{mode}-{self.number}.log", mode)

    def wait(self, sending):
        """Wait until nothing of a sending may still leave; what takes too long is a failure, and ends the torture."""
        end_at = time.monotonic() + PATIENCE
        while not letters.settled(sending):
            time.sleep(0.2)
            self.give_up_after(end_at)

    def give_up_after(self, moment):
        if time.monotonic() > moment:
            check(False, f"rien n’avance plus depuis {PATIENCE} secondes")
            raise SystemExit(1)

    def prepared(self, count, issue=None):
        """Confirm a sending to `count` new subscribers, which starts at once."""
        from newsletter.models import IssuePage
        from pma_site.readers.models import Recipient
        from tests import builders

        self.number += 1
        Recipient.objects.all().delete()
        letters.subscribe(count, f"serie{self.number}.example")
        issue = IssuePage.objects.get(number=issue) if issue else builders.issue(number=self.number)
        return letters.prepared(issue, self.sender)

    def throughput(self, count):
        """One worker, no fault: how fast, how heavy, and every message read."""
        from pma_site.core.choices import OutgoingState
        from pma_site.readers import subscriptions
        from pma_site.readers.models import Notice, Recipient

        print(f"Débit : {count} lettres du numéro 9, un agent", flush=True)
        with self.relay("inspect") as log:
            sending = self.prepared(count, issue=9)
            started, sizes, asked, answered = time.monotonic(), [], 0, None
            worker = fork(work)
            while not letters.settled(sending):
                time.sleep(1)
                sizes.append(memory(worker))
                if not asked and time.monotonic() - started > 5:
                    asked = time.monotonic()
                    subscriptions.ask("quelquun@ailleurs.example", None, "/abonnement/")
                if asked and not answered and Notice.objects.filter(state=OutgoingState.ACCEPTED).exists():
                    answered = time.monotonic()
                self.give_up_after(started + PATIENCE)
            span = time.monotonic() - started
            end(worker, signal.SIGTERM)
        early, late = sizes[len(sizes) // 5], max(sizes[-5:])
        print(f"  {count / span:.0f} lettres par seconde, mémoire {early} Mo puis {late} Mo", flush=True)
        check(span <= 600, f"5 000 lettres en 10 minutes au plus : {span * 5000 / count:.0f} s")
        check(late - early <= 15, "mémoire plate")
        waited = answered - asked if answered else None
        check(
            waited is not None and waited <= 30,
            f"une confirmation demandée pendant l’envoi part en {waited or 0:.0f} s",
        )
        seen = [json.loads(line[5:]) for line in log.read_text().splitlines() if line.startswith("seen ")]
        # The test to oneself and the confirmation are no letters of the sending.
        seen = [one for one in seen if one["to"].endswith(f"@serie{self.number}.example")]
        owners = dict(Recipient.objects.values_list("email", "code"))
        wrong = Counter(fault for one in seen for fault in one["wrong"])
        check(not wrong, f"chaque message lu : {dict(wrong) or 'deux parties, liens absolus, adresse = enveloppe'}")
        check(all(owners[one["to"]] == one["code"] for one in seen), "le jeton est celui du destinataire")
        check(len(seen) == count == len({one["to"] for one in seen}), f"{len(seen)} lettres pour {count} personnes")
        print(f"  la plus lourde : {max(one['size'] for one in seen) / 1000:.1f} ko", flush=True)

    def mayhem(self, count, kills):
        """Two workers killed again and again, a relay that fails in every way, a database that crashes."""
        from newsletter import ledger
        from newsletter.delivery import taken_by_relay
        from newsletter.models import Delivery, Sending
        from pma_site.core.choices import OutgoingState

        print(f"Torture : {count} lettres, 2 agents, {kills} morts subites au moins", flush=True)
        chance, done, crashes, pauses = random.Random(7), 0, 0, 0  # noqa: S311 - repeatable on purpose
        with self.relay("faults") as log:
            sending = self.prepared(count)
            started = time.monotonic()
            workers = [fork(tortured_work), fork(tortured_work)]
            while not letters.settled(sending):
                self.give_up_after(started + PATIENCE)
                time.sleep(chance.uniform(0.1, 1.1))
                if done < kills or chance.random() < 0.1:
                    victim = chance.randrange(2)
                    end(workers[victim], signal.SIGKILL)
                    workers[victim] = fork(tortured_work)
                    done += 1
                if self.server and crashes < 4 and done > (crashes + 1) * kills / 5:
                    close_connections()
                    self.server.crash()
                    time.sleep(1)
                    self.server.start()
                    crashes += 1
                paused = Sending.objects.filter(pk=sending.pk).exclude(paused_at=None).first()
                if paused:
                    ledger.resume(paused, self.sender)
                    pauses += 1
            for worker in workers:
                end(worker, signal.SIGTERM)
            span = time.monotonic() - started
            lines = log.read_text().splitlines()
            cuts = sum(line.startswith(("cut", "hang")) for line in lines)
            states = Counter(Delivery.objects.filter(sending=sending).values_list("state", flat=True))
            uncertain = states[OutgoingState.UNKNOWN]
            became = ", ".join(f"{OutgoingState(state).label} {number}" for state, number in sorted(states.items()))
            print(f"  {span:.0f} s, {done} morts, {crashes} arrêts de la base, {cuts} coupures et blocages du relais, ")
            print(f"  {pauses} pauses ; {became}", flush=True)
            check(done >= kills, f"{done} morts subites")
            check(uncertain <= done + cuts + crashes, f"{uncertain} incertaines pour {done + cuts + crashes} accidents")
            self.count_once(sending, log, "avant réconciliation")
            # What the relay's log says, then the rest without torture.
            keys = ledger.uncertain(sending)
            left, again, still = ledger.settle_from_log(sending, keys, taken_by_relay(lines), complete=True)
            print(f"  journal du relais : {left} parties, {again} renvoyées, {still} encore incertaines", flush=True)
            # The relay goes on failing: what it cuts now is settled in the same way, until nothing is uncertain.
            while still or again or ledger.uncertain(sending):
                worker = fork(tortured_work)
                self.wait(sending)
                end(worker, signal.SIGTERM)
                keys, lines = ledger.uncertain(sending), log.read_text().splitlines()
                _, again, still = ledger.settle_from_log(sending, keys, taken_by_relay(lines), complete=True)
            self.count_once(sending, log, "après réconciliation", complete=True)

    def count_once(self, sending, log, when, complete=False):
        """Compare the ledger with what the relay took: nobody twice, nobody forgotten."""
        from newsletter.models import Delivery
        from pma_site.core.choices import OutgoingState

        domain = f"@serie{self.number}.example"
        took = Counter(re.findall(r"to=(\S+) accepted", log.read_text()))
        took = {address: number for address, number in took.items() if address.endswith(domain)}
        doubles = [address for address, number in took.items() if number > 1]
        check(not doubles, f"{when} : {len(doubles)} lettres reçues deux fois")
        rows = dict(Delivery.objects.filter(sending=sending).values_list("email", "state"))
        silent = [
            address
            for address, state in rows.items()
            if (state == OutgoingState.ACCEPTED) != (address in took) and state != OutgoingState.UNKNOWN
        ]
        check(not silent, f"{when} : {len(silent)} pertes ou mensonges silencieux")
        if complete:
            refused = {address for address, state in rows.items() if state == OutgoingState.REFUSED}
            missing = set(rows) - set(took) - refused
            check(not missing, f"{when} : chacun sa lettre, sauf {len(refused)} adresses refusées par le relais")

    def race(self, count):
        """Four workers at once."""
        print(f"Course : {count} lettres, 4 agents", flush=True)
        with self.relay("plain") as log:
            sending = self.prepared(count)
            workers = [fork(tortured_work) for _ in range(4)]
            self.wait(sending)
            for worker in workers:
                end(worker, signal.SIGTERM)
            self.count_once(sending, log, "à quatre", complete=True)

    def mutants(self, count):
        """The same race with the condition of the claim taken out of the code: it must be seen."""
        print(f"Mutant : {count} lettres, 4 agents qui prennent sans condition", flush=True)
        with self.relay("plain") as log:
            sending = self.prepared(count)
            workers = [fork(mutant_work) for _ in range(4)]
            limit = time.monotonic() + 30
            # What these workers do to a row may leave it in their hands for ever.
            while not letters.settled(sending) and time.monotonic() < limit:
                time.sleep(0.2)
            for worker in workers:
                end(worker, signal.SIGKILL)
            sending.deliveries.unfinished().delete()
            took = Counter(re.findall(r"to=(\S+) accepted", log.read_text()))
            doubles = sum(number > 1 for number in took.values())
            check(doubles > 0, f"sans la condition, {doubles} lettres partent deux fois : les essais le verraient")

    def resumption(self):
        """A worker dies with a letter in its hands; with the real lease, another takes it within a minute."""
        print("Reprise : un agent meurt avec une lettre en main, durées réelles", flush=True)
        with self.relay("plain"):
            sending = self.prepared(1)
            end(fork(take_and_wait), signal.SIGKILL, after=3)
            died = time.monotonic()
            worker = fork(work)
            while not letters.settled(sending) and time.monotonic() - died < 90:
                time.sleep(0.2)
            span = time.monotonic() - died
            end(worker, signal.SIGTERM)
            check(span <= 60, f"reprise en {span:.0f} s")


if __name__ == "__main__":
    main()
