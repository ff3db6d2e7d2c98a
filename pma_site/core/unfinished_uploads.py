"""Pictures of which somebody sent the file and did not fill in the form yet: Wagtail keeps them until then."""

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils import timezone

from .processing import Period

KEPT = Period(days=1)


def left(rows: QuerySet) -> QuerySet:
    """Those that were kept for so long; the row does not say when it was made, its file does."""
    before = KEPT.before(timezone.now())
    return rows.filter(pk__in=[key for key, name in rows.values_list("pk", "file") if _is_older(name, before)])


def _is_older(name, moment):
    return not default_storage.exists(name) or default_storage.get_modified_time(name) <= moment


def forget(rows: QuerySet) -> int:
    """Delete them with their files; return how many."""
    count = 0
    for row in rows:
        row.file.delete(save=False)
        row.delete()
        count += 1
    return count
