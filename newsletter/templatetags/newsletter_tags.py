"""What the letter offers to other rooms and to the roof, by name."""

from collections import defaultdict

from django import template
from django.db.models import Model, QuerySet

from newsletter.models import IndicatorValue, IssuePage
from pma_site.core.prepared import prepared

register = template.Library()


@prepared
def _latest_issues():
    return IssuePage.objects.online().latest_first()[:1]


@register.simple_tag
def latest_issue():
    """The latest published issue, or None."""
    return _latest_issues.first()


@prepared
def _latest_figures(*, count):
    return IndicatorValue.objects.latest_of_each()[:count]


@register.simple_tag
def latest_figures(count):
    """The last known values of the key figures, the most recent first."""
    return _latest_figures(count=count)


@prepared
def _issues_citing(*keys, models):
    return IssuePage.objects.citing_keys(dict(zip(models, keys, strict=True)))


@register.simple_tag
def issues_citing(*subjects):
    """The published issues that name any of these records; a subject is a record, a list or a queryset of them.

    A queryset that was not read yet is not read for it.
    """
    records = []
    for subject in subjects:
        unread = isinstance(subject, QuerySet) and subject._result_cache is None
        records += [subject] if isinstance(subject, Model) or unread else subject or []
    if any(isinstance(record, QuerySet) for record in records):
        return IssuePage.objects.citing(*records)
    keys = defaultdict(list)
    for record in records:
        keys[type(record)].append(str(record.pk))
    return _issues_citing(*keys.values(), models=tuple(keys))
