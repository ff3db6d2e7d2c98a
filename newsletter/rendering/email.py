"""The letter as an e-mail: laid out in MJML, which makes the tables that mail clients need."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.html import escape

from pma_site.core.mjml import html_of
from pma_site.core.typography import french_html

from ..choices import Output
from ..letter import Letter
from .addresses import absolute_links, inviting

STYLES = "css/email.css"
# Styles that cannot be written into elements: for dark schemes and narrow screens.
LIVE_STYLES = "css/email-live.css"
# Pieces with a section of their own, besides those in a box.
SET_APART = ("agenda", "key_figures")
# Spaces that only order the templates; what mail programs are sent is cut near 100 kB.
_STYLE = re.compile(r'style="([^"]*)"')
_AROUND_SIGNS = re.compile(r"\s*([:;,])\s*")
_NOTHING = re.compile(r"\b(?<![.\d])0px\b")
_TWICE = re.compile(r"background:(#\w+);background-color:\1\b")
# Two remarks to Outlook in a row, what a table is without saying so.
_NEEDLESS = re.compile(
    r"""<!\[endif\]-->\s*<!--\[if\ mso\ \|\ IE\]>|(?<=<table)\ border="0"|</?tbody>""",
    re.VERBOSE,
)
_WIDTH_TWICE = re.compile(r'( width="(\d+)") style="width:\2px"')
_SHEET = re.compile(r"(?<=>)[^<]*(?=</style>)")
_NEEDLESS_IN_SHEETS = re.compile(r"/\*.*?\*/|(?<=[{};,:])\s+|\s+(?=[{}])|^\s+", re.DOTALL)
_CLASSES = re.compile(r' class="([^"]*)"')
_NAMED = re.compile(r"\.([a-z][\w-]*)")
_BETWEEN_BLOCKS = re.compile(r"><(?=(?:style|table|tr|td|th|div|p|ul|ol|li|h[1-6])\b)")
_INDENTATION = re.compile(r">[ \t\r\n]*\n[ \t\r\n]*<")


def email_html(letter: Letter, base: str, leave_url: str = "", invitation: str = "") -> str:
    """Return the HTML of a letter's e-mail, styles written into the elements.

    `base` is the public address of the site, without a final slash; `leave_url` the address at which the reader of
    this very message leaves, where there is one; `invitation` what follows the addresses of the forms that a town
    hall is invited to.
    """
    import css_inline

    shown = letter.shown_in(Output.EMAIL)
    context = {
        "letter": shown,
        "cover": _runs(shown.cover.pieces),
        "parts": [(part, _runs(part.pieces)) for part in shown.inner_parts],
        "leave_url": leave_url,
        "live_styles": _styles(LIVE_STYLES),
    }
    source = render_to_string("newsletter/email/letter.mjml", context)
    html = html_of(_INDENTATION.sub(">\n<", source))
    # MJML repeats the title in an attribute without escaping it: it gets ours afterwards.
    html = html.replace("<title>La Lettre aux maires</title>", f"<title>{escape(letter.name)}</title>", 1)
    html = inviting(french_html(absolute_links(html, base)), base, invitation)
    html = css_inline.inline(
        html,
        extra_css=_styles(STYLES),
        inline_style_tags=False,
        keep_style_tags=True,
        load_remote_stylesheets=False,
    )
    return _as_mail_wants_it(html)


def _as_mail_wants_it(html):
    """Return `html` lighter by an eighth, and in lines that travel as they are: 998 octets at most (RFC 5322 § 2.1.1).

    A longer line makes Python write the whole part in quoted-printable, a seventh heavier still.
    """
    html = _SHEET.sub(lambda found: _NEEDLESS_IN_SHEETS.sub("", found[0]).replace("}", "}\n"), html)
    named = {name for sheet in _SHEET.findall(html) for name in _NAMED.findall(sheet)}
    html = _CLASSES.sub(lambda found: _classes(found[1], named), html)
    html = _STYLE.sub(lambda found: f'style="{_tight(found[1])}"', html)
    html = _WIDTH_TWICE.sub(r"\1", _NEEDLESS.sub("", html))
    return _BETWEEN_BLOCKS.sub(">\n<", html)


def _classes(names, named):
    """The classes that a style which is left asks for: the others are written into the elements by now."""
    kept = " ".join(name for name in names.split() if name in named)
    return f' class="{kept}"' if kept else ""


def _tight(style):
    style = _NOTHING.sub("0", _AROUND_SIGNS.sub(r"\1", style)).strip("; ")
    # MJML says twice what every client understands once, and what is so anyway.
    return _TWICE.sub(r"background-color:\1", style).replace("direction:ltr;", "")


def _runs(pieces):
    """Pieces as they share a section of the e-mail, each of which weighs a kilobyte: plain ones in a row, or one."""
    runs = []
    for piece in pieces:
        alone = bool(piece.tone) or piece.kind in SET_APART
        if alone or not runs or runs[-1]["alone"]:
            runs.append({"alone": alone, "pieces": []})
        runs[-1]["pieces"].append(piece)
    return runs


def _styles(name):
    return Path(finders.find(name)).read_text()
