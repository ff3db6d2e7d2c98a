"""Excerpts of a text around the words that were asked for, these marked. Knows no model."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

LENGTH = 220
# Characters of a text that are read for an excerpt.
READ = 60_000
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\bnumero(\d{1,4})\b")


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    word: str


def marked(text: str, forms: Iterable[str]) -> SafeString:
    """Return a short text as HTML with the words `forms` marked."""
    return _with_marks(text, _hits(text, _wanted(forms)), 0, len(text))


def has_any(text: str, forms: Iterable[str]) -> bool:
    """Whether a text has any of the words `forms`."""
    return next(_hits(text[:READ], _wanted(forms)), None) is not None


def excerpt(text: str, forms: Iterable[str], length: int = LENGTH) -> SafeString:
    """Return the part of a text that has the most of the words `forms`, as HTML with these marked.

    Without any of them it is the beginning of the text.
    """
    text = text[:READ]
    hits = list(_hits(text, _wanted(forms)))
    best, most = 0, 0
    for place, hit in enumerate(hits):
        within = {other.word for other in hits[place:] if other.end <= hit.start + length}
        if len(within) > most:
            best, most = place, len(within)
        if place > 200:
            break
    start = _beginning(text, hits[best].start) if hits else 0
    end = _end(text, start + length)
    opening, closing = "… " if start else "", " …" if end < len(text) else ""
    inside = [hit for hit in hits if start <= hit.start and hit.end <= end]
    return format_html("{}{}{}", opening, _with_marks(text, inside, start, end), closing)


def _wanted(forms):
    """The words to mark, and a pattern of the numbers of letters among them, which are written in many ways."""
    forms = set(forms)
    numbers = [found[1] for found in map(_NUMBER.fullmatch, forms) if found]
    pattern = rf"(?:num[ée]ros?\s*|n\s?[°º]\s*|n[o°]?\.\s*|#\s*)(?:{'|'.join(numbers)})\b" if numbers else None
    thousands = {form for form in forms if form.isdecimal() and len(form) > 3}
    return forms, pattern and re.compile(pattern, re.IGNORECASE), thousands


def _hits(text, wanted) -> Iterator[_Hit]:
    forms, numbers, thousands = wanted
    found = []
    previous = None
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if word in forms:
            found.append(_Hit(match.start(), match.end(), word))
        elif previous and match.start() == previous.end() + 1:
            # « éco-matériaux » where « écomatériaux » was asked, « 4 100 » where 4100 was.
            joined = previous[0].lower() + word
            between = text[previous.end()]
            if joined in forms and (joined in thousands if between.isspace() else not between.isspace()):
                found.append(_Hit(previous.start(), match.end(), joined))
        previous = match
    if numbers:
        found += [_Hit(match.start(), match.end(), "numero") for match in numbers.finditer(text)]
    end = 0
    for hit in sorted(found, key=lambda hit: hit.start):
        if hit.start >= end:
            end = hit.end
            yield hit


def _beginning(text, place):
    """Where an excerpt begins: a little before a word, at the beginning of a sentence or else of a word."""
    earliest = max(0, place - 60)
    if not earliest:
        return 0
    for sign in (". ", "\n", " "):
        at = text.find(sign, earliest, place)
        if at >= 0:
            return at + len(sign)
    return place


def _end(text, place):
    if place >= len(text):
        return len(text)
    space = text.rfind(" ", place - 40, place)
    return space if space > 0 else place


def _with_marks(text, hits, start, end):
    parts, place = [], start
    for hit in hits:
        if hit.start < place or hit.end > end:
            continue
        parts += [conditional_escape(text[place : hit.start]), format_html("<mark>{}</mark>", text[hit.start : hit.end])]
        place = hit.end
    parts.append(conditional_escape(text[place:end]))
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped
