"""crowded_agenda: what each view of the agenda costs with 100 events and with 10 000; fails above the goals.

Times are medians, in process, of visits that go to the one and the other by turns. On SQLite, or on PostgreSQL where
DATABASE_URL names a server. Three figures besides, for what a process keeps: the first visit after an event was
published, which reads that event again, the first to ask for a word, and the first of a process, which reads them all.
"""

import argparse
import gzip
import os
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import django
import time_machine

SMALL, LARGE = 100, 10_000
MAX_QUERIES, MAX_RATIO = 10, 1.15
# A Wednesday, early in a month.
NOW = datetime.fromisoformat("2026-12-02T10:00:00+00:00")
MIXES = {"tout à venir": 1.0, "surtout passé": 0.4}
# What is asked for. {frequent} and {rare} are communes with a quarter of the events, and with 25.
ADDRESSES = {
    "première page": "/agenda/",
    "deuxième page": "/agenda/?page=2",
    "commune, fréquente": "/agenda/?commune={frequent}",
    "commune, rare": "/agenda/?commune={rare}",
    "intercommunalité": "/agenda/?epci={epci}",
    "thème": "/agenda/?theme=culture",
    "public": "/agenda/?public=tous",
    "organisateur": "/agenda/?organisateur={organiser}",
    "cette semaine": "/agenda/?periode=cette-semaine",
    "ce mois-ci": "/agenda/?periode=ce-mois",
    "dates": "/agenda/?du=2026-12-03&au=2027-03-31",
    "mots, fréquents": "/agenda/?q=concert",
    "mots, rares": "/agenda/?q=xylophone",
    "tout à la fois": "/agenda/?q=concert&commune={rare}&theme=culture&public=tous&du=2026-12-02&au=2026-12-31",
    "mois": "/agenda/?mois=2026-12",
    "mois, filtré": "/agenda/?mois=2026-12&theme=culture",
    "passés": "/agenda/?periode=passes",
    "archives d’une année": "/agenda/?annee=2026",
    "rien de tel": "/agenda/?q=introuvable",
    "page d’une commune": "/communes/{frequent}-commune-0/",
}


def main():
    """Measure each mix of events to come and past; end with 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="make bench-agenda")
    parser.add_argument("--visits", type=int, default=40, help="visites de chaque adresse (40)")
    parser.add_argument("--size", type=int, default=LARGE, help="événements du grand agenda (10 000)")
    parser.add_argument("--cpu", action="store_true", help="compte le temps du processeur, où la machine est occupée")
    asked = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "pma_site.settings.test"
    django.setup()
    from django.conf import settings
    from django.db import connection

    with tempfile.TemporaryDirectory(prefix="pma-bench-") as folder, time_machine.travel(NOW):
        settings.MEDIA_ROOT = Path(folder) / "media"
        # A connection is kept from one visit to the next, as in production.
        connection.settings_dict["CONN_MAX_AGE"] = None
        clock = time.process_time if asked.cpu else time.perf_counter
        failed = [bench(words, coming, asked.size, asked.visits, clock) for words, coming in MIXES.items()]
    sys.exit(any(failed))


class Agenda:
    """A site with so many events, its connection and what a process keeps of it; one is at hand at a time."""

    def __init__(self, size, coming):
        from crowd import fill
        from django.conf import settings
        from django.db import connection

        from agenda.models.published import _Keeper
        from pma_site.directory.models import Organisation
        from tests.databases import TestDatabase

        self.database = TestDatabase(settings.MEDIA_ROOT)
        self.database.names = iter([f"pma_{os.getpid()}_{size}"])
        connection.connection = None
        self.database.renew("empty")
        communes = fill(size, coming)
        self.keeper = _Keeper()
        self.place, self.handle = connection.settings_dict["NAME"], connection.connection
        self.names = {
            "frequent": communes[0].insee_code,
            "rare": communes[-1].insee_code,
            "epci": communes[0].epci.siren,
            "organiser": Organisation.objects.order_by("pk").first().pk,
        }

    @contextmanager
    def at_hand(self):
        """Answer from this one."""
        from django.db import connection

        from agenda.models import published as lent

        connection.settings_dict["NAME"], connection.connection = self.place, self.handle
        sys.modules[lent.__module__]._keeper = self.keeper
        yield

    def remove(self):
        """Drop its database."""
        with self.at_hand():
            self.database.remove()

    def visit(self, address):
        """Ask for a page as an anonymous reader; return the answer."""
        from django.test import Client

        response = Client().get(address.format(**self.names))
        assert response.status_code == 200, (address, response.status_code)
        return response

    def restarted(self):
        """Forget what the process keeps."""
        self.keeper.__init__()

    def forgotten_words(self):
        """Forget which events hold which words."""
        self.keeper.words.clear()

    def publication(self):
        """Publish an event again."""
        from agenda.models import EventPage

        EventPage.objects.order_by("pk").first().save()

    def counted(self, address):
        """The queries of a visit, and the bytes of the page as it travels."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self.visit(address)
        with CaptureQueriesContext(connection) as captured:
            response = self.visit(address)
        return len(captured), len(gzip.compress(response.content, 9))


# What is read again once something changed: told, not judged.
COLD = [
    ("après publication", "/agenda/", Agenda.publication),
    ("mots, première fois", "/agenda/?q=concert", Agenda.forgotten_words),
    ("premier d’un processus", "/agenda/", Agenda.restarted),
]


def bench(words, coming, large, visits, clock):
    """Measure two agendas of which a share is still to come; return how many lines miss the goals."""
    from django.db import connection

    agendas = []
    for size in (SMALL, large):
        print(f"Préparation de {size} événements, {words}…", flush=True)
        agendas.append(Agenda(size, coming))

    def medians(address, number, before=None):
        times = [[], []]
        for _ in range(number):
            for agenda, taken in zip(agendas, times, strict=True):
                with agenda.at_hand():
                    if before:
                        before(agenda)
                    start = clock()
                    agenda.visit(address)
                    taken.append((clock() - start) * 1000)
        return [statistics.median(taken) for taken in times]

    failed = 0
    try:
        print(f"\n{connection.vendor}, {words} : {SMALL} et {large} événements, {large * 5 // 2} créneaux")
        for name, address in ADDRESSES.items():
            costs = []
            for agenda in agendas:
                with agenda.at_hand():
                    costs.append(agenda.counted(address))
            few, many = medians(address, visits)
            fine = many / few <= MAX_RATIO and costs[1][0] <= MAX_QUERIES
            failed += not fine
            print(
                f"  {name:<22}{costs[1][0]:>3} requêtes {few:>7.2f} ms {many:>7.2f} ms  × {many / few:.2f}  "
                f"{costs[0][1] / 1000:.1f} et {costs[1][1] / 1000:.1f} ko{'' if fine else '   MANQUÉ'}",
                flush=True,
            )
        for name, address, before in COLD:
            few, many = medians(address, 5, before)
            print(f"  {name:<22}             {few:>7.2f} ms {many:>7.2f} ms")
    finally:
        for agenda in agendas:
            agenda.remove()
    print(f"{len(ADDRESSES)} vues, {failed} au-dessus des buts (au plus {MAX_QUERIES} requêtes, × {MAX_RATIO}).\n")
    return failed


if __name__ == "__main__":
    main()
