"""feeds: what calendars and data files of the agenda cost, against the goals, on a throwaway copy of the empty site.

On SQLite, or on PostgreSQL where DATABASE_URL names a server. `measures` may be added to another bench.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from django.conf import settings

TURNS = 9
# Texts as heavy as they may be, a slot and a half an event.
EVENTS = 1150


def main() -> int:
    """Print each figure with its goal; return 1 where one is missed."""
    parser = argparse.ArgumentParser(prog="make bench-agenda")
    parser.add_argument("--cpu", action="store_true", help="compte le temps du processeur, où la machine est occupée")
    asked, _ = parser.parse_known_args()
    clock = time.process_time if asked.cpu else time.perf_counter
    os.environ["DJANGO_SETTINGS_MODULE"] = "pma_site.settings.test"
    django.setup()
    with TemporaryDirectory(prefix="pma-feeds-") as folder:
        settings.MEDIA_ROOT = Path(folder) / "media"
        from tests.databases import TestDatabase

        database = TestDatabase(settings.MEDIA_ROOT)
        database.renew("empty")
        try:
            from tests.agenda import hostile

            hostile.fill(EVENTS, seed=1)
            missed = 0
            for what, figure, goal, unit in measures(clock):
                missed += figure > goal
                print(f"{what:60} {figure:8.1f} {unit} (au plus {goal} {unit}){'  MANQUÉ' * (figure > goal)}")
            return int(bool(missed))
        finally:
            database.remove()


def measures(clock):
    """Yield (what, figure, goal, unit) of every feed, for the events that are there."""
    from django.test import Client

    from agenda.models import CalendarEntry

    client, slots = Client(), CalendarEntry.objects.subscribed().count()
    whole, filtered = "/agenda/agenda.ics", "/agenda/agenda.ics?theme=culture"
    yield f"Calendrier entier, {slots} créneaux", _milliseconds(clock, lambda: client.get(whole).content), 1000, "ms"
    yield "Calendrier d’un thème", _milliseconds(clock, lambda: client.get(filtered).content), 1000, "ms"
    # A filter asks the events first.
    for address, name, goal in ((whole, "Calendrier entier", 5), (filtered, "Calendrier d’un thème", 10)):
        first = client.get(address)
        held = {"If-None-Match": first["ETag"]}
        assert client.get(address, headers=held).status_code == 304
        yield (
            f"{name}, sans changement",
            _milliseconds(clock, lambda a=address, h=held: client.get(a, headers=h)),
            goal,
            "ms",
        )
    for kind in ("atom", "json", "csv"):
        address = f"/agenda/agenda.{kind}"
        yield f"Premiers octets, {kind}", _milliseconds(clock, lambda a=address: _start(client.get(a))), 100, "ms"
        held = {"If-None-Match": client.get(address)["ETag"]}
        yield (
            f"Sans changement, {kind}",
            _milliseconds(clock, lambda a=address, h=held: client.get(a, headers=h)),
            25 if kind == "atom" else 5,
            "ms",
        )


def _start(response):
    if response.streaming:
        next(iter(response.streaming_content))
    response.close()


def _milliseconds(clock, act):
    act()
    spent = []
    for _ in range(TURNS):
        begun = clock()
        act()
        spent.append((clock() - begun) * 1000)
    return statistics.median(spent)


if __name__ == "__main__":
    sys.exit(main())
