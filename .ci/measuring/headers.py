"""headers: scores every kind of address as Mozilla's HTTP Observatory does; fails below 130 (public) or 80 (admin).

The rules are our own port of @mdn/mdn-http-observatory 1.4.8 (tests/observatory.py): that program needs the network.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import django


def main() -> int:
    """Ask for them all on a throwaway site, print each score; return 1 if one is too low."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "pma_site.settings.test"
    django.setup()
    from django.conf import settings

    with TemporaryDirectory(prefix="pma-headers-") as folder:
        settings.MEDIA_ROOT = Path(folder) / "media"
        from tests.databases import TestDatabase

        database = TestDatabase(settings.MEDIA_ROOT)
        database.renew("empty")
        try:
            return score()
        finally:
            database.remove()


def score() -> int:
    """Print what each address scores."""
    from tests.observatory import judged
    from tests.test_headers import ADMIN, PUBLIC, answers, least_for

    low = 0
    found = answers()
    for address, answer in found.items():
        verdict, least = judged(answer), least_for(address)
        low += verdict.score < least
        taken = " ".join(f"{name} {given:+}" for name, given in verdict.rules.items() if given)
        print(f"{verdict.score:4} {verdict.grade:3} {answer.status_code} {address[:60]:60} {taken}")
    print(f"{len(found)} adresses ; {low} au-dessous du but ({PUBLIC} pour le public, {ADMIN} pour l’administration).")
    return int(low > 0)


if __name__ == "__main__":
    sys.exit(main())
