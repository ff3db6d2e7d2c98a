from django.core.management.base import BaseCommand, CommandError

from pma_site.core.choices import ScheduledAction
from pma_site.core.french import moment
from pma_site.core.schedule import AlreadyRunningError, publish_due, what_is_due


def _counted(number, noun):
    first, *rest = noun.split(" ")
    return " ".join([str(number), f"{first}{'s' if number > 1 else ''}", *rest])


class Command(BaseCommand):
    help = (
        "Met en ligne et retire ce qui est prévu, chaque page à part : à lancer toutes les cinq minutes. Ce qui échoue"
        " est réessayé au passage suivant et signalé à la direction de publication ; la commande sort alors en erreur."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait, sans rien changer")

    def handle(self, dry_run=False, **options):
        if dry_run:
            self._preview()
            return
        try:
            report = publish_due(self._tell)
        except AlreadyRunningError:
            self.stdout.write("Une autre exécution est en cours : rien n’a été fait.")
            return
        self.stdout.write(self._summary(report))
        if report.told:
            self.stdout.write(f"Échecs signalés à {', '.join(report.told)}.")
        if report.alert_fault:
            self.stderr.write(report.alert_fault)
        if report.failures:
            raise CommandError(f"{_counted(len(report.failures), 'échec')}, à corriger dans l’administration.")

    def _preview(self):
        planned = list(what_is_due())
        for due in planned:
            self.stdout.write(f"À faire : {self._named(due)}.")
        self.stdout.write(f"{_counted(len(planned), 'action')} à faire, rien n’a été changé.")

    def _named(self, due):
        return f"{due.action.label} de « {due.title} » ({due.kind}), échéance du {moment(due.at)}"

    def _tell(self, outcome):
        said = self._named(outcome.due)
        if outcome.reason and outcome.done:
            self.stderr.write(f"Fait, mais la suite a échoué : {said}. {outcome.reason}")
        elif outcome.reason:
            self.stderr.write(f"Échec : {said}. {outcome.reason}")
        else:
            self.stdout.write(f"Fait : {said}.")

    def _summary(self, report):
        if not report.outcomes:
            return "Rien à mettre en ligne ni à retirer."
        counts = [
            _counted(report.count(ScheduledAction.PUBLISH), "mise en ligne"),
            _counted(report.count(ScheduledAction.WITHDRAW), "retrait"),
            _counted(len(report.failures), "échec"),
        ]
        return f"{', '.join(counts)}."
