"""Keeping the index in step with what the public may read: the only writer of its entries."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models, transaction

from .describing import (
    RECORDS,
    Description,
    described_pages,
    described_record,
    key_of,
    online_pages,
)
from .models import SearchEntry

# Small enough for the memory and for the variables of a statement on SQLite.
_AT_ONCE = 100


@dataclass(frozen=True)
class Written:
    """How many entries were made or changed, and how many taken out."""

    changed: int = 0
    removed: int = 0

    def __add__(self, other):
        return Written(self.changed + other.changed, self.removed + other.removed)


def write_pages(keys: Iterable[int]) -> Written:
    """Write what search knows of some pages as they are now; those that the public may not read are taken out."""
    written = Written()
    for batch in _batches(sorted(set(keys))):
        kept = SearchEntry.objects.filter(page__in=batch)
        written += _write(kept, described_pages(batch))
    return written


def write_records(model: type[models.Model], keys: Iterable) -> Written:
    """The same of some records of a model; nothing where they have no public pages of their own (RECORDS)."""
    written = Written()
    if model not in RECORDS:
        return written
    for batch in _batches(sorted(set(keys))):
        names = [f"{model._meta.label_lower}:{key}" for key in batch]
        public = RECORDS[model].public().filter(pk__in=batch)
        kept = SearchEntry.objects.filter(key__in=names)
        written += _write(kept, map(described_record, public))
    return written


def write_descriptions(descriptions: Iterable[Description]) -> Written:
    """Write what is described, whatever it comes from."""
    descriptions = list(descriptions)
    kept = SearchEntry.objects.filter(key__in=[description.key for description in descriptions])
    return _write(kept, descriptions)


def forget(record: models.Model) -> None:
    """Take out a record that is being deleted."""
    SearchEntry.objects.filter(key=key_of(record)).delete()


def rebuild(dry_run: bool = False) -> Iterator[tuple[int, int, Written]]:
    """Write everything anew; yield how many pages and records are done, of how many, and what differed so far.

    With `dry_run`, only count what differs.
    """
    work = [
        (write_pages, batch) for batch in _batches(list(online_pages().order_by("pk").values_list("pk", flat=True)))
    ]
    keys = {
        model: list(record.public().order_by("pk").values_list("pk", flat=True)) for model, record in RECORDS.items()
    }
    for model, pks in keys.items():
        work += [(lambda batch, model=model: write_records(model, batch), batch) for batch in _batches(pks)]
    total = sum(len(batch) for _, batch in work)
    done, written = 0, _take_out_what_is_gone(keys, dry_run)
    yield done, total, written
    for write, batch in work:
        with transaction.atomic():
            written += write(batch)
            transaction.set_rollback(dry_run)
        done += len(batch)
        yield done, total, written


def _take_out_what_is_gone(keys, dry_run):
    known = {f"{model._meta.label_lower}:{pk}" for model, pks in keys.items() for pk in pks}
    others = SearchEntry.objects.filter(page=None).values_list("pk", "key")
    gone = [pk for pk, key in others.iterator() if key not in known]
    gone += SearchEntry.objects.exclude(page=None).exclude(page__in=online_pages()).values_list("pk", flat=True)
    if not dry_run:
        for batch in _batches(gone):
            SearchEntry.objects.filter(pk__in=batch).delete()
    return Written(removed=len(gone))


def _batches(keys):
    return [keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE)]


@transaction.atomic
def _write(kept, descriptions: Iterable[Description]):
    known = {entry.key: entry for entry in kept.only("key", "mark")}
    made, changed = [], []
    for description in descriptions:
        entry = _entry_of(description)
        before = known.pop(description.key, None)
        if before is None:
            made.append(entry)
        elif before.mark != entry.mark:
            entry.pk = before.pk
            changed.append(entry)
    SearchEntry.objects.bulk_create(made, update_conflicts=True, unique_fields=["key"], update_fields=_FIELDS)
    SearchEntry.objects.bulk_update(changed, _FIELDS, batch_size=_AT_ONCE)
    removed = len(known)
    if known:
        SearchEntry.objects.filter(pk__in=[entry.pk for entry in known.values()]).delete()
    return Written(len(made) + len(changed), removed)


_FIELDS = [
    "page", "kind", "title", "noun", "detail", "address", "summary", "text", "card", "date", "starts", "ends", "mark",
]  # fmt: skip


def _entry_of(said: Description) -> SearchEntry:
    entry = SearchEntry(
        key=said.key,
        page_id=said.page,
        kind=said.kind,
        title=said.title[:255],
        noun=said.noun[:80],
        detail=said.detail[:200],
        address=said.address[:255],
        summary=said.standfirst or "",
        text=said.text,
        card=json.dumps(said.card, ensure_ascii=False, separators=(",", ":"), sort_keys=True),
        date=said.day,
        starts=said.starts,
        ends=said.ends,
    )
    entry.mark = _mark([str(getattr(entry, "page_id" if name == "page" else name)) for name in ("key", *_FIELDS[:-1])])
    return entry


def _mark(said):
    """44 bits of a digest: hundreds of thousands of them add up in a whole number of the database."""
    return int(hashlib.sha256("\0".join(said).encode()).hexdigest()[:11], 16)
