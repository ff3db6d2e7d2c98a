"""The letter as it is laid out on paper: HTML for WeasyPrint, tagged as PDF/UA-1 wants it."""

import re
from dataclasses import replace
from functools import lru_cache

from django.template.loader import render_to_string

from pma_site.core import qr_codes
from pma_site.core.pdf import Pdf, render
from pma_site.core.typography import french_html

from ..choices import Output
from ..letter import Letter
from .addresses import full, short

# A picture without description is a fault in an accessible PDF: a decorative one is a background there.
_DECORATIVE_IMAGE = re.compile(
    r'<img [^>]*?src="([^"]*)"[^>]*?width="(\d+)"\s+height="(\d+)"\s+alt=""(?:\s+data-focus="([^"]*)")?[^>]*>'
)
# Of a picture that is cut, what stays is where its point of interest is.
_FOCUS = re.compile(r'(?<=\s)data-focus="([\d% ]+)"(?=>)')
_LINK_ELSEWHERE = re.compile(r'(<a [^>]*href="(https?://[^"]+)"[^>]*>)(.*?)(</a>)', re.DOTALL)
_TAGS = re.compile("<[^>]+>")
_TEXT = re.compile(">[^<]+<")
# A word that no column holds is cut, by a space of no width: to hyphenate thousands of letters takes minutes.
_LONG_WORD = re.compile(r"[^\s<>&;\u200b]{60}")


def print_html(letter: Letter, base: str, bleed: bool = False) -> str:
    """Return the HTML that is laid out as the four-page PDF; with `bleed`, 3 mm beyond the edges and crop marks.

    `base` is the public address of the site, without a final slash.
    """
    context = {
        "letter": _with_codes(letter.shown_in(Output.PDF), base),
        "base": base,
        "bleed": bleed,
        "online": short(f"{base}{letter.url}"),
        "code": qr_codes.modules(f"{base}{letter.url}", error="m"),
    }
    html = render_to_string("newsletter/print/letter.html", context)
    html = _TEXT.sub(lambda text: _LONG_WORD.sub("\\g<0>\u200b", text.group()), html)
    html = _LINK_ELSEWHERE.sub(lambda link: _with_address(link, base), html)
    html = _FOCUS.sub(r'style="object-position: \1"', _DECORATIVE_IMAGE.sub(_background, html))
    return french_html(html)


def lay_out(letter: Letter, base: str, bleed: bool = False) -> Pdf:
    """Return the PDF of a letter; as `print_html`. Raises pma_site.core.pdf.PdfError."""
    return _laid_out(print_html(letter, base, bleed), base)


# Checked, previewed and published one after the other, the same pages are laid out once.
_laid_out = lru_cache(maxsize=4)(render)


def _with_codes(letter, base):
    """The letter whose ways to answer bear the address that one types, and the code that one photographs."""

    def printed(element):
        if element["kind"] != "reply":
            return element
        address = full(element["href"], base)
        return {**element, "address": short(address), "code": qr_codes.modules(address, error="m")}

    parts = {
        part.name: replace(
            part,
            pieces=[replace(piece, elements=[printed(element) for element in piece.elements]) for piece in part.pieces],
        )
        for part in letter.parts
    }
    return replace(letter, **parts)


def _with_address(link, base):
    """A link that leads elsewhere, with its short address where its words do not say it."""
    opening, address, words, closing = link.groups()
    printed = short(address)
    if address.startswith(f"{base}/") or printed.partition("/")[0] in _TAGS.sub("", words):
        return link.group()
    return f'{opening}{words}{closing} <span class="address">({printed})</span>'


def _background(image):
    address, width, height, focus = image.groups()
    shape = f"padding-top: {100 * int(height) / int(width):.2f}%"
    return f'<div style="{shape}; background: url(&quot;{address}&quot;) {focus or "center"} / cover"></div>'
