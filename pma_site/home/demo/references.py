"""Turn the values of the data files into those of fields and streams, their references into records."""

import re
from datetime import date, datetime

from django.db.models import DateTimeField, ForeignKey
from django.utils import timezone
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

_REFERENCE = re.compile(
    r"(?:axis|call|commune|edition|event|figure|image|member|organisation|page|person|roadmap)/[a-z0-9-]+"
)
# In running text: <a href="event/bivouac-2023">.
_LINK = re.compile(r'<a href="([a-z]+/[a-z0-9-]+)">')


def field_value(field, value, ledger):
    """Return what a model field holds for a value of the data files; MissingRecordError as `Ledger.fetch`."""
    if isinstance(field, StreamField):
        return stream_value(field.stream_block, value, ledger)
    if isinstance(field, ForeignKey):
        return ledger.fetch(value)
    if isinstance(field, RichTextField):
        return _with_links(value, ledger)
    if isinstance(field, DateTimeField):
        return timezone.make_aware(value)
    return value


def stream_value(block, blocks, ledger):
    """Return the content of a stream, checked and completed as the editor's form does."""
    return block.clean(block.to_python(_resolved(blocks, ledger)))


def _resolved(value, ledger):
    if isinstance(value, dict):
        return {name: _resolved(child, ledger) for name, child in value.items()}
    if isinstance(value, list):
        return [_resolved(child, ledger) for child in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if not isinstance(value, str):
        return value
    if _REFERENCE.fullmatch(value):
        return ledger.fetch(value).pk
    return _with_links(value, ledger)


def _with_links(text, ledger):
    return _LINK.sub(lambda match: _link_to(ledger.fetch(match[1])), text)


def _link_to(page):
    assert isinstance(page, Page), page
    return f'<a linktype="page" id="{page.pk}">'
