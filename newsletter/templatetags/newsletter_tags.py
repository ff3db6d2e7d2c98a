"""What the letter offers to other rooms and to the roof, by name."""

from collections import defaultdict

from django import template
from django.db.models import Model, QuerySet

from newsletter.models import IndicatorValue, IssuePage
from newsletter.rendering.pieces import html_of
from pma_site.core.prepared import prepared

register = template.Library()


@prepared
def _latest_issues():
    # What it is written in, and by whom, is for its own page.
    issues = IssuePage.objects.online().select_related(None).select_related("cover_image", "pdf")
    return issues.defer("cover", "feature", "territory", "committee").latest_first()[:1]


@register.simple_tag
def latest_issue():
    """The latest published issue, or None."""
    return _latest_issues.first()


@register.simple_tag(takes_context=True)
def piece_html(context, piece, level):
    """A block of a letter (letter.Piece) on its page, with its title at that level of headings."""
    return html_of(piece, level, context)


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
