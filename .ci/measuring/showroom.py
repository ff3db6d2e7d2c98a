"""The demo site, served on a free port from a throwaway copy of its database: var/db.sqlite3 is not touched."""

import contextlib
import datetime
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import django
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client

# The letter no. 9 has just come out; half of its dates are still to come.
DAY = datetime.date(2023, 6, 15)
HERE = Path(__file__).parent
ROOT = HERE.parent.parent
_PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class Showroom:
    """A site that answers at `url`, the session cookie of an administrator there, and those of other roles."""

    url: str
    session: dict[str, str]
    sessions: dict[str, dict[str, str]]


@contextlib.contextmanager
def showroom(
    day: datetime.date = DAY,
    as_in_production: bool = False,
    staff: dict[str, dict] | None = None,
    furnish: Callable | None = None,
) -> Iterator[Showroom]:
    """Serve the demo site as it is on `day` until the block ends.

    `as_in_production` compresses static files and pages as on a real host; it leaves out the files of the admin.
    `staff` names an account for each role that is signed in, `furnish` adds records to those of the demo content.
    """
    print("Préparation du site de démonstration…", flush=True)
    with tempfile.TemporaryDirectory(prefix="pma-showroom-") as folder, socket.create_server(("127.0.0.1", 0)) as door:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "showroom_settings",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{HERE}",
            "SHOWROOM_FOLDER": folder,
            "SHOWROOM_DAY": day.isoformat(),
            "SHOWROOM_AS_IN_PRODUCTION": "1" if as_in_production else "",
        }
        environment["SHOWROOM_DATABASE"], session, sessions = _prepare(Path(folder), day, staff or {}, furnish)
        if as_in_production:
            collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
            subprocess.run(collect, cwd=ROOT, env=environment, check=True)  # noqa: S603
        server = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "gunicorn", "showroom_wsgi", "--bind", f"fd://{door.fileno()}"]
            + ["--threads", "4", "--log-level", "warning"],
            cwd=HERE,
            env=environment,
            pass_fds=[door.fileno()],
        )
        try:
            yield Showroom(f"http://127.0.0.1:{door.getsockname()[1]}", session, sessions)
        finally:
            server.terminate()
            server.wait()


def _prepare(folder: Path, day: datetime.date, staff, furnish) -> tuple[str, dict[str, str], dict]:
    """Put a copy of the demo database and its media in `folder`; return its name and the cookies of accounts."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "pma_site.settings.test"
    django.setup()
    # Read by the tests' modules as they load.
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = folder / "media", folder / "private"
    from tests import builders
    from tests.databases import TestDatabase

    database = TestDatabase(settings.MEDIA_ROOT)
    database.renew("demo")
    _open_calls(builders, day)
    if furnish:
        with time_machine.travel(datetime.datetime.combine(day, datetime.time(8, 30), _PARIS), tick=True):
            furnish(builders)
    session = _cookie(builders.administrator())
    sessions = {role: _cookie(builders.account(role, **names)) for role, names in (staff or {}).items()}
    connection.close()
    return database.name, session, sessions


def _cookie(account):
    """Sign an account in; return what its browser keeps."""
    client = Client()
    client.force_login(account)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": cookie.key, "value": cookie.value}


def _open_calls(builders, day):
    """Open a call to mayors and one for applications, which the demo content does not have: nobody announced any."""
    month = {"opens_at": builders.local(day.year, day.month, day.day) - datetime.timedelta(days=10)}
    month["closes_at"] = month["opens_at"] + datetime.timedelta(days=60)
    asked = builders.questions(
        ("short_text", "Qui viendra ?", {"required": True}),
        ("choices", "Quels sujets vous intéressent ?", {"choices": ["Le bois", "L’eau", "Les mobilités"]}),
    )
    question = "<p>Exemple d’appel : votre commune veut-elle une visite du territoire pour ses élus ?</p>"
    builders.call(title="Exemple d’appel aux maires", slug="exemple", question=question, questions=asked, **month)
    edition = builders.edition(title="Exemple d’édition", slug=str(day.year + 1), year=day.year + 1)
    headings = ["En quoi le projet aide-t-il la transition ?", "Comment d’autres pourront-ils le reprendre ?"]
    builders.label_call(edition, criteria=headings, **month)
