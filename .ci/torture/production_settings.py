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
