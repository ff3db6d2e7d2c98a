"""What the letter offers to other rooms and to the roof, by name."""

from django import template

from newsletter.models import IndicatorValue, IssuePage

register = template.Library()


@register.simple_tag
def latest_issue():
    """The latest published issue, or None."""
    return IssuePage.objects.live().latest_first().first()


@register.simple_tag
def latest_figures(count):
    """The last known values of the key figures, the most recent first."""
    return IndicatorValue.objects.latest_of_each()[:count]


@register.simple_tag
def issues_citing(*records):
    """The published issues that name any of these records."""
    return IssuePage.objects.citing(*[record for record in records if record])


@register.simple_tag
def issues_about(record):
    """The published issues that name a record, or a page that does."""
    return IssuePage.objects.about(record)
