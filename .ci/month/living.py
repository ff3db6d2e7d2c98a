"""living WEEKS [keep]: the month on the database of the environment."""

import os
import shutil
import signal
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from clock import Clock
from machine import Machine, free_port, prepare
from post import Post

PARIS = ZoneInfo("Europe/Paris")


@dataclass
class Month:
    """All that a week works with; `story` is what later weeks remember of earlier ones."""

    folder: Path
    begins: date
    clock: Clock
    machine: Machine
    post: Post
    people: object = None
    stranger: object = None
    story: dict = field(default_factory=dict)

    def day(self, number, hour=9, minute=0):
        """A moment of the month: its Monday is day 1."""
        day = self.begins + timedelta(days=number - 1)
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS)


def first_monday(of_year):
    """The first Monday of March: clocks change on the fourth Sunday after it."""
    first = date(of_year, 3, 1)
    return first + timedelta(days=-first.weekday() % 7)


def begin(folder):
    """Everything that runs before the first day; return the month."""
    post = Post(folder)
    post.open()
    (folder / "elsewhere").mkdir()
    machine = Machine(folder / "machine", "", free_port())
    begins = first_monday(date.today().year + 1)
    prepare(machine, post, folder / "clock", folder / "site.log")
    (folder / "clock").write_text("0")
    os.environ["PROXIES"] = "1"
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from telling import step

    with step("Le site, avec le numéro 9 et ses registres"):
        from tests.databases import TestDatabase

        database = TestDatabase(Path(settings.MEDIA_ROOT))
        database.renew("demo")
        machine.environment["MONTH_DATABASE"] = os.environ["MONTH_DATABASE"] = machine.database = database.name
        connection.close()
    clock = Clock(folder / "clock", datetime(begins.year, begins.month, begins.day, 8, tzinfo=PARIS))
    month = Month(folder, begins, clock, machine, post)
    month.story["database"] = database
    return month


def live(month, weeks):
    """The weeks, one after the other, and then whether all agrees."""
    import agreement
    import first_week
    import fourth_week
    import second_week
    import third_week

    for week in [first_week, second_week, third_week, fourth_week][:weeks]:
        print(f"\n  {week.__doc__.splitlines()[0]}", flush=True)
        week.live(month)
    print("\n  À la fin, tout s’accorde-t-il ?", flush=True)
    agreement.ask(month, weeks)


def main(weeks, keep):
    folder = Path(tempfile.mkdtemp(prefix="pma-month-"))
    folder.chmod(0o755)
    month = begin(folder)
    from people import People
    from playwright.sync_api import sync_playwright
    from stranger import Stranger
    from telling import step, verdict

    # Whoever stops it by a signal gets the same tidying up as with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with sync_playwright() as playwright:
            with step("Le serveur, un agent d’envoi, le courrier, un inconnu"):
                month.people = People(playwright, month.machine)
                month.machine.serve()
                month.machine.work()
                month.stranger = Stranger(month.machine)
                month.stranger.start()
            try:
                live(month, weeks)
            finally:
                month.stranger.done.set()
                month.stranger.wake()
                month.people.close()
        failed = verdict()
    finally:
        month.machine.stop()
        month.story["database"].remove()
        month.post.close()
        if keep:
            print(f"  Gardé : {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    sys.exit(failed)


if __name__ == "__main__":
    main(int(sys.argv[1]), "keep" in sys.argv)
