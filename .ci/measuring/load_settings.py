"""The served copy under load: a relay on this machine, a proxy before it, nothing waits for an hour."""

import os

from served_settings import *  # noqa: F403
from served_settings import FOLDER

from pma_site.settings.transport import from_environment

PROXIES = 1
EMAIL_FILE_PATH = FOLDER / "mail"
globals().update(
    from_environment(
        {
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": os.environ.get("LOAD_RELAY", "25"),
            "DEFAULT_FROM_EMAIL": "lettre@pma.example",
            "SENDING_PER_MINUTE": os.environ.get("SENDING_PER_MINUTE", "0"),
        }
    )
)
