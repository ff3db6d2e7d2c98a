from django.core.management.base import BaseCommand, CommandError

from pma_site.core import wiping
from pma_site.core.processing import model_named
from pma_site.core.retention import AlreadyRunningError, apply
from pma_site.core.retention_rules import RULES


class Command(BaseCommand):
    help = (
        "Applique les durées de conservation des données personnelles : à lancer chaque nuit. Chaque durée a sa"
        " transaction ; un échec n’arrête pas les autres, et la commande sort alors en erreur."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait, sans rien changer")

    def handle(self, dry_run=False, **options):
        wiping.prepare()
        try:
            outcomes = apply(dry_run=dry_run, tell=self._tell)
        except AlreadyRunningError:
            self.stdout.write("Une autre exécution est en cours : rien n’a été fait.")
            return
        total = sum(outcome.count for outcome in outcomes)
        if dry_run:
            self.stdout.write(f"{total} ligne{'s' * (total > 1)} à traiter, rien n’a été changé.")
        else:
            self.stdout.write(f"{total} ligne{'s' * (total > 1)} traitée{'s' * (total > 1)}.")
            self._wipe()
        failures = [outcome for outcome in outcomes if outcome.fault]
        if failures:
            plural = "s" if len(failures) > 1 else ""
            raise CommandError(f"{len(failures)} durée{plural} de conservation en échec : voir le journal.")

    def _tell(self, outcome):
        rule = outcome.rule
        if outcome.fault:
            self.stderr.write(f"Échec : {rule.holds}. {outcome.fault}")
        else:
            self.stdout.write(f"{outcome.count} : {rule.holds} ({rule.duration} : {rule.then}).")

    def _wipe(self):
        """Wipe every table that speaks of people, changed or not: erasures of the day leave that to the night."""
        said = wiping.wipe(model_named(label)._meta.db_table for rule in RULES for label in rule.labels)
        if said:
            self.stderr.write(said)
