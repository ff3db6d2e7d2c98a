from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from newsletter import ledger
from newsletter.delivery import taken_by_relay


class Command(BaseCommand):
    help = (
        "Règle le sort des lettres incertaines d’après le journal du relais (Postfix, ou tout journal qui cite les "
        "Message-ID) : celles qu’il a prises sont parties."
    )

    def add_arguments(self, parser):
        parser.add_argument("journal", help="fichier du journal")
        parser.add_argument(
            "--complet",
            action="store_true",
            help="le journal couvre tout l’envoi : les lettres qu’il ne connaît pas seront envoyées à nouveau",
        )

    def handle(self, journal, complet=False, **options):
        try:
            with Path(journal).open(encoding="utf-8", errors="replace") as lines:
                taken = taken_by_relay(lines)
        except OSError as error:
            raise CommandError(f"Le journal ne se lit pas : {error.strerror}.") from error
        left, again, uncertain = ledger.settle_from_log(taken, complete=complet)
        self.stdout.write(f"Lettres que le journal dit prises : {len(taken)}.")
        self.stdout.write(f"Incertaines réglées : {left} parties, {again} à envoyer à nouveau, {uncertain} encore.")
