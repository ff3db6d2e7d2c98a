"""writers [--writers N] [--transactions N]: processes write into one SQLite at once, as the site does, with figures.

It ends with an error if a single transaction fails, or is not there afterwards.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import django
from machine import check, prepare, verdict

PATIENCE = 1200


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--transactions", type=int, default=12_000)
    parser.add_argument("--write", type=int, help="un seul de ces processus, pour l’essai lui-même")
    asked = parser.parse_args()
    if asked.write is not None:
        django.setup()
        write(asked.write, asked.transactions)
        return
    with tempfile.TemporaryDirectory(prefix="pma-writers-", dir="/var/tmp") as folder:  # noqa: S108 - on a real disk
        prepare(Path(folder), TORTURE_SQLITE=f"{folder}/base.sqlite3", PAGE_CACHE="0")
        django.setup()
        from django.core.management import call_command

        print("Préparation de la base…", flush=True)
        call_command("migrate_once")
        torture(asked)
    sys.exit(verdict())


def torture(asked):
    each = asked.transactions // asked.writers
    command = [sys.executable, __file__, "--transactions", str(each), "--write"]
    began = time.monotonic()
    writers = [
        subprocess.Popen([*command, str(number)], env=os.environ, stdout=subprocess.PIPE, text=True)  # noqa: S603
        for number in range(asked.writers)
    ]
    done, slowest = Counter(), 0.0
    for writer in writers:
        said = writer.communicate(timeout=PATIENCE)[0]
        for line in said.splitlines():
            name, value = line.split(" ", 1)
            if name == "slowest":
                slowest = max(slowest, float(value))
            else:
                done[name] += int(value)
        check(writer.returncode == 0, f"un processus sur {asked.writers} est allé au bout")
    took = time.monotonic() - began
    from pma_site.core.models import DismissedLink
    from pma_site.readers.models import Consent

    kept = Consent.objects.count() + DismissedLink.objects.count()
    print(f"  {done['good']} transactions en {took:.0f} s ({done['good'] / took:.0f} par seconde) : {dict(done)}")
    check(done["good"] == each * asked.writers, f"{each * asked.writers} transactions demandées, toutes faites")
    check(done["locked"] == 0, f"{done['locked']} « database is locked »")
    check(done["failed"] == 0, f"{done['failed']} autres échecs")
    check(kept == done["rows"], f"{kept} lignes en base pour {done['rows']} annoncées")
    check(slowest < 60, f"attente la plus longue : {slowest:.1f} s")


def write(number, count):
    """One process: what readers, the worker and editors write, in transactions that read first."""
    from django.db import OperationalError
    from wagtail.models import Page

    from pma_site.core import pulses
    from pma_site.core.models import DismissedLink
    from pma_site.home.models import HomePage
    from pma_site.readers import subscriptions

    drawn, done, slowest = random.Random(number), Counter(), 0.0  # noqa: S311
    page = Page.objects.get(pk=HomePage.objects.values_list("pk", flat=True)[0])
    for place in range(count):
        began, what = time.monotonic(), drawn.random()
        try:
            if what < 0.6:
                subscriptions.ask(f"w{number}-{place}@ville.example", None, "/abonnement/")
                done["rows"] += 1
            elif what < 0.8:
                pulses.beat(f"writer-{number}", str(place))
            elif what < 0.99:
                DismissedLink.objects.create(page=page, name=f"{number}-{place}", words="x")
                done["rows"] += 1
            else:
                page.specific.save_revision()
            done["good"] += 1
        except OperationalError as error:
            done["locked" if "locked" in str(error) else "failed"] += 1
        slowest = max(slowest, time.monotonic() - began)
    for name, value in done.items():
        print(name, value)
    print("slowest", slowest)


if __name__ == "__main__":
    main()
