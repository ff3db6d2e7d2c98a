"""Which records a list of the API holds, kept in each process: a list costs the same, however long it is.

Only keys are kept, in their order. The records themselves are read when they are asked for, by the question that found
them: what is public no more is in no answer. Whatever changes a list leaves a mark in the same transaction.
"""

from array import array
from collections import OrderedDict
from collections.abc import Hashable

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_unpublished, post_page_move

from newsletter.models import Indicator, IndicatorValue
from pma_site.core.drafts import is_of_a_draft
from pma_site.core.marks import Keeper
from pma_site.core.signals import written

from .models import DataMark

# How many lists are kept: of all the ways to ask, those asked for last.
MOST = 32
_RECORDS = (Indicator, IndicatorValue, PageViewRestriction)


class _Keeper(Keeper):
    """The lists as this process knows them."""

    marks = DataMark

    def __init__(self):
        super().__init__()
        self.lists = OrderedDict()

    def read(self, stamp):
        self.lists.clear()

    def keys(self, name, queryset):
        """The keys of a list, read where it is not known."""
        if name not in self.lists:
            self.lists[name] = array("q", queryset.values_list("pk", flat=True))
        self.lists.move_to_end(name)
        while len(self.lists) > MOST:
            self.lists.popitem(last=False)
        return self.lists[name]


_keeper = _Keeper()


class KeptList:
    """A queryset in its order, of which only the piece that is shown is read."""

    def __init__(self, name: Hashable, queryset: QuerySet):
        """`name` tells what was asked: the same name, the same question."""
        self._queryset = queryset
        with _keeper.up_to_date() as keeper:
            # Some lists begin or end with the day.
            self._keys = keeper.keys((name, timezone.localdate()), queryset)

    def count(self) -> int:
        """How many records there are."""
        return len(self._keys)

    def __getitem__(self, piece: slice) -> list[Model]:
        keys = self._keys[piece]
        found = self._queryset.order_by().in_bulk(list(keys)) if keys else {}
        return [found[key] for key in keys if key in found]


def watch() -> None:
    """Leave a mark whenever a list may change; called once, when the site starts."""
    written.connect(_written, dispatch_uid="open_data.written")
    for signal in (page_unpublished, post_page_move):
        signal.connect(_changed, dispatch_uid="open_data.changed")
    # Of these only: Django deletes all others at once as long as nobody asks to hear of each.
    for model in (Page, *_RECORDS):
        post_delete.connect(_changed, sender=model, dispatch_uid=f"open_data.deleted.{model.__name__}")
    for model in _RECORDS:
        post_save.connect(_changed, sender=model, dispatch_uid=f"open_data.saved.{model.__name__}")


def _written(sender, record, fields, **kwargs):
    if isinstance(record, Page) and not is_of_a_draft(fields):
        DataMark.leave()


def _changed(sender, **kwargs):
    DataMark.leave()
