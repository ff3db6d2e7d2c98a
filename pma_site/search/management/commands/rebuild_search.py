import time

from django.core.management.base import BaseCommand, CommandError

from pma_site.search import indexing


class Command(BaseCommand):
    help = (
        "Remet d’accord avec les pages et les fiches publiques ce que trouve la recherche : à lancer après une mise à"
        " jour du site, puis chaque nuit. Ce qui était juste n’est pas touché."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="compare sans rien changer, et sort en erreur s’il y a un écart"
        )

    def handle(self, check=False, **options):
        told = time.monotonic()
        for done, total, counted in indexing.rebuild(dry_run=check):
            written = counted
            if time.monotonic() - told > 2 and done < total:
                told = time.monotonic()
                self.stdout.write(f"{done} pages et fiches sur {total}")
        known = f"{total} page{'s' * (total > 1)} et fiches publiques"
        said = f"{written.changed} à écrire, {written.removed} à retirer"
        if not check:
            self.stdout.write(f"{known} : {written.changed} écrites, {written.removed} retirées de la recherche.")
        elif written == indexing.Written():
            self.stdout.write(f"{known} : la recherche les connaît telles qu’elles sont.")
        else:
            raise CommandError(f"{known} : la recherche n’est pas à jour ({said}). Lancez rebuild_search.")
