"""What the agenda offers to other rooms and to the roof, by name."""

import json

from django import template
from django.utils.safestring import mark_safe

from agenda.models import EventPage

register = template.Library()

# What could end the element, or a line of a script: written so that JSON still reads the same.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.simple_tag
def upcoming_events(count):
    """The next published events, those under way included."""
    return EventPage.objects.online().not_past().soonest_first().with_places()[:count]


@register.simple_tag
def latest_events(count):
    """The published events that ended last."""
    return EventPage.objects.online().past().latest_first().with_places()[:count]


@register.simple_tag
def commune_events(commune):
    """The published events of a commune, the latest first."""
    return EventPage.objects.online().in_commune(commune).latest_first().with_places()


@register.simple_tag
def json_ld(data):
    """Write data for search engines: a block that no browser runs; nothing where there is none."""
    if not data:
        return ""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
