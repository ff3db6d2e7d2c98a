from django.core.management.base import BaseCommand, CommandError

from pma_site.home.demo.loading import NotReadyError, load_demo
from pma_site.home.demo.records import CREATED, KEPT, SKIPPED


def _counted(number, noun):
    return f"{number} {noun}{'s' if number > 1 else ''}"


class Command(BaseCommand):
    help = "Charge le numéro 9 de la lettre et ses registres ; relancée, ne touche plus à ce qui fut chargé."

    def handle(self, *args, **options):
        try:
            for label, count in load_demo():
                created, kept, skipped = count[CREATED], count[KEPT], count[SKIPPED]
                said = f"{label} : {_counted(created, 'création')}, {_counted(kept, 'élément')} déjà là"
                if skipped:
                    said += f", {_counted(skipped, 'élément')} sans suite (fiche liée supprimée)"
                if options["verbosity"]:
                    self.stdout.write(f"{said}.")
        except NotReadyError as error:
            raise CommandError(str(error)) from error
