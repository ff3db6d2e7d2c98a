"""When records last changed, as far as the site knows."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Model, QuerySet
from wagtail.models import ModelLogEntry


def last_published(pages: QuerySet) -> datetime | None:
    """When any of these pages was last published."""
    return pages.order_by().aggregate(last=Max("last_published_at"))["last"]


def last_edited(*models: type[Model]) -> datetime | None:
    """When anybody last edited records of these registers in the admin; None where nobody ever did."""
    kinds = ContentType.objects.get_for_models(*models).values()
    return ModelLogEntry.objects.filter(content_type__in=kinds).aggregate(last=Max("timestamp"))["last"]


def latest(*instants: datetime | None) -> datetime | None:
    """The last of the instants that are known."""
    return max(filter(None, instants), default=None)
