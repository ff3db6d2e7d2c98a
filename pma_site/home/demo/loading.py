"""Issue no. 9 and everything it talks about, from the data files of this folder."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from django.db import transaction

from pma_site.territory.models import Commune

from . import agenda, directory, images, newsletter, pages, projects
from .ledger import Ledger, MissingRecord, home_page

# Each kind after those it refers to.
KINDS = [
    *images.KINDS,
    *directory.KINDS,
    *agenda.KINDS,
    *projects.KINDS,
    *newsletter.KINDS,
    *pages.KINDS,
]


class NotReady(Exception):
    """The site lacks what the content stands on; the message says what to do, in French."""


def load_demo() -> Iterator[tuple[str, Counter]]:
    """Load what was never loaded; yield each kind's name and how many were created, kept, skipped.

    What an editor changed or deleted since stays so. Raises NotReady.
    """
    rows = _read_rows()
    ledger = Ledger({kind.name: kind.model for kind in KINDS})
    if any(f"{kind.name}/{row['key']}" not in ledger for kind in KINDS for row in rows[kind.name]):
        _check_ground()
    for kind in KINDS:
        # In one transaction a kind, committed before the next: a run that was cut short goes on where it stopped.
        with nullcontext() if kind.one_by_one else transaction.atomic():
            count = Counter(kind.load(row, ledger) for row in rows[kind.name])
        yield kind.label, count


def _read_rows():
    """Return the rows of every kind, from all the data files."""
    rows = defaultdict(list)
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for name, tables in tomllib.loads(path.read_text(encoding="utf-8")).items():
            rows[name] += tables
    return rows


def _check_ground():
    if not Commune.objects.exists():
        raise NotReady("Chargez d’abord le territoire : python manage.py load_territory")
    try:
        home_page()
    except MissingRecord:
        raise NotReady("Créez d’abord le site : python manage.py migrate") from None
