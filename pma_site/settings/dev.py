"""The one-command run: visitors' pages as in production, SQLite, mail written to files."""

import os

from django.core.management.utils import get_random_secret_key

from .base import *  # noqa: F403
from .base import VAR_DIR
from .database import from_url
from .transport import from_environment

VAR_DIR.mkdir(exist_ok=True)


def _own_key(name: str) -> str:
    """Return this machine's key `name`, drawn at random on the first start."""
    path = VAR_DIR / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


DEBUG = False
SECRET_KEY = _own_key("secret-key")
REFUSAL_KEY = _own_key("refusal-key")
ALLOWED_HOSTS = ["*"]
# What messages lead to: where this machine serves, whichever of its addresses that is.
_HOST = os.environ.get("HOST", "127.0.0.1")
_EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - compared, not bound
WAGTAILADMIN_BASE_URL = f"http://{'127.0.0.1' if _HOST in _EVERYWHERE else _HOST}:{os.environ.get('PORT', '8000')}"
DATABASES = {"default": from_url(os.environ.get("DATABASE_URL", ""), default=VAR_DIR / "db.sqlite3")}
globals().update(from_environment(os.environ))
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SERVE_MEDIA = True
