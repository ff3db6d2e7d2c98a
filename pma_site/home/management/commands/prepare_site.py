import os
import threading
from contextlib import contextmanager
from io import StringIO

from django.conf import settings
from django.contrib.staticfiles.management.commands.runserver import Command as RunserverCommand
from django.core.management import call_command
from django.core.management.base import BaseCommand

from newsletter import delivery
from pma_site.home import preparation
from pma_site.home.administrators import ensure_administrator
from pma_site.home.progress import Progress

from .make_administrator import report


class Command(BaseCommand):
    help = (
        "Met la base à niveau, charge le territoire et la lettre n° 9, crée le compte d’administration :"
        " chaque étape seulement si elle est nécessaire. Avec --serve, sert ensuite le site."
    )

    def add_arguments(self, parser):
        parser.add_argument("--serve", metavar="ADRESSE:PORT", help="adresse où servir le site ensuite")

    def handle(self, serve=None, **options):
        with Progress(self.stdout) as progress:
            self._prepare(progress)
        password = os.environ.get("PMA_ADMIN_PASSWORD", "")
        account = report(ensure_administrator(password), password)
        self.stdout.write("\n".join(account))
        if not settings.SECOND_FACTOR_REQUIRED:
            self.stdout.write("Second facteur : facultatif ici ; obligatoire en production, pour tous les comptes.")
        if serve:
            with _messages_leave():
                call_command(Server(), serve, use_reloader=False, use_static_handler=False)

    def _prepare(self, progress):
        if pending := preparation.pending_migrations():
            plural = "s" if pending > 1 else ""
            progress.write(f"Base de données : {pending} migration{plural} à appliquer")
            preparation.migrate()
            # A new release may tell calendars otherwise of events that are there already.
            call_command("rebuild_calendar", stdout=StringIO())
        else:
            progress.write("Base de données à jour.")
        if commands := preparation.content_to_load():
            progress.write("Chargement du territoire et de la lettre n° 9")
            preparation.load_content(commands, progress)
        else:
            progress.write("Contenu déjà chargé.")
        if pending or commands:
            # What a migration or a release changed was told to nobody.
            call_command("rebuild_search", stdout=progress)


@contextmanager
def _messages_leave():
    """Send what comes due while the site is served; elsewhere a worker of its own does it (manage.py send_due)."""
    stopping = threading.Event()
    worker = threading.Thread(target=delivery.work, args=[stopping], daemon=True)
    worker.start()
    try:
        yield
    finally:
        stopping.set()
        worker.join(timeout=settings.EMAIL_TIMEOUT)


class Server(RunserverCommand):
    """Django's server, which says in French where the site is once it really listens there."""

    def on_bind(self, server_port):
        everywhere = self.addr in ("0.0.0.0", "::", "0")  # noqa: S104 (compared, not bound)
        host = "127.0.0.1" if everywhere else f"[{self.addr}]" if self._raw_ipv6 else self.addr
        address = f"http://{host}:{server_port}"
        self.stdout.write("")
        self.stdout.write(f"Site public :     {address}/")
        self.stdout.write(f"Administration :  {address}/admin/")
        if everywhere:
            self.stdout.write("Le site répond aussi aux autres adresses de cette machine.")
        self.stdout.write("Pour arrêter : Ctrl-C.")
        self.stdout.flush()
