import os
import signal
import threading
import time
from collections import Counter

from django.core.management.base import BaseCommand

from newsletter import delivery
from pma_site.core import mail
from pma_site.core.mail import Result

WORDS = {
    Result.ACCEPTED: "remis au relais",
    Result.REFUSED: "refusés",
    Result.LATER: "à réessayer",
    Result.UNKNOWN: "incertains",
    Result.LOST: "retenus",
    Result.FAULT: "empêchés",
}
# Seconds between two lines of progress.
EVERY = 10
# How much letters yield to what answers visits, where the machine is short of processor (nice(2): 0 to 19).
NICENESS = 15


class Command(BaseCommand):
    help = (
        "Envoie ce qui est à envoyer : les messages demandés par les lecteurs, ceux qui répondent aux propositions, "
        "puis les lettres des envois confirmés. "
        "Plusieurs exemplaires peuvent tourner à la fois, et chacun peut être arrêté à tout moment."
    )

    def add_arguments(self, parser):
        parser.add_argument("--forever", action="store_true", help="continue jusqu’à ce qu’on l’arrête (make worker)")

    def handle(self, forever=False, **options):
        self.told = time.monotonic()
        self.stdout.write(f"Transport : {mail.description()}.")
        if not mail.is_local() and not mail.is_confirmed():
            self.stdout.write("Il n’est pas confirmé (page « Messagerie » de l’administration) : rien ne part.")
        if forever:
            self._work()
            return
        asked, contributions, letters = delivery.send_due(self._progress)
        self.stdout.write(f"Messages demandés par des lecteurs : {_counted(asked)}.")
        self.stdout.write(f"Messages sur ce qui a été proposé ou répondu : {_counted(contributions)}.")
        self.stdout.write(f"Lettres : {_counted(letters)}.")

    def _work(self):
        stopping = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stopping.set())
        os.nice(NICENESS)
        self.stdout.write("Au travail. Pour arrêter : Ctrl-C ; la lettre en cours est terminée d’abord.")
        delivery.work(stopping, self._progress)
        self.stdout.write("Arrêté.")

    def _progress(self, done):
        if time.monotonic() - self.told > EVERY:
            self.told = time.monotonic()
            self.stdout.write(f"{_counted(done)}…")


def _counted(done: Counter) -> str:
    return ", ".join(f"{done[result]} {words}" for result, words in WORDS.items() if done[result]) or "aucun"
