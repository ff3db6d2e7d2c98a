"""Make the templates of the test databases, for the database that DATABASE_URL names or for SQLite."""

import os

import django


def main() -> None:
    """Make those that are missing."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "pma_site.settings.test"
    django.setup()
    from django.test.utils import setup_test_environment

    from tests import databases

    setup_test_environment()
    databases.prepare()


# The child that lays out the PDF of the demo reads this file again: it has nothing to prepare.
if __name__ == "__main__":
    main()
