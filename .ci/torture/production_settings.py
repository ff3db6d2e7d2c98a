"""Production under torture: its own settings, with a database, a cache and folders that the torture names."""

import os
from pathlib import Path

from pma_site.settings.database import sqlite

os.environ.setdefault("SECRET_KEY", "for-the-torture-only-0123456789-abcdefghijklmnopqrstuvwxyz")
os.environ.setdefault("REFUSAL_KEY", "for-the-torture-too-9876543210-zyxwvutsrqponmlkjihgfedcba")
os.environ.setdefault("ALLOWED_HOSTS", "lettre.example.org")
os.environ.setdefault("BASE_URL", "https://lettre.example.org")
_file = os.environ.get("TORTURE_SQLITE")
if _file:
    os.environ["DATABASE_URL"] = "postgres://nobody@localhost/nothing"

from pma_site.settings.production import *  # noqa: E402,F403
from pma_site.settings.production import STORAGES  # noqa: E402

if _file:
    DATABASES = {"default": sqlite(Path(_file))}
# Nothing has to be collected first.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
EMAIL_FILE_PATH = Path(os.environ["TORTURE_FOLDER"]) / "mail"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"file": {"class": "logging.FileHandler", "filename": f"{os.environ['TORTURE_FOLDER']}/site.log"}},
    "root": {"handlers": ["file"], "level": "WARNING"},
}


def _follow_the_clock(path):
    """Let the clock of this process jump by as many seconds as a file says, whenever it says something else."""
    import threading
    import time

    import time_machine

    real, said, traveller = time.time, "0", None

    def follow():
        nonlocal said, traveller
        while True:
            told = path.read_text().strip() or "0"
            if told != said:
                if traveller:
                    traveller.stop()
                    traveller = None
                if told != "0":
                    traveller = time_machine.travel(real() + int(told), tick=True)
                    traveller.start()
                said = told
            threading.Event().wait(0.2)

    threading.Thread(target=follow, daemon=True).start()


if os.environ.get("TORTURE_CLOCK"):
    _follow_the_clock(Path(os.environ["TORTURE_CLOCK"]))
