"""An issue put into the form that its e-mail and its PDF need. Knows templates, no model."""

import re
from pathlib import Path

import css_inline
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from pma_site.core.typography import french_html

EMAIL_STYLES = "css/email.css"
_OWN_ADDRESS = re.compile(r'\b(href|src)="/(?!/)')
# Mail clients know neither AVIF nor lists of sizes: they get the JPEG alone.
_MODERN_IMAGES = re.compile(r'<source [^>]*>|\s(?:srcset|sizes|loading|decoding|fetchpriority)="[^"]*"')

# A picture without description is a fault in an accessible PDF: a decorative one is a background there.
_DECORATIVE_IMAGE = re.compile(r'<img [^>]*?src="([^"]*)"[^>]*?width="(\d+)"\s+height="(\d+)"\s+alt=""[^>]*>')


def absolute_links(html, base):
    """Return `html` with the addresses of this site written in full."""
    return _OWN_ADDRESS.sub(rf'\1="{base}/', html)


def email_html(issue, committee, base):
    """Return the HTML of an issue's e-mail, styles written into the elements.

    `base` is the public address of the site, without a final slash.
    """
    html = render_to_string("newsletter/email.html", {"page": issue, "committee": committee, "base": base})
    html = french_html(absolute_links(_MODERN_IMAGES.sub("", html), base))
    styles = Path(finders.find(EMAIL_STYLES)).read_text()
    return css_inline.inline(html, extra_css=styles, load_remote_stylesheets=False)


def print_html(issue, committee, base):
    """Return the HTML that is laid out as the four-page PDF."""
    html = render_to_string("newsletter/print.html", {"page": issue, "committee": committee, "base": base})
    return french_html(_DECORATIVE_IMAGE.sub(_background, html))


def _background(image):
    address, width, height = image.groups()
    shape = f"padding-top: {100 * int(height) / int(width):.2f}%"
    return f'<div style="{shape}; background: url(&quot;{address}&quot;) center / cover"></div>'
