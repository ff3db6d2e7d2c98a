import signal
import threading

from django.core.management.base import BaseCommand

from pma_site.core import pulses
from pma_site.core.typography import french_text
from pma_site.operations import scheduling


class Command(BaseCommand):
    help = (
        "Lance à leur heure toutes les commandes régulières : publication prévue, relève du courrier, sauvegardes,"
        " nettoyages. Plusieurs machines peuvent le faire tourner : chaque commande n’est lancée que par l’une d’elles."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="lance ce qui est dû, puis s’arrête (pour un minuteur)")
        parser.add_argument("--list", action="store_true", help="dit ce qui est lancé, et quand")

    def handle(self, once=False, list=False, **options):  # noqa: A002 - the name of the option
        if list:
            for job in scheduling.JOBS:
                self._say(f"{job.command} : {job.rhythm}{'' if job.wanted() else ' (sans objet ici)'}.")
        elif once:
            pulses.beat(pulses.SCHEDULER)
            count = scheduling.run_due(tell=self._say)
            self._say(f"Commandes lancées : {count}.")
        else:
            stopping = threading.Event()
            for name in (signal.SIGINT, signal.SIGTERM):
                signal.signal(name, lambda *_: stopping.set())
            self._say("Au travail. Pour arrêter : Ctrl-C ; la commande en cours est terminée d’abord.")
            scheduling.run_for_ever(stopping, self._say)
            self._say("Arrêté.")

    def _say(self, words):
        self.stdout.write(french_text(words))
        self.stdout.flush()
