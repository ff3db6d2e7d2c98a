from django.core.management.base import BaseCommand, CommandError

from pma_site.readers import mailbox
from pma_site.readers.choices import ReturnEffect
from pma_site.readers.collecting import AlreadyReadingError, collect


class Command(BaseCommand):
    help = (
        "Lit la boîte des retours : suspend les adresses mortes, désabonne qui l’a demandé par courriel, et signale à"
        " l’équipe les refus de principe. À lancer toutes les cinq minutes ; un message ne compte jamais deux fois."
    )

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=200, help="messages lus au plus (200)")

    def handle(self, limit=200, **options):
        if limit < 1:
            raise CommandError("--limit doit être 1 ou plus.")
        try:
            collected = collect(limit)
        except AlreadyReadingError:
            self.stdout.write("Une autre lecture est en cours : rien n’a été fait.")
            return
        except mailbox.MailboxError as error:
            raise CommandError(f"La boîte des retours n’a pas été lue. {error}") from error
        self.stdout.write(self._summary(collected))
        if collected.alert.told:
            self.stdout.write(f"Refus de principe signalés à {', '.join(collected.alert.told)}.")
        if collected.alert.fault:
            self.stderr.write(collected.alert.fault)

    def _summary(self, collected):
        if not mailbox.is_set():
            return "Aucune boîte des retours n’est réglée (MAILBOX_HOST) : rien à lire."
        if not collected.total:
            return "Aucun message à lire dans la boîte des retours."
        counts = [f"{effect.label} : {count}" for effect in ReturnEffect if (count := collected.counts[effect])]
        if collected.again:
            counts.append(f"déjà pris en compte : {collected.again}")
        plural = "s" if collected.total > 1 else ""
        return f"{collected.total} message{plural} lu{plural}. {' ; '.join(counts).capitalize()}."
