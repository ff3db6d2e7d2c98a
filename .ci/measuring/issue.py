"""issue: how long an editor waits while composing issue no. 9, and what its PDF takes, against the goals.

Each figure is the median of several turns after a first one, on a throwaway copy of the demo database.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

import django
from django.conf import settings

TURNS = 5
MEGABYTE = 1024**2
BLOCKS = 60


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "pma_site.settings.test"
    django.setup()
    with tempfile.TemporaryDirectory(prefix="pma-bench-") as folder:
        # Read by the tests' modules as they load.
        settings.MEDIA_ROOT = Path(folder) / "media"
        from tests.databases import TestDatabase

        print("Préparation du site de démonstration…", flush=True)
        database = TestDatabase(settings.MEDIA_ROOT)
        database.renew("demo")
        try:
            failed = report(list(measures()))
        finally:
            database.remove()
    sys.exit(failed)


def measures():
    """Yield (what, figure, goal, unit), one line of the report each."""
    from django.test import Client
    from django.urls import reverse

    from newsletter import rendering
    from newsletter.models import IssuePage
    from pma_site.core.models import SiteSettings
    from tests import builders

    issue = IssuePage.objects.get(number=9)
    issue.save_revision()
    client = Client()
    client.force_login(builders.administrator())
    draft = reverse("wagtailadmin_pages:view_draft", args=[issue.pk])
    for mode, label, goal in (("web", "page web", 1), ("courriel", "courriel", 1), ("pdf", "PDF", 3)):
        yield f"Prévisualisation, {label}", seconds(lambda mode=mode: preview(client, draft, mode)), goal, "s"
    # In production the PDF is made by the worker of tasks.
    with patch("newsletter.publication.make_pdf"):
        yield "Publication, sans le PDF", seconds(lambda: issue.save_revision().publish()), 2, "s"
    pdf = rendering.lay_out(issue.letter(SiteSettings.published_for()), settings.WAGTAILADMIN_BASE_URL)
    yield f"Mémoire du processus du PDF ({pdf.pages} pages)", pdf.memory / MEGABYTE, 1024, "Mo"
    edit = reverse("wagtailadmin_pages:edit", args=[crowded(issue).pk])
    yield f"Page de rédaction, {BLOCKS} blocs", seconds(lambda: client.get(edit)), 1.5, "s"


def preview(client, draft, mode):
    """Ask for a preview as after a change: the pages laid out last are forgotten."""
    from newsletter.rendering import paper

    paper._laid_out.cache_clear()
    client.get(draft, {"mode": mode})


def crowded(issue):
    """The issue as a draft whose feature has BLOCKS blocks, its own several times over."""
    blocks = [{"type": block["type"], "value": block["value"]} for block in issue.feature.raw_data]
    issue.feature = (blocks * BLOCKS)[:BLOCKS]
    issue.save_revision()
    return issue


def seconds(action):
    """The median time of an action in seconds, once it has been done before."""
    action()
    times = []
    for _ in range(TURNS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def report(lines):
    """Print the figures beside their goals; return how many are above."""
    failed = 0
    for what, figure, goal, unit in lines:
        over = figure > goal
        failed += over
        digits = 2 if unit == "s" else 0
        print(f"{what:<48} {figure:>8.{digits}f} {unit}   (au plus {goal} {unit}){'   DÉPASSÉ' if over else ''}")
    print(f"{len(lines)} mesures, {failed} au-dessus du but.")
    return failed


if __name__ == "__main__":
    main()
