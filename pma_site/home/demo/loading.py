"""Issue no. 9 and everything it talks about, from the data files of this folder."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from django.db import transaction

from pma_site.territory.models import Commune

from . import agenda, calls, directory, images, newsletter, offices, pages, projects
from .ledger import Ledger, MissingRecordError, home_page
from .records import KEPT

# Each kind after those it refers to.
KINDS = [
    *images.KINDS,
    *directory.KINDS,
    *agenda.KINDS,
    *calls.KINDS,
    *projects.KINDS,
    # The PDF of an issue is made as it goes online: it names who publishes.
    *pages.PUBLISHER,
    *newsletter.KINDS,
    *pages.KINDS,
    *offices.KINDS,
]


class NotReadyError(Exception):
    """The site lacks what the content stands on; the message says what to do, in French."""


def load_demo() -> Iterator[tuple[str, Counter]]:
    """Load what was never loaded; yield each kind's name and how many were created, kept, skipped.

    What an editor changed or deleted since stays so. Raises NotReadyError.
    """
    rows = _read_rows()
    ledger = Ledger({kind.name: kind.model for kind in KINDS})
    missing = {kind: [row for row in rows[kind.name] if kind.key(row) not in ledger] for kind in KINDS}
    if any(missing.values()):
        _check_ground()
    for kind in KINDS:
        count = Counter({KEPT: len(rows[kind.name]) - len(missing[kind])})
        if missing[kind]:
            # A transaction for each kind: a run that was cut short goes on where it stopped.
            with nullcontext() if kind.one_by_one else transaction.atomic():
                count.update(kind.load_all(missing[kind], ledger))
        yield kind.label, count


def _read_rows():
    """Return the rows of every kind, from all the data files; town halls follow the communes."""
    rows = defaultdict(list, office=offices.rows())
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for name, tables in tomllib.loads(path.read_text(encoding="utf-8")).items():
            rows[name] += tables
    return rows


def _check_ground():
    if not Commune.objects.exists():
        raise NotReadyError("Chargez d’abord le territoire : python manage.py load_territory")
    try:
        home_page()
    except MissingRecordError:
        raise NotReadyError("Créez d’abord le site : python manage.py migrate") from None
