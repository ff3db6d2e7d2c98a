from django.core.management.base import BaseCommand

from pma_site.core.processing_register import as_markdown, register


class Command(BaseCommand):
    help = "Écrit le registre des traitements (RGPD, article 30) en Markdown, d’après les règles que le site applique."

    def handle(self, **options):
        self.stdout.write(as_markdown(register()), ending="")
