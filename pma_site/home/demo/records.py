"""Load one record of the demonstration content: build it, or adopt what an editor already made."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Page

from .ledger import Ledger, MissingRecordError
from .references import field_value

CREATED, KEPT, SKIPPED = "created", "kept", "skipped"
# The day the ninth issue came out: the registers it shows are as old.
FIRST_PUBLISHED = datetime(2023, 6, 21, 9, 0)


@dataclass(frozen=True)
class Kind:
    """A sort of record: its model, its table in the data files, and how to recognise one already there."""

    name: str
    label: str
    model: type[models.Model]
    # Fields that no two records share; pages are also recognised by their address under their parent.
    identity: tuple[str, ...] = ()
    # The key of the page above, for pages that do not name theirs.
    parent: str = ""
    # A transaction for each record rather than one for all: for pictures, which are slow to make.
    one_by_one: bool = False

    def key(self, row):
        """The name of a row in the ledger, and wherever other rows refer to it."""
        return f"{self.name}/{row['key']}"

    def load_all(self, rows, ledger: Ledger) -> Counter:
        """Bring rows of the data files in; say what became of how many."""
        return Counter(self.load(row, ledger) for row in rows)

    def load(self, row, ledger: Ledger):
        """Bring one row of the data files in; say what became of it."""
        try:
            with transaction.atomic():
                record, created = self._built_or_found(row, ledger)
                ledger.record(self.key(row), record)
        except MissingRecordError:
            return SKIPPED
        return CREATED if created else KEPT

    def _built_or_found(self, row, ledger):
        fields = {name: value for name, value in row.items() if name not in ("key", "parent")}
        if not issubclass(self.model, Page):
            record = built(self.model, fields, ledger)
            found = self._alike(record)
            if found is None:
                record.full_clean()
                record.save()
            return found or record, found is None
        parent = ledger.fetch(row.get("parent", self.parent))
        fields.setdefault("slug", row["key"])
        page = built(self.model, fields, ledger)
        found = Page.objects.child_of(parent).filter(slug=page.slug).first() or self._alike(page)
        if found is None:
            page.first_published_at = timezone.make_aware(FIRST_PUBLISHED)
            parent.refresh_from_db()
            parent.add_child(instance=page)
            page.save_revision().publish()
        return found or page, found is None

    def _alike(self, record):
        if not self.identity:
            return None
        wanted = {name: getattr(record, name) for name in self.identity}
        return self.model.objects.filter(**wanted).first()


def built(model, fields, ledger):
    """Return an unsaved record of `model` and, for lists of tables, its children."""
    record = model()
    for name, value in fields.items():
        field = model._meta.get_field(name)
        if field.one_to_many:
            children = [built(field.related_model, child, ledger) for child in value]
            for position, child in enumerate(children):
                child.sort_order = position
            setattr(record, name, children)
        else:
            setattr(record, name, field_value(field, value, ledger))
    return record
