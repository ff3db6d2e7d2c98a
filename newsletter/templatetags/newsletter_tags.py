"""What the letter offers to other rooms and to the roof, by name."""

from django import template
from django.db.models import Model

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
    """The published issues that name any of these records; a subject is a record or a list of them."""
    records = []
    for subject in filter(None, subjects):
        records += [subject] if isinstance(subject, Model) else subject
    return IssuePage.objects.citing(*records)
