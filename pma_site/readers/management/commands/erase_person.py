from django.core.management.base import BaseCommand, CommandError

from pma_site.core.refusals import Refused
from pma_site.readers.privacy import erase_person, known_of


class Command(BaseCommand):
    help = (
        "Efface une personne, d’après son adresse électronique, de toutes les tables, des versions, de la recherche et"
        " des fichiers ; dit ce qui reste et pourquoi (droit à l’effacement)."
    )

    def add_arguments(self, parser):
        parser.add_argument("adresse")
        parser.add_argument("--nom", default="", help="prénom et nom : les pages où ils se lisent sont signalées")
        parser.add_argument("--yes", action="store_true", help="sans demander confirmation")

    def handle(self, adresse, nom="", yes=False, **options):
        try:
            if not yes and not self._confirmed(adresse, nom):
                self.stdout.write("Rien n’a été effacé.")
                return
            done = erase_person(adresse, name=nom)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        for line in done.in_words:
            self.stdout.write(line)
        for place in done.left:
            self.stdout.write(f"À voir : {place.what} ; {place.why}. {place.address}".rstrip())
        self._check(adresse)

    def _confirmed(self, address, name):
        for line in known_of(address, name=name).in_words:
            self.stdout.write(line)
        return input("Effacer ? Tapez « oui » : ").strip().lower() == "oui"

    def _check(self, address):
        left = known_of(address).still_there
        if left:
            raise CommandError(f"L’adresse se lit encore : {', '.join(left)}.")
        self.stdout.write("Vérifié : l’adresse ne se lit plus nulle part ailleurs.")
