from django.core.management.base import BaseCommand, CommandError

from pma_site.core.refusals import Refused
from pma_site.readers.privacy import object_person


class Command(BaseCommand):
    help = "N’écrire plus jamais à une adresse, même si un fichier importé la ramène (droit d’opposition)."

    def add_arguments(self, parser):
        parser.add_argument("adresse")

    def handle(self, adresse, **options):
        try:
            objection = object_person(adresse)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(objection.in_words)
