"""load [--seconds N] [--letters N] [--rate N]: the site on a busy day, and what its readers wait for meanwhile.

Two workers serve readers, people who search and subscribe, and an editor, so many visits a second, while a letter
leaves to thousands and PDFs are made one after the other. It ends with an error if a visit failed, if more than 5 of
100 visits took over 300 ms, if a letter was lost or came twice, or if a form that was acknowledged is not there.
"""

import argparse
import contextlib
import http.client
import re
import subprocess
import sys
import threading
import time
from collections import Counter

import served
from visits import Connection, Visits, statuses

# What sends letters here does so in the tortures as well.
sys.path.append(str(served.ROOT / ".ci" / "torture"))
import letters  # noqa: E402

P95 = 300


@contextlib.contextmanager
def sender(site):
    """What sends letters beside the site, as `make worker` does, until the block ends; yields the process."""
    command = [sys.executable, "manage.py", "send_due", "--forever"]
    with subprocess.Popen(command, cwd=served.ROOT, env=site.environment) as process:  # noqa: S603
        try:
            yield process
        finally:
            process.terminate()


def prepare_sending(count, user):
    """Let `count` people subscribe and issue no. 9 leave to them; return the sending, which starts in a moment."""
    from newsletter.models import IssuePage

    letters.let_letters_leave(user)
    letters.subscribe(count, "charge.example")
    return letters.prepared(IssuePage.objects.get(number=9), user)


def signed_in(account) -> str:
    """Return the cookie of an account's browser."""
    from django.test import Client

    client = Client()
    client.force_login(account)
    return "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())


class Printer(threading.Thread):
    """An editor who has the PDF of an issue made for a printer, again and again."""

    def __init__(self, port, cookie, issue, pause=1):
        super().__init__()
        self.port, self.cookie, self.address = port, cookie, f"/admin/lettres/{issue}/imprimeur/"
        self.pause, self.over, self.times, self.wrong = pause, threading.Event(), [], []

    def run(self):
        """Ask until it is over."""
        while not self.over.is_set():
            begun = time.monotonic()
            try:
                status, words, _ = Connection(self.port).ask("GET", self.address, None, {"Cookie": self.cookie})
            except (OSError, http.client.HTTPException) as error:
                status, words = type(error).__name__, ""
            self.times.append(time.monotonic() - begun)
            if not words.startswith("%PDF"):
                self.wrong.append(status)
            self.over.wait(self.pause)

    def stop(self):
        """End, after the PDF that is being made."""
        self.over.set()
        self.join()


def judge(seen, printer, leaving, log, asked, raised) -> list[str]:
    """Print every figure; return what was not held."""
    from django.db import connection

    from pma_site.core.choices import OutgoingState
    from pma_site.readers.models import Recipient

    connection.close()
    print("\n".join(seen.table()))
    p95, half = seen.percentile(0.95), seen.percentile(0.5)
    states = Counter(leaving.deliveries.values_list("state", flat=True))
    took = Counter(re.findall(r"to=(\S+@charge\.example) accepted", log.read_text()))
    known = set(Recipient.objects.values_list("email", flat=True))
    lost = [address for address in seen.subscribed if address not in known]
    accepted, twice = states[OutgoingState.ACCEPTED], sum(count > 1 for count in took.values())
    whole = leaving.deliveries.count()
    # What did not leave yet waits for its turn: nothing is refused here, nor uncertain.
    fine = {OutgoingState.ACCEPTED, OutgoingState.READY, OutgoingState.CLAIMED}
    slowest = max(printer.times, default=0)
    print(
        f"{seen.count} visites à {asked.rate} par seconde : {len(seen.wrong)} erreurs, "
        f"médiane {half:.0f} ms, p95 {p95:.0f} ms."
    )
    print(f"Lettres : {accepted} parties sur {whole}, {twice} reçues deux fois.")
    print(f"PDF : {len(printer.times)} faits, le plus long en {slowest:.1f} s, {len(printer.wrong)} manqués.")
    print(f"Formulaires : {len(seen.subscribed)} confirmés, {len(lost)} perdus.")
    print(f"Cache des pages : vidé {raised} fois.")
    trials = {
        f"erreurs : {dict(statuses(seen))} {seen.wrong[:3]}": not seen.wrong,
        f"p95 de {p95:.0f} ms pour {P95} au plus": p95 <= P95,
        "lettres reçues deux fois": not twice,
        "lettres perdues ou laissées": len(took) >= accepted > 0 and set(states) <= fine,
        f"PDF manqués : {printer.wrong[:3]}": bool(printer.times) and not printer.wrong,
        "formulaires perdus": not lost,
    }
    return [words for words, held in trials.items() if not held]


def main():
    """Print the figures; end with 1 where one is not held."""
    parser = argparse.ArgumentParser(prog="make torture-load")
    parser.add_argument("--seconds", type=int, default=300, help="durée (300)")
    parser.add_argument("--letters", type=int, default=5000, help="lettres qui partent pendant ce temps (5 000)")
    parser.add_argument("--rate", type=int, default=100, help="visites par seconde (100)")
    asked = parser.parse_args()
    port = served.free_port()
    print("Préparation du site de démonstration…", flush=True)
    with served.copied(settings="load_settings", LOAD_RELAY=str(port)) as site:
        from django.db import connection

        from tests import builders

        account = builders.administrator()
        with letters.relay(port, site.folder / "relay.log") as log:
            leaving, cookie = prepare_sending(asked.letters, account), signed_in(account)
            connection.close()
            stamp = site.folder / "page-stamp"
            with served.served(site, PAGE_CACHE_STAMP=str(stamp)) as (at, _), sender(site):
                raised = stamp.stat().st_size
                print(
                    f"{asked.rate} visites par seconde pendant {asked.seconds} s, à {served.WORKERS} processus ; "
                    f"{leaving.eligible} lettres et des PDF pendant ce temps…",
                    flush=True,
                )
                visits, printer = Visits(at, asked.rate, cookie), Printer(at, cookie, leaving.issue_id)
                printer.start()
                try:
                    seen = visits.run(asked.seconds)
                finally:
                    printer.stop()
            # Each time that pages must be made anew adds a byte.
            raised = stamp.stat().st_size - raised
            missed = judge(seen, printer, leaving, log, asked, raised)
    print("Tout est tenu." if not missed else "ÉCHEC : " + " ; ".join(missed))
    raise SystemExit(bool(missed))


if __name__ == "__main__":
    main()
