"""What happens by itself: every command that runs at an hour or every few minutes, on one machine at a time."""

import logging
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from pma_site.core import pulses
from pma_site.core.locks import exclusive
from pma_site.core.models import Pulse

logger = logging.getLogger(__name__)

# Seconds between two looks at what is due.
STEP = 20
# After a failure, or a death, a command is tried again so much later.
AGAIN = timedelta(minutes=30)
# What a clock may go back without everything starting anew.
BACKWARDS = timedelta(minutes=5)
_ADDRESS = re.compile(r"\S+@\S+")


@dataclass(frozen=True)
class Job:
    """A command that runs by itself: every so often (`every`), or once a day from `at` on (clocks of Paris).

    `limit` is how long it may take; `wanted` says whether this site has a use for it.
    """

    command: str
    every: timedelta | None = None
    at: time | None = None
    limit: timedelta = timedelta(hours=1)
    wanted: Callable[[], bool] = lambda: True

    def is_due(self, pulse: Pulse | None, now: datetime) -> bool:
        """Whether it has to run now, by the last sign of it."""
        if pulse is None or pulse.began_at > now + BACKWARDS:
            return True
        if pulse.ended_at is None:
            # Nobody holds its lock: it died.
            return now - pulse.began_at > min(AGAIN, self.every or AGAIN)
        if self.every:
            return now - pulse.began_at >= self.every
        if pulse.has_failed and now - pulse.ended_at > AGAIN:
            return True
        return pulse.began_at < self._last_hour(now)

    def _last_hour(self, now):
        local = timezone.localtime(now)
        hour = timezone.make_aware(datetime.combine(local.date(), self.at))
        if hour <= now:
            return hour
        return timezone.make_aware(datetime.combine(local.date() - timedelta(days=1), self.at))

    @property
    def rhythm(self) -> str:
        """When it runs, in words."""
        if self.every:
            return f"toutes les {int(self.every.total_seconds() // 60)} minutes"
        return f"chaque jour à {self.at.hour} h {self.at.minute:02}"


JOBS = (
    Job("publish_due", every=timedelta(minutes=5), limit=timedelta(minutes=30)),
    Job("read_mailbox", every=timedelta(minutes=5), wanted=lambda: bool(settings.MAILBOX_HOST)),
    Job("make_missing_pdfs", every=timedelta(hours=1)),
    Job("backup", at=time(2, 30), limit=timedelta(hours=4)),
    Job("apply_retention", at=time(3, 15)),
    Job("keep_network", at=time(3, 30)),
    Job("rebuild_calendar", at=time(3, 45)),
    Job("rebuild_search", at=time(4, 0)),
    Job("make_missing_pictures", at=time(4, 10)),
    Job("clearsessions", at=time(4, 15)),
    Job("prune_db_task_results", at=time(4, 20), wanted=lambda: apps.is_installed("django_tasks_db")),
    Job("remind_applicants", at=time(8, 30)),
)
# What must not wait for the nightly work runs beside it.
_OFTEN = tuple(job for job in JOBS if job.every)
_NIGHTLY = tuple(job for job in JOBS if not job.every)


def run_due(jobs=JOBS, tell: Callable[[str], None] = lambda words: None, stopping=None) -> int:
    """Run each of `jobs` that is due and that no other machine runs, one after the other; return how many ran."""
    count = 0
    for job in jobs:
        if stopping and stopping.is_set():
            break
        if job.wanted() and job.is_due(_pulse(job), timezone.now()):
            with exclusive(f"job-{job.command}") as held:
                # Another machine may have done it between the two questions.
                if held and job.is_due(_pulse(job), timezone.now()):
                    tell(run(job))
                    count += 1
    return count


def _pulse(job):
    return Pulse.objects.filter(name=job.command).first()


def run(job: Job) -> str:
    """Run a command in a process of its own and return in words how it ended."""
    pulses.begin(job.command)
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), job.command]
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command, capture_output=True, text=True, timeout=job.limit.total_seconds(), check=False
        )
        good, said = done.returncode == 0, done.stdout if done.returncode == 0 else done.stderr or done.stdout
    except subprocess.TimeoutExpired:
        good, said = False, f"arrêtée après {int(job.limit.total_seconds() // 60)} minutes"
    # The last word alone, and nobody's address in it.
    last = _ADDRESS.sub("…@…", next((line for line in reversed(said.splitlines()) if line.strip()), "").strip())
    pulses.end(job.command, good=good, said=last)
    if not good:
        logger.error("« manage.py %s » a échoué : %s", job.command, last)
    return f"{job.command} : {last or ('fait' if good else 'échec')}"


def run_for_ever(stopping: threading.Event, tell: Callable[[str], None]) -> None:
    """Run what comes due until `stopping` is set; a database that restarts is waited for."""
    nightly = threading.Thread(target=_lane, args=(_NIGHTLY, stopping, tell), name="nuit", daemon=True)
    nightly.start()
    _lane(_OFTEN, stopping, tell, beats=True)
    nightly.join(timeout=STEP)


def _lane(jobs, stopping, tell, beats=False):
    while not stopping.is_set():
        try:
            if beats:
                pulses.beat(pulses.SCHEDULER)
            run_due(jobs, tell, stopping)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("La base de données ne répond pas, nouvel essai : %s", type(error).__name__)
            connection.close()
        except Exception:
            # Nobody watches it: it tells of what it did not expect, and goes on.
            logger.exception("Imprévu dans le planificateur")
        stopping.wait(STEP)
    connection.close()
