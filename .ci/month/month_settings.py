"""The site of the month: as `make serve` has it, with a database, folders, a relay and a clock of its own."""

import os
from pathlib import Path

from clock import Follower

FOLDER = Path(os.environ["MONTH_FOLDER"])
for _name, _place in {
    "MEDIA_ROOT": "media",
    "PRIVATE_ROOT": "private",
    "BACKUP_ROOT": "backups",
    "PAGE_CACHE_STAMP": "page-stamp",
}.items():
    os.environ[_name] = str(FOLDER / _place)
# The journal of refusals lies elsewhere than what it outlives.
os.environ["REFUSAL_JOURNAL"] = os.environ["MONTH_JOURNAL"]
os.environ["SECRET_KEY"] = "for-the-month-only-0123456789-abcdefghijklmnopqrstuvwxyz"  # noqa: S105
os.environ["REFUSAL_KEY"] = "for-the-month-too-9876543210-zyxwvutsrqponmlkjihgfedcba"

from pma_site.settings.serve import *  # noqa: E402, F403
from pma_site.settings.serve import DATABASES, STORAGES  # noqa: E402

if os.environ.get("MONTH_DATABASE"):
    _server = DATABASES["default"]["ENGINE"].endswith("postgresql")
    DATABASES["default"]["NAME"] = os.environ["MONTH_DATABASE"] if _server else FOLDER / os.environ["MONTH_DATABASE"]
# As `make run` has it: the second factor has tests of its own.
SECOND_FACTOR_REQUIRED = False
# Nothing has to be collected first.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
EMAIL_FILE_PATH = FOLDER / "mail"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "file": {"class": "logging.FileHandler", "filename": os.environ["MONTH_LOG"], "formatter": "plain"},
    },
    "root": {"handlers": ["file"], "level": "WARNING"},
}

if os.environ.get("MONTH_CLOCK") and os.environ.get("MONTH_DRIVER") != str(os.getpid()):
    _clock = Follower(Path(os.environ["MONTH_CLOCK"]))
