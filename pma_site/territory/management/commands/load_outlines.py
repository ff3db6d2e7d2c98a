from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pma_site.core.french import number
from pma_site.territory.outlines.reading import UnusableFileError
from pma_site.territory.outlining import CREATED, UNCHANGED, UPDATED, load_outlines, remove_outlines

# How many names a line lists; the others are counted.
LISTED = 12
# What is read is told every so many characters.
STEP = 10_000_000


class Command(BaseCommand):
    help = (
        "Charge les contours des communes d’un fichier officiel (GeoJSON ou TopoJSON, WGS 84, code INSEE dans les "
        "propriétés), pour que les cartes les montrent ; relancée, n’écrit que ce que le fichier a de neuf."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="Le fichier : communes du département ou de la France.")
        parser.add_argument(
            "--source",
            default="",
            help="Ce que la carte cite, par exemple « IGN, ADMIN EXPRESS 2026 » ; sinon, le nom du fichier.",
        )
        parser.add_argument(
            "--remove", action="store_true", help="Retire les contours : les cartes montrent des points."
        )

    def handle(self, *args, **options):
        if options["remove"] == bool(options["file"]):
            raise CommandError("Indiquez un fichier, ou bien --remove pour retirer les contours.")
        if options["remove"]:
            self._say(options, f"Contours : {remove_outlines()} retirés.")
            return
        path = options["file"]
        source = options["source"] or f"{path.name}, chargé en {date.today().year}"
        self._told = 0
        try:
            loaded = load_outlines(path, source[:200], lambda read: self._progress(options, read))
        except UnusableFileError as error:
            raise CommandError(f"Contours non chargés : {error}") from error
        self._report(options, loaded)

    def _report(self, options, loaded):
        said = ", ".join(f"{loaded.counts[outcome]} {outcome}" for outcome in (CREATED, UPDATED, UNCHANGED))
        self._say(options, f"Contours : {said}.")
        self._say(options, f"Points : {number(loaded.points_kept)} gardés sur {number(loaded.points_read)}.")
        if loaded.missing:
            self._say(options, f"Communes sans contour dans ce fichier : {_listed(loaded.missing)}.")
        if loaded.unknown:
            self._say(options, f"Codes hors du territoire, ignorés : {_listed(loaded.unknown)}.")
        if loaded.without_code:
            self._say(options, f"Objets sans code INSEE, ignorés : {loaded.without_code}.")

    def _progress(self, options, read):
        if read - self._told >= STEP:
            self._told = read
            self._say(options, f"… {read // 1_000_000} millions de caractères lus")

    def _say(self, options, words):
        if options["verbosity"]:
            self.stdout.write(words)


def _listed(names):
    rest = len(names) - LISTED
    return ", ".join(names[:LISTED]) + (f" et {rest} de plus" if rest > 0 else "")
