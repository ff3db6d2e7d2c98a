"""The test suite: SQLite, or PostgreSQL when DATABASE_URL names a server."""

import os
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .database import from_url
from .transport import from_environment

DEBUG = False
SECRET_KEY = "for-tests-only"  # noqa: S105
REFUSAL_KEY = "for-tests-only"
ALLOWED_HOSTS = ["*"]
_FOLDER = Path(tempfile.gettempdir()) / f"pma-tests-{os.getuid()}"
_FOLDER.mkdir(exist_ok=True)
DATABASES = {"default": from_url(os.environ.get("DATABASE_URL", ""), default=_FOLDER / "db.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(_FOLDER / "test.sqlite3")}
    # A test database may be lost at any moment: no need to wait for the disk.
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
DATABASES["default"]["CONN_MAX_AGE"] = 0
# A test waits for its PDF: the others beside it are no visits.
PDF_NICENESS = 0
MEDIA_ROOT = _FOLDER / "media"
EMAIL_FILE_PATH = _FOLDER / "mail"
PRIVATE_ROOT = _FOLDER / "private"
BACKUP_ROOT = _FOLDER / "backups"
REFUSAL_JOURNAL = _FOLDER / "refus.journal"
globals().update(from_environment({"DEFAULT_FROM_EMAIL": "lettre@pma.example"}))
MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
