from django.core.management.base import BaseCommand

from pma_site.core.locks import exclusive
from projects.confirming import keep_up


class Command(BaseCommand):
    help = (
        "Confirmation annuelle d’Innov in Artois : ouvre ce qui est prévu, relance, retire de l’annuaire qui n’a pas"
        " répondu passé le délai. À lancer chaque nuit ; la relancer ne refait rien."
    )

    def handle(self, **options):
        with exclusive("keep_network") as held:
            if not held:
                self.stdout.write("Une autre exécution est en cours : rien n’a été fait.")
                return
            night = keep_up(self.stdout.write)
        done = [
            (night.asked, "message préparé", "messages préparés"),
            (night.reminded, "relance préparée", "relances préparées"),
            (night.withdrawn, "membre retiré de l’annuaire", "membres retirés de l’annuaire"),
        ]
        said = [f"{number} {many if number > 1 else one}" for number, one, many in done if number]
        self.stdout.write(f"{', '.join(said)}." if said else "Rien à faire aujourd’hui.")
