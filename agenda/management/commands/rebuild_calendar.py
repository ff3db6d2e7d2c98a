from django.core.management.base import BaseCommand, CommandError

from agenda import ledger


class Command(BaseCommand):
    help = (
        "Remet d’accord avec les événements ce que disent les calendriers et les données ouvertes : à lancer après une"
        " mise à jour du site, puis chaque nuit. Ce qui était juste n’est pas touché."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="compare sans rien changer, et sort en erreur s’il y a un écart"
        )

    def handle(self, check=False, **options):
        for done, total, counted in ledger.rebuild(dry_run=check):
            written = counted
            if done < total:
                self.stdout.write(f"{done} événements sur {total}")
        said = f"{_counted(written.entries, 'créneau', 'créneaux')} et {_counted(written.records, 'fiche', 'fiches')}"
        if not check:
            self.stdout.write(f"{said} remis à jour.")
        elif written == ledger.Written():
            self.stdout.write("Les calendriers disent la même chose que les événements.")
        else:
            raise CommandError(f"{said} ne disent pas la même chose que les événements.")


def _counted(number, one, several):
    return f"{number} {several if number > 1 else one}"
