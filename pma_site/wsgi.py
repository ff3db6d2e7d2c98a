"""The WSGI application that an application server loads."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pma_site.settings.production")
# What is loaded stays: to look for garbage among it takes a sixth of the time in which the site starts.
gc.disable()

import django  # noqa: E402

django.setup(set_prefix=False)

from pma_site.core.frames import with_room  # noqa: E402
from pma_site.core.reading_requests import SiteHandler  # noqa: E402
from pma_site.page_cache.front import fronted  # noqa: E402 - it reads the settings named above

handler = SiteHandler()

application = fronted(with_room(handler))
gc.freeze()
gc.enable()
