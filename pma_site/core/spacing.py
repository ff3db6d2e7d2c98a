"""The spaces of French that do not break, and no other rule of it: for the admin.

Who works there sees what was typed as it was typed, in lists, comparisons and what is found wrong; what the site says
around it was mostly written with plain spaces.
"""

import re

from .french import NBSP
from .markup import put_together, taken_apart
from .typography import BLOCK, INLINE, MARK_OF_TAG, MARKS, OBJECT

# A space before « : ; ? ! » that is no « :) » and no « ?page=2 », and those within « ».
_SIGN = rf"{INLINE}*(?:[:;](?![\w()/=-])|[?!](?![\w/=])|»)"
_BREAKING = re.compile(rf"([^\s{BLOCK}](?= {_SIGN})|«{INLINE}?) ")


def unbroken(html: str) -> str:
    """Return an HTML document or fragment whose spaces before double signs and within guillemets do not break.

    All else stays as it is: tags, attributes, scripts, styles, code, text fields, every other character.
    """
    if any(mark in html for mark in MARKS):
        return html
    texts, tags, names = taken_apart(html)
    text = put_together(texts, [MARK_OF_TAG.get(name, BLOCK) for name in names])
    text = _BREAKING.sub(rf"\1{NBSP}", text)
    return put_together(text.replace(BLOCK, INLINE).replace(OBJECT, INLINE).split(INLINE), tags)
