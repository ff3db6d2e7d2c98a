import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from pma_site.core.faults import reason
from pma_site.core.french import joined
from pma_site.core.refusals import Refused
from pma_site.readers import importing
from pma_site.readers.choices import ImportKind, RowVerdict
from pma_site.readers.models import ImportRow


def _counted(number, words):
    first, *rest = words.split(" ")
    return " ".join([str(number), f"{first}{'s' * (number > 1)}", *rest])


class Command(BaseCommand):
    help = (
        "Examine un fichier de mairies (CSV ou XLSX) et dit, ligne par ligne, ce qu’il changerait ; n’écrit rien sans"
        " --apply. Un import appliqué s’annule dans l’administration, « Lecteurs », « Imports »."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="le fichier, CSV ou XLSX")
        parser.add_argument("--apply", action="store_true", help="applique ce que l’examen a trouvé")

    def handle(self, file, apply=False, **options):
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} ne se lit pas : {reason(error)}.") from error
        try:
            with transaction.atomic():
                run = importing.receive(content, file_name=file.name, kind=ImportKind.OFFICES)
                run = importing.examine(run)
                self._tell(run)
                if not apply:
                    # Nothing of a file that is only looked at is kept.
                    transaction.set_rollback(True)
            if apply:
                self.told_at = time.monotonic()
                importing.apply(run, progress=self._progress)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("L’import est appliqué." if apply else "Rien n’a été écrit : ajoutez --apply pour appliquer.")

    def _tell(self, run):
        self.stdout.write(f"{run} : {run.read_as}.")
        for row in ImportRow.objects.data(run).by_need():
            if row.verdict != RowVerdict.UNCHANGED:
                verdict, why = row.get_verdict_display(), self._why(row)
                self.stdout.write(f"Ligne {row.line}, {row.title or '?'} : {verdict}. {why}")
        counted = joined(_counted(number, RowVerdict(verdict).label) for verdict, number in sorted(run.counts.items()))
        self.stdout.write(f"{_counted(run.row_count, 'ligne')} : {counted}.")

    def _why(self, row):
        changes = (f"{each['label']} : {each['before'] or '–'} → {each['after'] or '–'}" for each in row.changes)
        return " ; ".join([*row.reason.splitlines(), *changes, *row.notes])

    def _progress(self, done, total):
        """Say where it is every two seconds."""
        if time.monotonic() - self.told_at >= 2:
            self.told_at = time.monotonic()
            self.stdout.write(f"{done} lignes sur {total}…")
