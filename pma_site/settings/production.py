"""Production: everything that differs from one host to another comes from the environment (see the README)."""

import os

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import BASE_DIR, INSTALLED_APPS, MIDDLEWARE, VAR_DIR
from .database import from_url
from .observing import observing_from, release_of
from .serving import serving_from
from .sharing import caches, storages, tasks
from .transport import from_environment


def _required(name: str) -> str:
    """Return the variable `name`; raises ImproperlyConfigured when it is missing or empty."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"La variable d’environnement {name} est obligatoire (voir le README).")
    return value


DEBUG = False
SECRET_KEY = _required("SECRET_KEY")
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if key]
REFUSAL_KEY = _required("REFUSAL_KEY")
ALLOWED_HOSTS = _required("ALLOWED_HOSTS").split(",")
WAGTAILADMIN_BASE_URL = _required("BASE_URL")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
DATABASES = {"default": from_url(_required("DATABASE_URL"), default=VAR_DIR / "db.sqlite3")}

STATIC_ROOT = os.environ.get("STATIC_ROOT", str(VAR_DIR / "static"))
MEDIA_ROOT = os.environ.get("MEDIA_ROOT", str(VAR_DIR / "media"))
PRIVATE_ROOT = os.environ.get("PRIVATE_ROOT", str(VAR_DIR / "private"))
STORAGES = {
    **storages(os.environ),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# What several machines share. Sessions stay in the database, which they share as well: no outage of the cache signs
# anybody out, or in again.
CACHES = caches(os.environ)
_TASK_APPS, TASKS = tasks(os.environ)
INSTALLED_APPS = [*INSTALLED_APPS, *_TASK_APPS]
MEDIA_FROM_BUCKET = bool(os.environ.get("MEDIA_BUCKET"))

# Backups, and what outlives a return to one of them.
BACKUP_ROOT = os.environ.get("BACKUP_ROOT", str(VAR_DIR / "backups"))
BACKUP_DAYS = int(os.environ.get("BACKUP_DAYS", "30"))
REFUSAL_JOURNAL = os.environ.get("REFUSAL_JOURNAL", str(VAR_DIR / "refus.journal"))
RELEASE = os.environ.get("RELEASE", "") or release_of(BASE_DIR)

globals().update(from_environment(os.environ))

# --- What it tells of itself (settings.observing) ---
_observed = observing_from({**os.environ, "RELEASE": RELEASE}, MIDDLEWARE)
globals().update(_observed)

# --- How pages are served (settings.serving) ---
globals().update(serving_from(os.environ, _observed["MIDDLEWARE"], VAR_DIR))

SECURE_SSL_REDIRECT = True
# What watches over one machine asks it directly, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
PROXIES = int(os.environ.get("PROXIES", "1"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# No other host of the domain may set these cookies (RFC 6265bis, § 4.1.3.2).
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
SECOND_FACTOR_REQUIRED = True
CLAMAV = os.environ.get("CLAMAV", "")
ADMIN_HOST = os.environ.get("ADMIN_HOST", "").lower()
if ADMIN_HOST:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, ADMIN_HOST]
    CSRF_TRUSTED_ORIGINS = [*CSRF_TRUSTED_ORIGINS, f"https://{ADMIN_HOST}"]
