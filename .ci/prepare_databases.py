"""Make the templates of the test databases, for the database that DATABASE_URL names or for SQLite."""

import gc
import os

import django


def main() -> None:
    """Make those that are missing."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "pma_site.settings.test"
    django.setup()
    from django.test.utils import setup_test_environment

    from tests import databases

    setup_test_environment()
    # Models rendered for migrations are garbage by the thousand: it is cheaper to look for it seldom (400 MB at most).
    gc.freeze()
    gc.set_threshold(1_000_000, 10, 10)
    databases.prepare()


# The child that lays out the PDF of the demo reads this file again: it has nothing to prepare.
if __name__ == "__main__":
    main()
