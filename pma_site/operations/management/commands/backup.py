from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pma_site.core import pulses
from pma_site.core.faults import told
from pma_site.core.refusals import Refused
from pma_site.core.typography import french_text
from pma_site.operations.backups import making


class Command(BaseCommand):
    help = (
        "Sauvegarde tout le site pendant qu’il sert, base de données et fichiers, dans une seule archive (BACKUP_ROOT),"
        " et supprime les archives trop vieilles, sauf les trois dernières."
    )

    def add_arguments(self, parser):
        parser.add_argument("--output", type=Path, metavar="DOSSIER", help="un autre dossier que BACKUP_ROOT")
        parser.add_argument(
            "--keep-days", type=int, metavar="JOURS", help="âge auquel une archive est supprimée (BACKUP_DAYS)"
        )

    def handle(self, output=None, keep_days=None, **options):
        days = settings.BACKUP_DAYS if keep_days is None else keep_days
        try:
            with pulses.running(pulses.BACKUP) as words:
                made = making.make(output, self._say)
                words.append(f"{made.path.name}, {made.size >> 20} Mo")
        except Refused as refusal:
            raise CommandError(french_text(str(refusal))) from refusal
        except OSError as error:
            why = told(error) or f"{error.strerror}."
            raise CommandError(french_text(f"La sauvegarde n’a pas pu être écrite. {why}")) from error
        self._say(making.described(made))
        for path in making.forget(days, output):
            self._say(f"Supprimée, plus de {days} jours : {path.name}.")

    def _say(self, words):
        self.stdout.write(french_text(words))
