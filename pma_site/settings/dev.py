"""The one-command run: visitors' pages as in production, SQLite, mail written to files."""

import os

from .base import *  # noqa: F403
from .base import VAR_DIR
from .database import from_url
from .own_keys import own_key
from .transport import from_environment

VAR_DIR.mkdir(exist_ok=True)

DEBUG = False
SECRET_KEY = own_key(VAR_DIR, "secret-key")
REFUSAL_KEY = own_key(VAR_DIR, "refusal-key")
ALLOWED_HOSTS = ["*"]
# What messages lead to: where this machine serves, whichever of its addresses that is.
_HOST = os.environ.get("HOST", "127.0.0.1")
_EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - compared, not bound
WAGTAILADMIN_BASE_URL = f"http://{'127.0.0.1' if _HOST in _EVERYWHERE else _HOST}:{os.environ.get('PORT', '8000')}"
DATABASES = {"default": from_url(os.environ.get("DATABASE_URL", ""), default=VAR_DIR / "db.sqlite3")}
globals().update(from_environment(os.environ))
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
