"""Text that leaves for calendars, feeds and data files: without what would break them or cannot be seen."""

import re
import unicodedata
from html import unescape

# What ends a line in any system ends it in ours: some readers of calendars cut lines at all of them.
_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
# Controls, halves of characters, signs that turn the order of others round (UAX 9), and what is no character at all.
# Joiners and selectors stay: emojis and several scripts are written with them.
_NEVER = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef" + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)) + "]"
)
_EMPTY_LINES = re.compile("\n{3,}")
_ENDS_OF_BLOCKS = re.compile(r"<br\s*/?>|</(?:p|li|h[1-6]|ul|ol|div|blockquote|hr)\s*>|<hr\s*/?>", re.IGNORECASE)
_ITEMS = re.compile(r"<li\b[^>]*>", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]*>")


def clean(text: str) -> str:
    """Return `text` composed (NFC), on lines that « \\n » alone ends, without controls and signs that nobody sees."""
    if text.isascii() and text.isprintable():
        return text.strip()
    seen = _NEVER.sub("", _LINE_ENDS.sub("\n", text).replace("\t", " "))
    tidy = "\n".join(line.strip(" ") for line in unicodedata.normalize("NFC", seen).split("\n"))
    return _EMPTY_LINES.sub("\n\n", tidy).strip("\n ")


def on_one_line(text: str) -> str:
    """Return `text` cleaned, its lines one after the other."""
    return " ".join(filter(None, clean(text).split("\n")))


def without_tags(html: str) -> str:
    """Return the text of rich text, a line a paragraph, an item of a list after « – »."""
    lines = _ITEMS.sub("– ", _ENDS_OF_BLOCKS.sub("\n\n", html))
    return clean(unescape(_TAGS.sub("", lines)))
