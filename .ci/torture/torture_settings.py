"""The site under torture: the settings of the tests, the durability of production, a relay on this machine."""

import os

from pma_site.settings.database import SQLITE_OPTIONS
from pma_site.settings.test import *  # noqa: F403
from pma_site.settings.test import DATABASES
from pma_site.settings.transport import from_environment

globals().update(
    from_environment(
        {
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": os.environ["TORTURE_PORT"],
            "EMAIL_TIMEOUT": "3",
            "DEFAULT_FROM_EMAIL": "lettre@pma.example",
            "SENDING_PER_MINUTE": "0",
        }
    )
)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
LOGGING = {"version": 1, "disable_existing_loggers": True, "root": {"handlers": [], "level": "CRITICAL"}}
