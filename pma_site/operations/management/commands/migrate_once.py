from django.core.management.base import BaseCommand, CommandError

from pma_site.core.typography import french_text
from pma_site.operations.migrating import StillMigratingError, migrate_once


class Command(BaseCommand):
    help = (
        "Met la base à niveau sous un verrou : de plusieurs machines lancées ensemble, une seule le fait, les autres"
        " l’attendent. À lancer avant de démarrer une nouvelle version."
    )
    # The database may not have its tables yet.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--wait", type=int, default=1800, metavar="SECONDES", help="attente d’une autre machine (1800)"
        )

    def handle(self, wait=1800, **options):
        try:
            count = migrate_once(wait, self._say)
        except StillMigratingError as error:
            raise CommandError("Une autre machine met encore la base à niveau : rien n’a été fait.") from error
        plural = "s" if count > 1 else ""
        applied = f"{count} migration{plural} appliquée{plural}, calendriers et recherche refaits."
        self._say(applied if count else "Base de données à jour : rien à faire.")

    def _say(self, words):
        self.stdout.write(french_text(words))
