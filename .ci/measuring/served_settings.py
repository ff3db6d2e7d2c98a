"""A throwaway copy of the demo site, served as in production: the cache of pages before it, its connections kept."""

import os
from pathlib import Path

from pma_site.settings import base
from pma_site.settings.serving import serving_from
from pma_site.settings.test import *  # noqa: F403
from pma_site.settings.test import DATABASES, LOGGING, MIDDLEWARE

# A PDF comes after visits, which it does not for tests.
PDF_NICENESS = base.PDF_NICENESS

FOLDER = Path(os.environ["SERVED_FOLDER"])
_NAME = os.environ["SERVED_DATABASE"]
DATABASES["default"]["NAME"] = _NAME if os.environ.get("DATABASE_URL") else FOLDER / _NAME
DATABASES["default"]["CONN_MAX_AGE"] = None
MEDIA_ROOT, PRIVATE_ROOT = FOLDER / "media", FOLDER / "private"
LOGGING["loggers"]["django.request"] = {"level": "ERROR"}
WHITENOISE_AUTOREFRESH = False
PROXIES = 1 if os.environ.get("FRONT_CACHE") == "nginx" else 0
globals().update(serving_from(os.environ, MIDDLEWARE, FOLDER))
