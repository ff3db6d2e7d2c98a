"""What the letter offers to other rooms and to the roof, by name."""

from django import template
from django.db.models import Model, QuerySet

from newsletter.models import IndicatorValue, IssuePage

register = template.Library()


@register.simple_tag
def latest_issue():
    """The latest published issue, or None."""
    return IssuePage.objects.online().latest_first().first()


@register.simple_tag
def latest_figures(count):
    """The last known values of the key figures, the most recent first."""
    return IndicatorValue.objects.latest_of_each()[:count]


@register.simple_tag
def issues_citing(*subjects):
    """The published issues that name any of these records; a subject is a record, a list or a queryset of them.

    A queryset that was not read yet is not read for it.
    """
    records = []
    for subject in subjects:
        unread = isinstance(subject, QuerySet) and subject._result_cache is None
        records += [subject] if isinstance(subject, Model) or unread else subject or []
    return IssuePage.objects.citing(*records)
