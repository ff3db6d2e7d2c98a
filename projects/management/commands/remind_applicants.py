"""Reminds those who began an application to the label, once, in the last week of the call."""

from django.core.management.base import BaseCommand

from projects.applying import reminding


class Command(BaseCommand):
    help = "Rappelle une fois, la dernière semaine de l’appel, les dossiers du label commencés et non déposés."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="compte seulement")

    def handle(self, *args, dry_run, **options):
        if dry_run:
            self.stdout.write(f"Dossiers à rappeler : {reminding.to_remind().count()}.")
            return
        self.stdout.write(f"Rappels prêts à partir : {reminding.remind_all()}.")
