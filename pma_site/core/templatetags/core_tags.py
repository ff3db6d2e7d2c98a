"""What every template may use: the frame of the page, pictures, and French figures."""

from django import template
from django.conf import settings
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar

from pma_site.core import french
from pma_site.core.models import SiteSettings
from pma_site.core.navigation import navigation_for

register = template.Library()

register.filter("euros", french.euros)
register.filter("number_fr", french.number)
register.filter("joined", french.joined)


@register.simple_tag(takes_context=True)
def navigation(context):
    """Return the pages around the one being read (core.navigation.Navigation)."""
    return navigation_for(context["request"])


@register.simple_tag(takes_context=True)
def site_settings(context):
    """Return who publishes the site, read once a request."""
    return SiteSettings.for_request(context["request"])


@register.simple_tag(takes_context=True)
def absolute(context, path):
    """Return the full address of a path of this site, for canonical links and shared cards."""
    return context["request"].build_absolute_uri(path)


@register.simple_tag(takes_context=True)
def editor_bar(context):
    """Show Wagtail's bar to who is logged in; a visitor without a cookie never touches the session."""
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return wagtailuserbar(context)


@register.inclusion_tag("components/picture.html")
def picture(image, alt="", use="wide", eager=False):
    """Show an image in modern formats and every size; `alt` is empty for a decorative one.

    `use` is a key of core.models.images.SIZES; `eager` is for the one picture seen first.
    """
    jpeg = image.files(use, "jpeg") if image else []
    return {
        "image": image,
        "alt": alt,
        "avif": image.files(use, "avif") if image else [],
        "jpeg": jpeg,
        "largest": jpeg[-1] if jpeg else None,
        "eager": eager,
    }
