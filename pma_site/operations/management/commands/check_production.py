from django.core.management.base import BaseCommand, CommandError

from pma_site.operations import hardening, vitals, work
from pma_site.operations.findings import State

SIGNS = {State.GOOD: "✓", State.WATCH: "!", State.BAD: "✗"}
COLOURS = {State.GOOD: "SUCCESS", State.WATCH: "WARNING", State.BAD: "ERROR"}


class Command(BaseCommand):
    help = (
        "Regarde tout ce dont dépend le site en production : réglages, durabilité de la base, cache, courrier, disque,"
        " horloge, planificateur, sauvegardes. Dit de chaque chose qu’elle est en ordre, ou quoi faire."
    )
    # What they find is told among the rest.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--strict", action="store_true", help="échoue aussi pour ce qui n’est qu’à surveiller")

    def handle(self, strict=False, **options):
        found = vitals.machine()
        if found[0].state != State.BAD:
            # Tables that are not there yet, or are those of another version, have nothing to tell.
            if hardening.is_of_this_version():
                found += [*vitals.of_pulses(), *work.all_of_it()]
            found += hardening.everything()
        for finding in found:
            colour = getattr(self.style, COLOURS[finding.state])
            self.stdout.write(f"{colour(SIGNS[finding.state])} {finding.name}\u00a0: {finding.seen}")
            if finding.advice and finding.state != State.GOOD:
                self.stdout.write(f"    → {finding.advice}")
        counts = {state: sum(finding.state == state for finding in found) for state in State}
        summary = f"{counts[State.GOOD]} en ordre, {counts[State.WATCH]} à surveiller, {counts[State.BAD]} à réparer."
        if counts[State.BAD] or (strict and counts[State.WATCH]):
            raise CommandError(summary)
        self.stdout.write(summary)
