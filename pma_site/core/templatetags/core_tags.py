"""What every template may use: the frame of the page, pictures, and French figures."""

import json
from functools import lru_cache
from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.template import defaultfilters
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar

from pma_site.core import french
from pma_site.core.headers import FOR_MAIL
from pma_site.core.icons import LINES
from pma_site.core.memory import remembered
from pma_site.core.models import SiteSettings
from pma_site.core.models.images import USES, files_among
from pma_site.core.navigation import navigation_for
from pma_site.core.page_links import read_together
from pma_site.core.typography import french_html

register = template.Library()

# What could end the element, or a line of a script: written so that JSON still reads the same.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}

register.filter("euros", french.euros)
register.filter("number_fr", french.number)
register.filter("weight", french.weight)
register.filter("joined", french.joined)
register.filter("ended", french.ended)
register.filter("day", french.day, expects_localtime=True)
register.filter("moment", french.moment)
register.filter("inner_quotes", french.inner_quotes)


@register.filter
def has_required(form):
    """Whether one of the fields of a form must be filled in, and so bears an asterisk."""
    return any(field.required for field in form.fields.values())


@register.filter
def typeset(text):
    """A text for an attribute that others show: attributes are left as they are where pages are typeset."""
    return mark_safe(_typeset(conditional_escape(text)))  # noqa: S308 - escaped, and its quotes below


@lru_cache(maxsize=1024)
def _typeset(html):
    return french_html(html, indented=False).replace('"', "&quot;")


@register.filter(is_safe=False)
def pluralize(value, arg="s"):
    """Django's own filter, as French counts: what is less than two is singular, none included."""
    count = len(value) if hasattr(value, "__len__") and not isinstance(value, str) else value
    # Words stay as they are, for the other one to refuse.
    return defaultfilters.pluralize(1 if str(count) in ("0", "0.0") else count, arg)


@register.filter
def jpeg(image, width):
    """The JPEG of a kept picture (SiteImage.as_kept) that is at most `width` px wide, or the narrowest there is."""
    files = files_among(image["sources"], "wide", "jpeg")
    if not files:
        return {"url": image["file"]["url"], "width": image["width"], "height": image["height"]}
    return next((file for file in reversed(files) if file["width"] <= width), files[0])


@register.filter
def for_mail(address):
    """The address of a picture of ours as the e-mail has it: webmails, which are other sites, may show that one."""
    return f"{address}?{FOR_MAIL}" if address.startswith("/") else address


@register.filter
def names(records):
    """The names of records, for `joined`."""
    return [str(record) for record in records]


def _request(context):
    """The request being answered, also inside an include with `only`; None where a template has none."""
    return context.get("request") or getattr(context, "request", None)


@register.simple_tag(takes_context=True)
def navigation(context):
    """Return the pages around the one being read (core.navigation.Navigation)."""
    return navigation_for(_request(context))


@register.simple_tag(takes_context=True)
def kept(context, part, *alike, **variables):
    """Include a part of the frame that is the same on all pages of a site for which `alike` is: rendered once for them.

    It shows `variables`, what `alike` says and what the database has, and nothing else of the page.
    """
    request = _request(context)
    site = navigation_for(request).site
    return remembered(("kept", part, site.pk, *alike), lambda: render_to_string(part, variables, request))


@register.simple_tag(takes_context=True)
def story(context, blocks, level):
    """Show blocks of a running text, whose titles stand at `level`; what all of them link to is read at once."""
    blocks = list(blocks)
    shown = {**context.flatten(), "level": level}
    with read_together(blocks):
        return mark_safe("\n".join(block.render(shown) for block in blocks))  # noqa: S308 - as templates print them


@register.simple_tag(takes_context=True)
def current(context, namespace):
    """Mark a link of the menu that leads to views, where the address being read is one of theirs (aria-current)."""
    request = _request(context)
    match = request.resolver_match if request else None
    if match is None or match.namespace != namespace:
        return ""
    return mark_safe(f'aria-current="{"true" if match.kwargs else "page"}"')  # noqa: S308


@register.simple_tag(takes_context=True)
def site_settings(context):
    """Return who publishes the site, read once a request; outside of one, of the default site."""
    return SiteSettings.published_for(_request(context))


@register.filter
def but_for(pages, shown):
    """The pages that are not among those `shown` already."""
    known = {page.pk for page in shown}
    return [page for page in pages if page.pk not in known]


@register.simple_tag(takes_context=True)
def canonical(context):
    """Return the full address of the page being read, without what a reader asked of it."""
    request = _request(context)
    return request.build_absolute_uri(request.path)


@register.simple_tag
def json_ld(data):
    """Write data for search engines: a block that no browser runs; nothing where there is none."""
    if not data:
        return ""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


@register.simple_tag(takes_context=True)
def section_trail(context, look):
    """The pages above a view that belongs to the section that looks so (`BasePage.look`), for its path."""
    return navigation_for(_request(context)).trail_to(look)


@register.simple_tag(takes_context=True)
def path_data(context, home, trail, parent_title, parent_url, current):
    """Write the path to a page for search engines: schema.org's BreadcrumbList, the page itself without an address."""
    request = _request(context)
    steps = [("Accueil", home.get_url(request))]
    steps += [(page.title, page.get_url(request)) for page in (trail or [])[1:]]
    steps += [(parent_title, parent_url)] if parent_url else []
    base = request.build_absolute_uri("/") if request else "/"
    items = [{"name": name, "item": urljoin(base, address)} for name, address in steps] + [{"name": current}]
    listed = [{"@type": "ListItem", "position": place, **item} for place, item in enumerate(items, start=1)]
    return json_ld({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": listed})


@register.simple_tag(takes_context=True)
def editor_bar(context):
    """Show Wagtail's bar to who is logged in; a visitor without a cookie never touches the session."""
    request = _request(context)
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return wagtailuserbar(context)


@register.simple_tag(takes_context=True)
def share_image(context, image):
    """Return the picture that shared links show: `address` (absolute), `width`, `height`; None without one."""
    files = image.files("wide", "jpeg") if image else []
    if not files:
        return None
    return {**files[-1], "address": _request(context).build_absolute_uri(files[-1]["url"])}


@register.simple_tag
def icon(name):
    """Draw one of core.icons.LINES beside words that say the same: readers who do not see it miss nothing."""
    # Only our own drawings are marked safe; raises KeyError for a name that is not one.
    return mark_safe(  # noqa: S308
        f'<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">{LINES[name]}</svg>'
    )


def _srcset(files):
    """The files of a picture for a browser to choose from by their width (HTML, « srcset »)."""
    return ", ".join(f"{file['url']} {file['width']}w" for file in files)


@register.inclusion_tag("components/picture.html")
def picture(image, alt="", use="wide", eager=False):
    """Show an image in modern formats and every size; `alt` is empty for a decorative one.

    `image` is a SiteImage or what its `as_kept` gave; `use` is a key of core.models.images.USES; `eager` is for the
    one picture seen first.
    """
    kept, width = USES[use]
    sources = {} if not image else image["sources"] if isinstance(image, dict) else image.sources
    jpeg = files_among(sources, kept, "jpeg")
    return {
        "image": image,
        "alt": alt,
        "avif": _srcset(files_among(sources, kept, "avif")),
        "jpeg": _srcset(jpeg),
        "largest": jpeg[-1] if jpeg else None,
        "width": width,
        "eager": eager,
    }
