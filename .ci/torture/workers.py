"""Workers that send letters, as processes that may really be killed: good, hurried, mutant, dying."""

import os
import re
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

# What is shorter here than in life, so that the torture ends: how long the letter of a dead worker waits, and one that
# the relay postponed.
LEASE, DELAYS = timedelta(seconds=6), [timedelta(seconds=2)] * 60


def close_connections():
    from django.db import connections

    connections.close_all()


def fork(job):
    """Run `job` in a process of its own, which has Django in memory already; return its number."""
    close_connections()
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        try:
            job()
        finally:
            os._exit(0)
    return pid


def end(pid, name, after=0):
    time.sleep(after)
    os.kill(pid, name)
    os.waitpid(pid, 0)


def memory(pid):
    """The memory of a process, in megabytes."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return round(int(found[1]) / 1024) if found else 0


def work():
    """A worker as `manage.py send_due --forever` is one."""
    import threading

    from newsletter import delivery

    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    delivery.work(stopping)


def tortured_work():
    """The same, in a hurry."""
    from pma_site.core import outbox
    from pma_site.core.models import Outgoing

    Outgoing.LEASE, outbox.DELAYS = LEASE, DELAYS
    work()


def mutant_work():
    """A worker that takes the first message it sees, without asking whether it is free."""
    from pma_site.core import outbox

    def take(messages):
        row = messages.due().first()
        if row is None:
            return None
        row.claim = "moi"
        type(row).objects.filter(pk=row.pk).update(state="pris", claim=row.claim)
        return row

    outbox.take = take
    outbox.commit = lambda row: bool(type(row).objects.filter(pk=row.pk).update(state="remise"))
    work()


def take_and_wait():
    """A worker that dies between taking a letter and sending it."""
    from newsletter.models import Delivery
    from pma_site.core import outbox

    assert outbox.take(Delivery.objects.leaving())
    time.sleep(60)
