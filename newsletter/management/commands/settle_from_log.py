from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from newsletter import ledger
from newsletter.delivery import taken_by_relay
from newsletter.models import Sending
from pma_site.core.faults import reason
from pma_site.core.french import counted
from pma_site.core.refusals import Refused


class Command(BaseCommand):
    help = (
        "Règle le sort des lettres incertaines d’un envoi d’après le journal du relais (Postfix, ou tout journal qui "
        "cite les Message-ID) : celles qu’il a prises sont parties."
    )

    def add_arguments(self, parser):
        parser.add_argument("envoi", type=int, help="numéro de l’envoi, tel que l’adresse de sa page le donne")
        parser.add_argument("journal", help="fichier du journal")
        parser.add_argument(
            "--complet",
            action="store_true",
            help="le journal couvre tout l’envoi : les lettres qu’il ne connaît pas seront envoyées à nouveau",
        )

    def handle(self, envoi, journal, complet=False, **options):
        sending = Sending.objects.filter(pk=envoi).first()
        if sending is None:
            raise CommandError(f"Il n’y a pas d’envoi {envoi}.")
        # Before the log is read: a letter cut meanwhile may stand in it further down.
        keys = ledger.uncertain(sending)
        try:
            with Path(journal).open(encoding="utf-8", errors="replace") as lines:
                taken = taken_by_relay(lines)
            left, again, still = ledger.settle_from_log(sending, keys, taken, complete=complet)
        except OSError as error:
            raise CommandError(f"Le journal ne se lit pas : {reason(error)}.") from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Lettres que le journal dit prises, tous envois confondus : {len(taken)}.")
        gone = counted(left, "partie")
        self.stdout.write(f"Incertaines réglées : {gone}, {again} à envoyer à nouveau ; {still} encore.")
