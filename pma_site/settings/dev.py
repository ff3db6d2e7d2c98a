"""The one-command run: visitors' pages as in production, SQLite, mail written to files."""

import os

from django.core.management.utils import get_random_secret_key

from .base import *  # noqa: F403
from .base import VAR_DIR
from .database import from_url

VAR_DIR.mkdir(exist_ok=True)


def _own_secret_key() -> str:
    """Return this machine's signing key, drawn at random on the first start."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


DEBUG = False
SECRET_KEY = _own_secret_key()
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": from_url(os.environ.get("DATABASE_URL", ""), default=VAR_DIR / "db.sqlite3")}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SERVE_MEDIA = True
