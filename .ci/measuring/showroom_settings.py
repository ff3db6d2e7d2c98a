"""The demo site served by itself: the settings of the tests, with a database and a media folder of its own."""

import os
from pathlib import Path

from pma_site.settings.test import *  # noqa: F403
from pma_site.settings.test import DATABASES, LOGGING, MIDDLEWARE, STATICFILES_FINDERS

FOLDER = Path(os.environ["SHOWROOM_FOLDER"])
DATABASES["default"]["NAME"] = FOLDER / os.environ["SHOWROOM_DATABASE"]
MEDIA_ROOT = FOLDER / "media"
PRIVATE_ROOT = FOLDER / "private"
STATIC_ROOT = FOLDER / "static"
# A missing page is among those that are looked at.
LOGGING["loggers"]["django.request"] = {"level": "ERROR"}

if os.environ.get("SHOWROOM_AS_IN_PRODUCTION"):
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = False
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    # Public pages use no file of the admin, whose compression takes most of the time.
    STATICFILES_FINDERS = [finder for finder in STATICFILES_FINDERS if not finder.endswith("AppDirectoriesFinder")]
    MIDDLEWARE = ["front_server.PageCompression", *MIDDLEWARE]
