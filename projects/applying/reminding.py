"""Who began an application and did not deposit it is reminded once, some days before the call closes."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ..models import Application, LabelCall
from . import telling

# How long before the closing, and how long a file was left alone.
BEFORE, LEFT_ALONE = timedelta(days=7), timedelta(days=1)


def to_remind():
    """The drafts whose holders are to be reminded now."""
    now = timezone.now()
    calls = LabelCall.objects.open().filter(closes_at__lte=now + BEFORE)
    drafts = Application.objects.drafts().filter(edition__call__in=calls, reminded_at=None)
    return drafts.filter(saved_at__lte=now - LEFT_ALONE)


def remind_all() -> int:
    """Note a reminder for each of them, once, and return how many will leave.

    Where a mailbox was written to often enough today, the next run tries again.
    """
    count = 0
    for key in list(to_remind().values_list("pk", flat=True)):
        with transaction.atomic():
            rows = Application.objects.select_for_update(of=("self",)).select_related("edition__call")
            application = rows.filter(pk=key, reminded_at=None).first()
            if application is None or not application.is_draft or not telling.remind(application):
                continue
            application.reminded_at = timezone.now()
            application.save(update_fields=["reminded_at"])
            count += 1
    return count
