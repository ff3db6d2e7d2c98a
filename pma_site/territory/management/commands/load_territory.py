from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pma_site.territory.loading import (
    CREATED,
    DEFAULT_FILE,
    UNCHANGED,
    UPDATED,
    MalformedFileError,
    load_territory,
)


class Command(BaseCommand):
    help = "Charge les intercommunalités et leurs communes ; relancée, n’écrit que ce que le fichier a de neuf."

    def add_arguments(self, parser):
        parser.add_argument("--file", type=Path, default=DEFAULT_FILE, help="Un autre fichier CSV, aux mêmes colonnes.")

    def handle(self, *args, **options):
        try:
            counts = load_territory(options["file"])
        except MalformedFileError as error:
            raise CommandError(f"Territoire non chargé, {error}") from error
        for kind, count in counts.items() if options["verbosity"] else ():
            said = ", ".join(f"{count[outcome]} {outcome}" for outcome in (CREATED, UPDATED, UNCHANGED))
            self.stdout.write(f"{kind.capitalize()} : {said}.")
