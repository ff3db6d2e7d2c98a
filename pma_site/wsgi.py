"""The WSGI application that an application server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pma_site.settings.production")

from pma_site.page_cache.front import fronted  # noqa: E402 - it reads the settings named above

application = fronted(get_wsgi_application())
