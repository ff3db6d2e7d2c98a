"""What a process loads before its first page: nothing that only the team, a task or a reader of files needs."""

import os
import subprocess
import sys

from django.conf import settings

# Each takes megabytes of every worker, and a part of the second in which a site starts.
LATER = ["openpyxl", "dns", "icalendar", "pypdfium2", "weasyprint", "snowballstemmer", "mrml", "css_inline", "segno"]
LATER += ["anymail.webhooks", "boto3", "storages", "sentry_sdk", "lxml", "numpy"]
LOADED = """
import sys
from django.core.wsgi import get_wsgi_application
get_wsgi_application()
from django.urls import reverse
from wagtail import hooks
reverse("search"), hooks.get_hooks("before_serve_page")
print(*sys.modules)
"""


def test_what_no_page_needs_is_not_loaded():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "pma_site.settings.test"}
    command = [sys.executable, "-c", LOADED]
    answer = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True)
    loaded = set(answer.stdout.split())

    assert "wagtail.admin.views.home" in loaded
    assert [name for name in LATER if name in loaded] == []
