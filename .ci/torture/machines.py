"""machines [--clients N] [--seconds N]: two servers of one site behind nginx, one of which is killed under load.

They share PostgreSQL, Redis, the uploaded files and the mark of the page cache. It ends with an error if anything but
what the killed one was just answering fails, if a form that was acknowledged is not there, or if what one server
publishes is not told by the other.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
from machine import Crowd, Machine, Visitor, check, free_port, prepare, verdict
from redis_server import Redis
from server import Server

FORM, THANKS = "/abonnement/", 302
PAGES = ["/", "/agenda/", "/communes/", "/recherche/?q=lens", "/plan-du-site/", "/abonnement/"]
NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream site {{
    server 127.0.0.1:{one} max_fails=1 fail_timeout=10s;
    server 127.0.0.1:{two} max_fails=1 fail_timeout=10s;
  }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://site;
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $http_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto https;
      proxy_connect_timeout 1s;
      # What was read by nobody yet is given to the other one; a form that may have arrived is not sent twice.
      proxy_next_upstream error timeout http_502 http_503;
      proxy_next_upstream_tries 2;
    }}
  }}
}}
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=40)
    asked = parser.parse_args()
    database, started = Server(), []
    with tempfile.TemporaryDirectory(prefix="pma-machines-") as name:
        folder = Path(name)
        # nginx gives its rights up.
        folder.chmod(0o777)
        redis = Redis(folder)
        try:
            shared = {"DATABASE_URL": database.url, "REDIS_URL": redis.url, "PAGE_CACHE_SEVERAL_HOSTS": "1"}
            prepare(folder, **shared)
            django.setup()
            from django.core.management import call_command

            print("Préparation de la base…", flush=True)
            call_command("migrate_once")
            # Each has a mark of its own on its disk, as two hosts have.
            started += [Machine(PAGE_CACHE_STAMP=f"{folder}/mark-{number}") for number in (1, 2)]
            port = free_port()
            conf = folder / "nginx.conf"
            conf.write_text(NGINX.format(folder=folder, one=started[0].port, two=started[1].port, port=port))
            nginx = subprocess.Popen(["/usr/sbin/nginx", "-c", str(conf)])  # noqa: S603
            started.append(_Process(nginx))
            time.sleep(1)
            torture(port, started, asked)
        finally:
            for each in started:
                each.stop()
            redis.kill()
            database.remove()
    sys.exit(verdict())


class _Process:
    def __init__(self, process):
        self.process = process

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Load(Crowd):
    """Visitors who read and subscribe without end; what failed, and when."""

    def __init__(self, port, clients):
        super().__init__(port, clients)
        self.failed = []

    def visit(self, number):
        visitor, count = Visitor(self.port, number), 0
        while not self.stopping.is_set():
            count += 1
            began, address = time.monotonic(), f"m{number}-{count}@ville.example"
            writes = count % 4 == 0
            try:
                if writes:
                    status = visitor.post(FORM, self.hidden | {"email": address})[0]
                else:
                    status = visitor.get(PAGES[count % len(PAGES)])[0]
            except OSError as error:
                status = type(error).__name__
            with self.lock:
                self.answers[status] += 1
                if status == THANKS:
                    self.acknowledged.append(address)
                if status not in (200, THANKS):
                    self.failed.append((began, time.monotonic(), "POST" if writes else "GET", status))


def torture(port, started, asked):
    one, other, _ = started
    tells_the_other(one, other)
    load = Load(port, asked.clients)
    load.start()
    time.sleep(asked.seconds / 2)
    killed = time.monotonic()
    one.kill()
    dead = time.monotonic()
    print("  une des deux machines tuée sous la charge", flush=True)
    time.sleep(asked.seconds / 2)
    load.stop()
    judge(load, killed, dead)


def tells_the_other(one, other):
    """A change made through one machine is told by the other within a second, though its cache holds the page."""
    from django.db import connection

    from pma_site.home.models import HomePage
    from pma_site.page_cache.stamps import the_stamp

    page = HomePage.objects.get()
    for machine in (one, other):
        Visitor(machine.port).get("/")
    page.seo_title = "Un titre tout neuf"
    page.save_revision().publish()
    the_stamp().bump()
    connection.close()
    published, late, told = time.monotonic(), 0, 0
    while time.monotonic() - published < 5:
        for machine in (one, other):
            asked = time.monotonic()
            fresh = "Un titre tout neuf" in Visitor(machine.port).get("/")[1]
            told += fresh
            late += not fresh and asked - published > 1
    check(
        told and not late,
        f"{late} pages anciennes demandées plus d’une seconde après une publication, {told} nouvelles",
    )


def judge(load, killed, dead):
    from django.db import connection

    from pma_site.readers.models import Recipient

    connection.close()
    known = set(Recipient.objects.values_list("email", flat=True))
    lost = [address for address in load.acknowledged if address not in known]
    # What it was answering, or had taken at its door, while it died.
    its_own = [each for each in load.failed if each[0] <= dead and each[1] >= killed]
    others = [each for each in load.failed if each not in its_own]
    print(f"  réponses : {dict(load.answers)} ; {os.cpu_count()} processeurs")
    check(sum(load.answers.values()) > 100, f"{sum(load.answers.values())} demandes")
    check(
        not others,
        f"{len(others)} demandes échouées hors des {len(its_own)} que la machine tuée servait {others[:3] or ''}",
    )
    check(not lost, f"{len(load.acknowledged)} formulaires confirmés, {len(lost)} perdu")


main()
