import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from agenda import importing
from agenda.admin_views.imports import counted
from agenda.choices import ImportVerdict
from agenda.models import EventSource
from pma_site.core.refusals import Refused


class Command(BaseCommand):
    help = (
        "Importe des événements d’un fichier ou d’une adresse (ICS, JSON d’OpenAgenda, CSV, XLSX) : les nouveaux"
        " deviennent des brouillons, les autres sont mis à jour, rien n’est publié. --dry-run dit seulement ce qui"
        " serait fait."
    )

    def add_arguments(self, parser):
        parser.add_argument("where", metavar="FICHIER|ADRESSE", help="un fichier, ou une adresse http(s)")
        parser.add_argument("--dry-run", action="store_true", help="examine sans rien écrire")
        parser.add_argument("--source", default="", metavar="NOM", help="le nom de la source, connue ou nouvelle")

    def handle(self, where, dry_run=False, source="", **options):
        try:
            with transaction.atomic():
                run = self._examined(where, source)
                self._tell(run)
                if dry_run:
                    # Nothing of what is only looked at is kept.
                    transaction.set_rollback(True)
            if not dry_run:
                self._apply(run)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if dry_run:
            self.stdout.write("Rien n’a été écrit.")

    def _examined(self, where, name):
        if "://" in where:
            return importing.read_address(where, name=name)
        try:
            content = Path(where).read_bytes()
        except OSError as error:
            raise CommandError(f"{where} ne se lit pas : {error.strerror}.") from error
        known = EventSource.objects.filter(name=name).first() if name else None
        return importing.receive(content, file_name=Path(where).name, source=known, name=name)

    def _tell(self, run):
        self.stdout.write(f"{run.source} : {run.read_as}.")
        for remark in run.remarks:
            self.stdout.write(remark)
        for row in run.rows.by_need().exclude(verdict=ImportVerdict.UNCHANGED):
            changes = [f"{each['label']} : {each['before'] or '–'} → {each['after'] or '–'}" for each in row.changes]
            why = " ; ".join([*row.reason.splitlines(), *changes, *row.remarks])
            self.stdout.write(f"Ligne {row.line}, {row.title or '(sans titre)'} : {row.get_verdict_display()}. {why}")
        self.stdout.write(f"{run.total} événement{'s' * (run.total > 1)} : {counted(run.counts) or 'aucun'}.")

    def _apply(self, run):
        self.told_at = time.monotonic()
        while not run.is_over:
            run = importing.apply_some(run, progress=self._progress)
        self.stdout.write(f"Import terminé : {counted(run.counts)}. Rien n’est publié.")

    def _progress(self, done, total):
        """Say where it is every two seconds."""
        if time.monotonic() - self.told_at >= 2:
            self.told_at = time.monotonic()
            self.stdout.write(f"{done} événements sur {total}…")
