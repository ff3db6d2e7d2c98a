"""The e-mail of a letter in a browser, whose policy lets no style in that stands in an element."""

import hashlib
import re
from base64 import b64encode
from html import unescape

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse

# As the e-mail is written: its attributes stand between double quotes, and no text holds a bare « < ».
_REMARK = re.compile(r"<!--.*?-->", re.DOTALL)
_SHEET = re.compile(r"<style\b[^>]*>(.*?)</style>\s*", re.DOTALL)
_TAG = re.compile(r'<[a-z][\w-]*(?:\s+[\w:-]+(?:="[^"]*")?)*\s*/?>')
_STYLE, _CLASS = re.compile(r'\s+style="([^"]*)"'), re.compile(r'\s+class="([^"]*)"')


def in_a_browser(request: HttpRequest, html: str) -> HttpResponse:
    """Answer with an e-mail (`email_html`) that looks as mail programs show it, under the policy of every public page.

    What is written into its elements, and its own sheets, becomes one sheet in its head, let in by its hash (CSP
    Level 3, § 2.3.1): `unsafe-inline` would let in the styles of anybody who found a way to write into the page.
    """
    page, sheet = _apart(html)
    mark = b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    answer = csp_update({"style-src": f"'sha256-{mark}'"})(lambda request: HttpResponse(page))
    return answer(request)


def _apart(html):
    """Return the page with one sheet, and the text of that sheet."""
    # Remarks speak to Outlook.
    html, names = _REMARK.sub("", html), {}
    sheets = _SHEET.findall(html)

    def with_class(found):
        tag = found[0]
        style = _STYLE.search(tag)
        if style is None:
            return tag
        name = names.setdefault(style[1], f"e{len(names) + 1}")
        former = _CLASS.search(tag)
        classes = f' class="{former[1]} {name}"' if former else f' class="{name}"'
        tag = _CLASS.sub("", _STYLE.sub("", tag, count=1), count=1)
        end = len(tag) - (2 if tag.endswith("/>") else 1)
        return f"{tag[:end].rstrip()}{classes}{tag[end:]}"

    html = _TAG.sub(with_class, _SHEET.sub("", html))
    # Three times the name: what stood in an element goes before every rule but the important ones.
    written = [f".{name}.{name}.{name}{{{unescape(style)}}}" for style, name in names.items()]
    sheet = "\n".join([*sheets, *written])
    return html.replace("</head>", f"<style>{sheet}</style></head>", 1), sheet
