from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pma_site.core.refusals import Refused
from pma_site.core.typography import french_text
from pma_site.operations.backups import databases, making, restoring


class Command(BaseCommand):
    help = (
        "Remet une sauvegarde en place, base de données et fichiers, et compare tout avec elle. Rien n’est touché si"
        " elle est incomplète ou d’un autre site. Le site restauré n’envoie rien avant qu’une personne le confirme."
    )
    # The database may not exist yet.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("archive", type=Path)
        parser.add_argument("--verify", action="store_true", help="lit et vérifie l’archive, sans rien restaurer")
        parser.add_argument(
            "--replace", action="store_true", help="remplace ce qui est là, après l’avoir lui-même sauvegardé"
        )
        parser.add_argument(
            "--journal", type=Path, action="append", default=[], help="journal des refus d’une autre machine"
        )
        parser.add_argument(
            "--without-refusal-key", action="store_true", help="la clé d’origine est perdue, et les refus avec elle"
        )

    def handle(self, archive, verify=False, replace=False, journal=(), without_refusal_key=False, **options):
        try:
            if verify:
                manifest = restoring.verify(archive)
                rows = sum(count for count, _ in manifest.tables.values())
                self._say(f"Sauvegarde entière : {len(manifest.tables)} tables, {rows} lignes.")
                return
            if replace and not databases.is_empty():
                restoring.verify(archive)
                self._say(f"Ce qui est là est gardé : {making.described(making.make())}")
            done = restoring.restore(
                archive, replace=replace, other_key=without_refusal_key, journals=journal, tell=self._say
            )
        except Refused as refusal:
            raise CommandError(french_text(str(refusal))) from refusal
        for words in done.after:
            self._say(words)
        self._say("Restauration terminée. Redémarrez le site et ce qui tourne avec lui.")

    def _say(self, words):
        self.stdout.write(french_text(words))
