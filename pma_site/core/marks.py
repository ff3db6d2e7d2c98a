"""Marks: how each process learns that what it keeps in memory of the database has changed.

Whatever changes something leaves a mark, a row, in the same transaction; a transaction that is rolled back takes its
marks with it. A process that meets a mark it does not know reads again.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Self

from django.db import connection, models, transaction
from django.db.models import Count, Window

from .memory import remembered

# Marks that are outdated go when so many new ones have come.
AT_ONCE = 50


class Mark(models.Model):
    """Something that processes keep in memory has changed. What has marks of its own inherits from it."""

    # Drawn at random: the number of a mark that was rolled back is given again.
    token = models.UUIDField(default=uuid.uuid4, editable=False)

    # How many are kept; one that is new is always among them.
    kept = AT_ONCE

    class Meta:
        abstract = True

    def __str__(self):
        return f"repère {self.pk}"

    @classmethod
    def leave(cls, **said) -> None:
        """Tell every process that there is something to read again once this transaction is done."""
        mark = cls.objects.create(**said)
        if mark.pk % AT_ONCE == 0:
            # A record may be saved on its own: locks need a transaction.
            with transaction.atomic():
                # Marks that another transaction is removing are left to it.
                outdated = cls.objects.filter(pk__lte=mark.pk - cls.kept).select_for_update(skip_locked=True)
                cls.objects.filter(pk__in=list(outdated.values_list("pk", flat=True))).delete()

    @classmethod
    def stamp(cls) -> tuple:
        """What is the same as long as nothing has changed: the database, its newest mark and how many there are."""
        newest = cls.objects.order_by("-pk").annotate(count=Window(Count("pk")))
        return connection.settings_dict["NAME"], *(newest.values_list("token", "count").first() or ())


class Keeper:
    """What a process keeps in memory, lent to one thread at a time; what inherits says which marks tell of it."""

    marks: type[Mark]

    def __init__(self):
        self.lock = RLock()
        self.stamp = None

    @contextmanager
    def up_to_date(self) -> Iterator[Self]:
        """Lend it, brought in line with the database first."""
        with self.lock:
            self.refresh()
            yield self

    def refresh(self) -> None:
        """Read again, if anything changed."""
        stamp = remembered(("marks", self.marks), self.marks.stamp)
        if stamp != self.stamp:
            self.read(stamp)
            self.stamp = stamp

    def read(self, stamp: tuple) -> None:
        """Read what is kept; `stamp` is what it will be known by, `self.stamp` what it was known by."""
        raise NotImplementedError
