from django.core.management.base import BaseCommand, CommandError

from pma_site.home.demo.loading import NotReady, load_demo
from pma_site.home.demo.records import CREATED, KEPT, SKIPPED


class Command(BaseCommand):
    help = "Charge le numéro 9 de la lettre et ses registres ; relancée, ne touche à rien de ce qui a été chargé."

    def handle(self, *args, **options):
        try:
            for label, count in load_demo():
                said = f"{label} : {count[CREATED]} {CREATED}, {count[KEPT]} {KEPT}"
                if count[SKIPPED]:
                    said += f", {count[SKIPPED]} {SKIPPED} (il leur manque une fiche supprimée)"
                self.stdout.write(f"{said}.")
        except NotReady as error:
            raise CommandError(str(error)) from error
