"""Make the templates of the test databases, for the database that DATABASE_URL names or for SQLite."""

import os

import django
from django.test.utils import setup_test_environment

os.environ["DJANGO_SETTINGS_MODULE"] = "pma_site.settings.test"
django.setup()
setup_test_environment()

from tests import databases  # noqa: E402 (it needs the settings)

databases.prepare()
