from django.core.management.base import BaseCommand, CommandError

from pma_site.core.missing_pictures import make_missing
from pma_site.core.typography import french_text


class Command(BaseCommand):
    help = "Refait les tailles et les formats des images qui n’en ont pas, ou dont des fichiers ont été perdus."

    def handle(self, **options):
        made, failed = make_missing(lambda words: self.stderr.write(french_text(words)))
        self.stdout.write(french_text(f"Images refaites : {made}."))
        if failed:
            raise CommandError(french_text(f"Images sans original lisible : {failed}."))
