import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pma_site.core.faults import reason
from pma_site.core.refusals import Refused
from pma_site.readers.access import export_person


class Command(BaseCommand):
    help = "Écrit en JSON tout ce que le site sait d’une personne, d’après son adresse électronique (droit d’accès)."

    def add_arguments(self, parser):
        parser.add_argument("adresse")
        parser.add_argument("--nom", default="", help="prénom et nom, cherchés dans les textes")
        parser.add_argument("--output", type=Path, help="fichier à écrire, plutôt que la sortie standard")

    def handle(self, adresse, nom="", output=None, **options):
        try:
            export = export_person(adresse, name=nom)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        text = json.dumps(export, ensure_ascii=False, indent=2)
        if output is None:
            self.stdout.write(text)
            return
        try:
            # It holds what nobody else should read: never into a file that others may have open already.
            with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(f"{text}\n")
        except FileExistsError:
            raise CommandError(f"{output} existe déjà : choisissez un autre nom.") from None
        except OSError as error:
            raise CommandError(f"{output} ne s’écrit pas : {reason(error)}.") from error
        rows = sum(len(table["lignes"]) for entry in export["données"] for table in entry["tables"])
        self.stdout.write(f"{rows} ligne{'s' * (rows > 1)} écrite{'s' * (rows > 1)} dans {output}.")
