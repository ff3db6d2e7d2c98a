"""Excerpts of a text around the words that were asked for, these marked. Knows no model."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

LENGTH = 220
# How much of a text is read for an excerpt, and how far after the first of the words.
READ, FURTHER = 60_000, 3_000
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


def excerpt(texts: Iterable[str], forms: Iterable[str], length: int = LENGTH) -> SafeString:
    """Return the part that has the most of the words `forms` in the first text that has any, as HTML with marks.

    Where none has any, it is the beginning of the first text.
    """
    texts, wanted = [text[:READ] for text in texts if text], _wanted(forms)
    for text in texts:
        hits = list(_near_the_first(_hits(text, wanted)))
        if hits:
            return _around(text, hits, length)
    return _around(texts[0], [], length) if texts else mark_safe("")


def _near_the_first(hits):
    first = None
    for hit in hits:
        first = hit.start if first is None else first
        if hit.start > first + FURTHER:
            return
        yield hit


def _around(text, hits, length):
    best, most = 0, 0
    for place, hit in enumerate(hits):
        within = {other.word for other in hits[place : place + 20] if other.end <= hit.start + length}
        if len(within) > most:
            best, most = place, len(within)
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
    """Yield where the words wanted stand, in order, none over another."""
    forms, numbers, thousands = wanted
    if numbers:
        # Few letters are looked for by their number, and in few words.
        found = [_Hit(match.start(), match.end(), "numero") for match in numbers.finditer(text)]
        found += _words_in(text, forms, thousands)
        end = 0
        for hit in sorted(found, key=lambda hit: hit.start):
            if hit.start >= end:
                end = hit.end
                yield hit
    else:
        yield from _words_in(text, forms, thousands)


def _words_in(text, forms, thousands):
    last, before = 0, ""
    for match in _WORD.finditer(text):
        word, start, end = match[0].lower(), match.start(), match.end()
        if word in forms:
            yield _Hit(start, end, word)
            before = ""
        else:
            # « éco-matériaux » where « écomatériaux » was asked, « 4 100 » where 4100 was.
            if before and start == last + 1 and before + word in forms:
                joined, between = before + word, text[last]
                if joined in thousands if between.isspace() else True:
                    yield _Hit(last - len(before), end, joined)
            before = word
        last = end


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
        parts += [
            conditional_escape(text[place : hit.start]),
            format_html("<mark>{}</mark>", text[hit.start : hit.end]),
        ]
        place = hit.end
    parts.append(conditional_escape(text[place:end]))
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped
