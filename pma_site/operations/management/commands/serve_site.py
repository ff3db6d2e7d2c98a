import os
import sys

from django.core.management import call_command
from django.core.management.base import BaseCommand

from pma_site.home.progress import Progress
from pma_site.operations.static_files import collect_what_changed
from pma_site.server import THREADS, processors


class Command(BaseCommand):
    help = "Prépare le site (base, contenu, fichiers statiques) puis le sert avec granian, comme en production."

    # What only serves was looked at by who prepared it: a machine that starts again does not wait for it.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="adresse où servir")
        parser.add_argument("--port", default="8000", help="port où servir")
        parser.add_argument("--workers", type=int, default=0, help="processus ; 0 : un par cœur")
        parser.add_argument("--threads", type=int, default=THREADS, help="fils par processus")
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--without-preparation", action="store_true", help="sert seulement")
        only.add_argument("--only-prepare", action="store_true", help="prépare seulement")

    def handle(self, *args, host, port, workers, threads, without_preparation, only_prepare, **options):
        if not without_preparation:
            self.check()
            call_command("prepare_site")
            with Progress(self.stdout) as progress:
                progress.write("Fichiers statiques : noms définitifs et compression")
                count = collect_what_changed()
                progress.write(f"{count} fichiers statiques préparés." if count else "Fichiers statiques à jour.")
        if only_prepare:
            return
        workers = workers or processors()
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else shown}:{port}"  # noqa: S104
        self.stdout.write(f"\nSite public :     {address}/\nAdministration :  {address}/admin/")
        self.stdout.write(f"Servi par granian, {workers} processus de {threads} fils. Pour arrêter : Ctrl-C.")
        self.stdout.flush()
        command = [sys.executable, "-m", "pma_site.server", "--host", host, "--port", str(port)]
        command += ["--workers", str(workers), "--threads", str(threads)]
        # The server takes the place of this process: a signal to it is a signal to the site.
        os.execv(sys.executable, command)  # noqa: S606
