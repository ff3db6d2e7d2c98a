from django.core.management.base import BaseCommand, CommandError

from newsletter.publication import make_missing_pdfs


class Command(BaseCommand):
    help = (
        "Fabrique le PDF des numéros en ligne qui n’en ont pas, ou dont le PDF montre une version antérieure\u00a0:"
        " après une panne, ou quand la bibliothèque de mise en page vient d’être installée."
    )

    def handle(self, **options):
        self.made = 0
        failures = make_missing_pdfs(self._tell)
        self.stdout.write(f"PDF fabriqués\u00a0: {self.made}\u00a0; en échec\u00a0: {failures}.")
        if failures:
            raise CommandError("Les PDF en échec restent à fabriquer.")

    def _tell(self, issue, fault):
        name = f"Lettre {issue.number_in_words}"
        if fault:
            self.stderr.write(f"{name}\u00a0: {fault}")
        else:
            self.made += 1
            self.stdout.write(f"{name}\u00a0: fabriqué.")
