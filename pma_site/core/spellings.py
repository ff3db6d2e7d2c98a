"""Each sign of a word as programs and people write it: percents, escapes, entities, other widths, several at once.

What is written so is found by regular expressions, for core/traces.py, which takes a person out of texts and files.
"""

import re
import unicodedata
from collections import defaultdict
from functools import cache
from html.entities import codepoint2name

# What may stand between two letters without being seen: the soft line end of quoted-printable, a soft hyphen, …
_UNSEEN = "00ad|200b|200c|200d|2060|feff"
# What only dresses a text, and may begin or end within an address.
DRESS = r"<span\b[^<>]{0,300}>|</span\s*>"
JOINT = (
    r"(?:=(?:\r?\n|(?:\\+r)?\\+n)|[\u00ad\u200b\u200c\u200d\u2060\ufeff]"
    rf"|\\+u(?:{_UNSEEN})|&#x0*(?:{_UNSEEN});|&#0*(?:173|8203|8204|8205|8288|65279);|&(?:shy|zwnj|zwj);"
    rf"|<wbr\s*/?>|{DRESS})*"
)
SPACES = r"(?:\s|&nbsp;|&#160;){0,2}"
# Signs that stand for several letters, which NFKC and small letters tell apart (canonical).
_LIGATURES = {"ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ", "ffi": "ﬃ", "ffl": "ﬄ", "st": "ﬆﬅ", "ss": "ßẞ"}


@cache
def _twins():
    """Every single sign that NFKC and small letters turn into one other sign, by that sign."""
    twins = defaultdict(list)
    for code in (*range(0x80, 0xD800), *range(0xE000, 0x10000), *range(0x1D400, 0x1D800), *range(0x1F100, 0x1F200)):
        sign = unicodedata.normalize("NFKC", chr(code)).casefold()
        if len(sign) == 1 and sign != chr(code):
            twins[sign].append(chr(code))
    return twins


def _spelt(sign):
    """Yield the regular expressions of one sign of an address (one letter, or its halves) in each spelling."""
    wholes = {sign, sign.upper(), *_twins().get(sign, [])}
    near = {sign, sign.upper(), unicodedata.normalize("NFD", sign), unicodedata.normalize("NFD", sign.upper())}
    if sign.isascii():
        near.add(chr(ord(sign) + 0xFEE0))
    yield f"[{''.join(re.escape(twin) for twin in sorted(wholes) if len(twin) == 1)}]"
    for text in sorted(near):
        if len(text) > 1:
            yield re.escape(text)
        yield "".join(rf"\\+u{unit:04x}" for unit in _utf16_units(text))
        yield "".join(entity(ord(part)) for part in text)
        for encoding in ("utf-8", "cp1252"):
            content = text.encode(encoding, "ignore")
            if content and (encoding == "utf-8" or not text.isascii()):
                yield "".join(f"%(?:25)*{byte:02x}" for byte in content)
                yield "".join(f"={byte:02x}" for byte in content)
                yield "".join(rf"\\+x{byte:02x}" for byte in content)
        if not text.isascii():
            # UTF-8 that was once read as Windows-1252.
            yield re.escape(text.encode().decode("cp1252", "ignore"))
    if not sign.isascii():
        # What became of it in an alphabet that has none.
        yield r"[?\ufffd]"
    if sign == ".":
        yield r"。|\s?[\[(]\s?(?:\.|dot|point)\s?[\])]\s?"
    if sign == "@":
        yield r"\s?[\[(]\s?(?:at|arobase|a)\s?[\])]\s?|&(?:amp;)*commat;"
        yield f"{SPACES}[@＠﹫]{SPACES}"


def _utf16_units(text):
    content = text.encode("utf-16-be")
    return [int.from_bytes(content[place : place + 2], "big") for place in range(0, len(content), 2)]


def entity(code):
    """Return the expression of a sign as an entity of HTML: by its name, its number, or its number in hexadecimal."""
    named = f"|{codepoint2name[code]}" if code in codepoint2name else ""
    return f"&(?:amp;)*(?:#0*{code}|#x0*{code:x}{named});"


def in_any_spelling(text):
    """Return the expression of a text of which each sign may be written in any way, and hidden ones stand between."""
    return JOINT.join("|".join(_tilings(piece)).join(("(?:", ")")) for piece in _pieces(text))


def _pieces(text):
    """Cut a text into single letters, and runs of letters that one sign may stand for."""
    glued = {
        place + inner
        for letters in _LIGATURES
        for place in range(len(text))
        if text.startswith(letters, place)
        for inner in range(1, len(letters))
    }
    start = 0
    for end in range(1, len(text) + 1):
        if end not in glued:
            yield text[start:end]
            start = end


def _tilings(piece):
    """Every way of writing a run of letters, each by itself or several by one sign."""
    ways = [f"(?:{'|'.join(dict.fromkeys(_spelt(piece[0])))})"]
    ends = [1]
    for letters, signs in _LIGATURES.items():
        if piece.startswith(letters):
            ways.append(f"(?:{'|'.join(dict.fromkeys(way for sign in signs for way in _spelt(sign)))})")
            ends.append(len(letters))
    for way, end in zip(ways, ends, strict=True):
        rest = _tilings(piece[end:]) if piece[end:] else [""]
        yield from (f"{way}{JOINT if tail else ''}{tail}" for tail in rest)
