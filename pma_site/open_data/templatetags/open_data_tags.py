"""What every page tells programs: what it is, and which news feed its section has."""

from django import template

from pma_site.core.models import BasePage
from pma_site.core.templatetags.core_tags import json_ld

from ..describing import description_of
from ..feeds import FEEDS

register = template.Library()

# The views that show one record, and how their templates name it.
_SHOWN = {"territory:commune": "commune", "territory:epci": "epci", "newsletter:figure": "indicator"}


@register.simple_tag(takes_context=True)
def structured_data(context):
    """Write what search engines read of the page or the place that is shown; what a view gives comes first."""
    request = context.get("request")
    given = context.get("structured")
    thing = context.get("page")
    if not isinstance(thing, BasePage):
        # A commune is named on other pages too.
        match = request.resolver_match if request else None
        thing = context.get(_SHOWN.get(match.view_name, "")) if match else None
    if given or request is None or thing is None:
        return json_ld(given)
    return json_ld(description_of(request, thing))


@register.simple_tag
def section_feed(look):
    """The news feed of the section that looks so; None where it has none, or tells of it itself."""
    return FEEDS.get(look)
