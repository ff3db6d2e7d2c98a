from django.core.management.base import BaseCommand, CommandError

from pma_site.core.refusals import Refused
from pma_site.readers.knowledge import known_of, other_addresses
from pma_site.readers.privacy import erase_person


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
            others = other_addresses(adresse)
            done = erase_person(adresse, name=nom)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        for line in done.in_words:
            self.stdout.write(line)
        for place in done.left:
            self.stdout.write(f"À voir : {place.what} ; {place.why}. {place.address}".rstrip())
        self._check([adresse, *others], done)

    def _confirmed(self, address, name):
        for line in known_of(address, name=name).in_words:
            self.stdout.write(line)
        return input("Effacer ? Tapez « oui » : ").strip().lower() == "oui"

    def _check(self, addresses, done):
        known = [known_of(address) for address in addresses]
        left = sorted({table for each in known for table in each.still_there})
        if left:
            raise CommandError(f"L’adresse se lit encore : {', '.join(left)}.")
        unread = max(len(each.unread) for each in known)
        where = "que là où c’est dit ci-dessus" if done.left or done.kept else "nulle part"
        self.stdout.write(f"Vérifié : l’adresse ne se lit plus {where}.")
        if unread:
            plural = "s" if unread > 1 else ""
            self.stdout.write(f"{unread} fichier{plural} n’{'ont' if unread > 1 else 'a'} pas pu être lu{plural}.")
