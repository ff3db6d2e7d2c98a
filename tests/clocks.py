"""The day of the tests: a run that begins before midnight and goes on after it asks about one day."""

from datetime import datetime, time

from django.utils import timezone

TODAY = timezone.localdate()


def noon_today():
    """Return the noon of that day."""
    return timezone.make_aware(datetime.combine(TODAY, time(12)))
