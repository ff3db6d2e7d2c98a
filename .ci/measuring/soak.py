"""soak [--minutes N] [--rate N]: the site served for long, beside what sends its letters: what they hold stays flat.

What each process holds is read all along. The first third is for caches to fill; from then on, the memory of all
processes may grow by a twentieth and the open descriptors by eight.
"""

import argparse
import statistics
import threading
from pathlib import Path

import served
from load import Printer, letters, prepare_sending, sender, signed_in
from processes import family, memory_of
from visits import Visits, statuses

MEMORY, DESCRIPTORS = 1.05, 8
EVERY = 2


class Watch(threading.Thread):
    """Reads what the processes hold, every two seconds."""

    def __init__(self, **pids):
        super().__init__()
        self.pids, self.over, self.read = pids, threading.Event(), {name: [] for name in pids}

    def run(self):
        """Read until it is over."""
        while not self.over.wait(EVERY):
            for name, pid in self.pids.items():
                held = [self._held(each) for each in family(pid)]
                self.read[name].append([sum(figures) for figures in zip(*held, strict=True)])

    def _held(self, pid):
        try:
            return memory_of(pid), len(list(Path(f"/proc/{pid}/fd").iterdir()))
        except (OSError, StopIteration):
            # A child that makes a PDF has just ended.
            return 0, 0

    def stop(self):
        """End."""
        self.over.set()
        self.join()

    def report(self) -> list[str]:
        """Print how each began and ended, in thirds; return what grew."""
        grew = []
        for name, figures in self.read.items():
            third = len(figures) // 3
            parts = [figures[place * third : (place + 1) * third] for place in range(3)]
            # The median: a child that makes a PDF comes and goes.
            first, settled, last = ([statistics.median(column) for column in zip(*part, strict=True)] for part in parts)
            told = [" puis ".join(f"{part[column]:.0f}" for part in (first, settled, last)) for column in (0, 1)]
            print(f"{name} : mémoire {told[0]} Mo ; descripteurs {told[1]}")
            if last[0] > settled[0] * MEMORY:
                grew.append(f"{name} : mémoire de {settled[0]:.0f} à {last[0]:.0f} Mo")
            if last[1] > settled[1] + DESCRIPTORS:
                grew.append(f"{name} : {settled[1]:.0f} puis {last[1]:.0f} descripteurs")
        return grew


def main():
    """Print the figures; end with 1 where something grew."""
    parser = argparse.ArgumentParser(prog="make soak")
    parser.add_argument("--minutes", type=float, default=20, help="durée (20)")
    parser.add_argument("--rate", type=int, default=30, help="visites par seconde (30)")
    asked = parser.parse_args()
    port, seconds = served.free_port(), int(asked.minutes * 60)
    print("Préparation du site de démonstration…", flush=True)
    # Letters leave from the beginning to the end.
    with served.copied(settings="load_settings", LOAD_RELAY=str(port), SENDING_PER_MINUTE="240") as site:
        from django.db import connection

        from tests import builders

        account = builders.administrator()
        with letters.relay(port, site.folder / "relay.log"):
            leaving, cookie = prepare_sending(int(asked.minutes * 240), account), signed_in(account)
            connection.close()
            with (
                served.served(site, PAGE_CACHE_STAMP=str(site.folder / "page-stamp")) as (at, server),
                sender(site) as worker,
            ):
                print(f"{asked.rate} visites par seconde pendant {asked.minutes:g} minutes…", flush=True)
                visits, printer = Visits(at, asked.rate, cookie), Printer(at, cookie, leaving.issue_id, pause=20)
                watch = Watch(serveur=server.pid, expédition=worker.pid)
                printer.start()
                watch.start()
                try:
                    seen = visits.run(seconds)
                finally:
                    printer.stop()
                    watch.stop()
    grew = watch.report()
    if seen.wrong:
        grew.append(f"erreurs : {dict(statuses(seen))} {seen.wrong[:3]}")
    print(f"{seen.count} visites, {len(printer.times)} PDF, {len(seen.wrong)} erreurs.")
    print("Tout est tenu." if not grew else "ÉCHEC : " + " ; ".join(grew))
    raise SystemExit(bool(grew))


if __name__ == "__main__":
    main()
