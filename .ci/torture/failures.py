"""failures: what the site stands on is taken away, piece by piece, while it serves; then given back, without a restart.

A full disk (a small one of its own, which root alone can make), Redis killed, no relay of mail, originals of pictures
that are gone, a clock that jumps. Reads must go on, writes be refused clearly or be kept, and all be well afterwards.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import django
import letters
from machine import Machine, Visitor, check, fields_of_the_form, free_port, prepare, verdict
from redis_server import Redis

FORM, THANKS, CLEAR = "/abonnement/", 302, "Nous ne pouvons pas confirmer"
# The second of each pair is asked for once only: no cache has it.
PAGES = ["/", "/agenda/", "/communes/", "/recherche/?q=lens", "/plan-du-site/"]
SIZE, DAY = "192m", 86_400


def main():
    folder = Path(tempfile.mkdtemp(prefix="pma-failures-"))
    disk, relay = folder / "disk", free_port()
    disk.mkdir()
    mounted = _mount(disk)
    redis = Redis(folder)
    clock = folder / "clock"
    clock.write_text("0")
    prepare(
        disk,
        TORTURE_SQLITE=disk / "base.sqlite3",
        REDIS_URL=redis.url,
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=relay,
        EMAIL_TIMEOUT=3,
        DEFAULT_FROM_EMAIL="lettre@pma.example",
    )
    machine = None
    try:
        django.setup()
        trials = Trials(disk, redis, relay, clock)
        trials.fill()
        machine = trials.machine = Machine(threads=4, TORTURE_CLOCK=str(clock))
        trials.hidden = fields_of_the_form(machine.port)
        time.sleep(6)
        trials.well("Avant toute panne")
        if mounted:
            trials.disk_full()
        else:
            print("  sauté : un disque plein (il faut être root pour en faire un petit)")
        trials.redis_gone()
        trials.relay_gone()
        trials.originals_gone()
        trials.clock_jumps()
        check(machine.process.poll() is None, "le serveur n’a jamais été redémarré")
    finally:
        if machine:
            machine.stop()
        redis.kill()
        if mounted:
            subprocess.run(["umount", "--lazy", str(disk)], check=False)  # noqa: S603, S607
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(verdict())


def _mount(disk):
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)]
    return os.getuid() == 0 and subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603


class Trials:
    """The failures, each with its verdicts."""

    def __init__(self, disk, redis, relay, clock):
        self.disk, self.redis, self.relay, self.clock = disk, redis, relay, clock
        self.machine, self.hidden, self.count = None, {}, 0
        self.acknowledged = []

    def fill(self):
        """A small site: an issue with a picture, events, an account that confirmed how messages leave."""
        from django.db import connection

        from pma_site.core import mail
        from pma_site.core.models import images
        from tests.databases import TEMPLATES, _template

        print("Préparation du site…", flush=True)
        file = connection.settings_dict["NAME"]
        # The base of the tests, made once for all: what its migrations leave.
        template = _template("empty")
        connection.close()
        connection.settings_dict["NAME"] = file
        shutil.copyfile(TEMPLATES / template, file)
        from newsletter.models import IssuePage
        from tests import builders

        IssuePage.publication_rules = []
        images.SIZES, images.FORMATS = {"wide": ["width-48"], "card": ["fill-48x32"]}, ["jpeg"]
        self.image = builders.image()
        issue = builders.issue(cover_image=self.image, cover_image_alt="Un terril", standfirst="Un résumé.")
        self.issue = issue.url
        builders.event()
        mail.confirm(builders.administrator())
        connection_closed()

    def visitor(self):
        """Somebody new."""
        self.count += 1
        return Visitor(self.machine.port, self.count)

    def reads(self):
        """Ask for pages that the cache has, and for some that it cannot have; return those that do not come."""
        self.count += 1
        asked = [*PAGES, self.issue, f"/recherche/?q=mot{self.count}", f"/agenda/?q=mot{self.count}"]
        return [(page, status) for page in asked for status in [self.visitor().get(page)[0]] if status != 200]

    def subscribes(self):
        """Send a form, remember what was acknowledged, and return the status and the page."""
        address = f"essai{self.count}@ville.example"
        status, page = self.visitor().post(FORM, self.hidden | {"email": address})
        if status == THANKS:
            self.acknowledged.append(address)
        return status, page

    def well(self, when):
        """Everything works, and all that was acknowledged is there."""
        from pma_site.readers.models import Recipient

        missing = self.reads()
        status = self.subscribes()[0]
        known = set(Recipient.objects.values_list("email", flat=True))
        connection_closed()
        lost = [address for address in self.acknowledged if address not in known]
        words = f"les pages se lisent {missing or ''}, un formulaire passe ({status}), {len(lost)} perdu"
        check(not missing and status == THANKS and not lost, f"{when} : {words}")

    def disk_full(self):
        """Not a byte is left on the disk of the database and of the uploads."""
        print("Disque plein", flush=True)
        with (self.disk / "ballast").open("wb") as ballast:
            try:
                while True:
                    ballast.write(b"\0" * 65536)
                    ballast.flush()
            except OSError:
                pass
        answers = []
        for _ in range(40):
            answers.append(self.subscribes())
        refused = [page for status, page in answers if status == 503]
        strange = [status for status, page in answers if status not in (THANKS, 503)]
        missing = self.reads()
        check(not missing, f"les pages se lisent {missing or ''}")
        words = f"{len(refused)} formulaires refusés sur {len(answers)}, {strange or 'tous'} par un 503"
        check(bool(refused) and not strange, words)
        check(all(CLEAR in page for page in refused), "le refus est dit en français")
        (self.disk / "ballast").unlink(missing_ok=True)
        began = time.monotonic()
        self.well("Place rendue")
        print(f"      en {time.monotonic() - began:.1f} s")

    def redis_gone(self):
        """The cache of all machines is killed."""
        print("Redis tué", flush=True)
        self.redis.kill()
        self.well("Sans Redis")
        answers = [self._from_one_network() for _ in range(60)]
        words = f"les limites tiennent dans chaque processus : refus à partir du {_first(answers, 429)}e envoi"
        check(429 in answers, words)
        check(set(answers) <= {THANKS, 429}, f"rien d’autre que fait et trop souvent : {sorted(set(answers))}")
        self.redis.start()
        time.sleep(6)
        self.well("Redis revenu")

    def _from_one_network(self):
        self.count += 1
        visitor = Visitor(self.machine.port, 0)
        return visitor.post(FORM, self.hidden | {"email": f"meme{self.count}@ville.example"})[0]

    def relay_gone(self):
        """Nobody answers at the relay of mail."""
        from django.utils import timezone

        from newsletter import delivery
        from pma_site.core.choices import OutgoingState
        from pma_site.readers.models import Notice

        print("Relais de courrier absent", flush=True)
        self.well("Sans relais")
        waiting = Notice.objects.filter(state=OutgoingState.READY).count()
        lane = delivery.asked_for()
        # The first failure puts the whole lane off: one message is enough to see it.
        delivery.Worker(lane).drain()
        ready = Notice.objects.filter(state=OutgoingState.READY).count()
        check(ready == waiting, f"{waiting} messages attendent, {waiting - ready} perdu")
        with letters.relay(self.relay, self.disk / "relay.log"):
            Notice.objects.filter(state=OutgoingState.READY).update(due_at=timezone.now() - timedelta(seconds=1))
            delivery.Worker(lane).drain()
        sent = Notice.objects.filter(state=OutgoingState.ACCEPTED).count()
        left = Notice.objects.filter(state=OutgoingState.READY).count()
        check(sent == waiting and not left, f"relais revenu : {sent} remis, {left} en attente")
        connection_closed()

    def originals_gone(self):
        """The files of the pictures as they were uploaded are gone; their sizes are there."""
        print("Originaux des images disparus", flush=True)
        originals = list((self.disk / "media/original_images").iterdir())
        for path in originals:
            path.unlink()
        (self.disk / "page-stamp").open("a").write(".")
        status, page = self.visitor().get(self.issue)
        check(bool(originals) and status == 200 and "width-48" in page, f"la page se lit ({status}), avec ses images")
        from django.test import Client, override_settings

        from tests import builders

        client = Client(raise_request_exception=False, HTTP_HOST="lettre.example.org", HTTP_X_FORWARDED_PROTO="https")
        client.force_login(builders.administrator())
        paths = ("/admin/images/", f"/admin/images/{self.image.pk}/")
        # It is the library that is asked, not its door.
        with override_settings(SECOND_FACTOR_REQUIRED=False):
            answers = {path: client.get(path).status_code for path in paths}
        check(set(answers.values()) == {200}, f"la photothèque s’ouvre : {answers}")
        connection_closed()

    def clock_jumps(self):
        """The clock of the server jumps, forwards and back."""
        print("Horloge qui saute", flush=True)
        for jump, words in ((2 * DAY, "deux jours en avant"), (-DAY, "un jour en arrière"), (0, "à l’heure")):
            self.clock.write_text(str(jump))
            time.sleep(2)
            missing = self.reads()
            hidden = self.hidden
            self.hidden = fields_of_the_form(self.machine.port)
            old = self.visitor().post(FORM, hidden | {"email": f"saut{self.count}@ville.example"})[0]
            time.sleep(6)
            status = self.subscribes()[0]
            check(not missing and status == THANKS, f"{words} : pages {missing or 'lues'}, formulaire {status}")
            check(old < 500, f"{words} : un formulaire montré avant le saut reçoit {old}")


def _first(answers, wanted):
    return answers.index(wanted) + 1 if wanted in answers else "?"


def connection_closed():
    """Let go of the database: the servers are processes of their own."""
    from django.db import connection

    connection.close()


main()
