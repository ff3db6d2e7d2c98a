"""French as readers type and read it: normalising words for search, joining lists, writing amounts."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from threading import Lock
from typing import NamedTuple

from django.utils import timezone
from django.utils.dateformat import format as format_date

NBSP = "\u00a0"
_ONE_WORD = Lock()

_STOP_WORDS = """
    a au aux avec c ce ces cette d dans de des du elle en est et eux il ils j je l la le les leur lez lui m
    ma mais me mes mon n ne nos notre nous on ou par pas pour qu que qui s sa se ses son sont sur t
    ta te tes toi ton tu un une vos votre vous y
"""
_MEANINGLESS = frozenset(re.findall(r"\w+", _STOP_WORDS))
# Apostrophes as they are typed, pasted and printed.
_APOSTROPHES = "'’‘ʼ´`′＇"
_ELIDED_ARTICLE = re.compile(rf"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|presqu|quelqu)[{_APOSTROPHES}]")
_WORD = re.compile(r"[^\W_]+")
# What holds the two halves of a compound together: « éco-matériaux », with any hyphen, even an invisible one.
_HYPHEN = re.compile(r"[-\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
# « numéro 9 », « n° 9 », « nº9 », « no. 9 », « no 9 » and « #9 » are one word.
_ISSUE_NUMBER = re.compile(r"(?:\bnum[ée]ros?\s*|\bn\s?[°º˚ᵒ]\s*|\bn[o°]?\.\s*|\bno\s+|№\s*|#\s*)(\d{1,4})\b")
# « 4 100 », whichever space stands between, is one number, as 4100; « 03 21 » is none.
_SPACE = "[\u0020\u00a0\u2009\u202f]"
_THOUSANDS = re.compile(rf"(?<![\d.,])(?<!\d{_SPACE})\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)")
_QUOTED = re.compile(rf"(?:«{_SPACE}*|[\"“])([^«»\"“”]*?)(?:{_SPACE}*»|[\"”])")
# « C.A.L.L. » is CALL.
_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")


class Word(NamedTuple):
    """A word of a text: as written, in lower case with its accents, its stem, and what the index makes of it.

    `compound` tells that a hyphen ties it to the word before it.
    """

    form: str
    stem: str
    compound: bool = False


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, its ligatures written as two letters."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def spelling_key(name: str) -> str:
    """Return what all spellings of a place name have in common.

    >>> spelling_key("Fouquières-lès-Lens") == spelling_key("FOUQUIERES LES LENS")
    True
    """
    return " ".join(_WORD.findall(fold(name)))


@cache
def _stemmer():
    import snowballstemmer

    return snowballstemmer.stemmer("french")


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    # A stemmer holds the word it works on.
    with _ONE_WORD:
        stem = fold(_stemmer().stemWord(fold(word)))
    # Snowball leaves the plural of some short words: « élus », « maux ».
    return stem[:-1] if len(stem) > 3 and stem[-1] in "sx" else stem


def words_of(text: str) -> Iterator[Word]:
    """Yield the words of `text` that carry meaning: the one normaliser of what is indexed and of what is asked.

    Accents, case, elided articles, plurals and inflections, ligatures, apostrophes and hyphens do not count.
    """
    lowered = unicodedata.normalize("NFC", text).lower()
    # « ½ » or « ⑴ » are letters to a regular expression, but spelt out they hold signs that search engines read.
    lowered = unicodedata.normalize("NFKC", _ISSUE_NUMBER.sub(r" numero\1 ", lowered))
    lowered = _THOUSANDS.sub(lambda found: "".join(found[0].split()), lowered)
    lowered = _ACRONYM.sub(lambda found: found[0].replace(".", ""), lowered)
    lowered = _ELIDED_ARTICLE.sub(" ", lowered)
    last = None
    for found in _WORD.finditer(lowered):
        word = found[0]
        tied = last is not None and found.start() == last + 1 and bool(_HYPHEN.match(lowered, last))
        last = found.end()
        # « à », « où », « lès » as « a », « ou », « les »: who types may leave accents out.
        if fold(word) not in _MEANINGLESS:
            yield Word(word, _stem(word), tied)


def stem_words(text: str) -> str:
    """Return the stems of the words of `text` that carry meaning, for the search index and for queries alike."""
    return " ".join(word.stem for word in words_of(text))


def stem(word: str) -> str:
    """Return the stem of one word in lower case, as `words_of` gives it."""
    return _stem(word)


def joined(names: Iterable[str], last: str = "et") -> str:
    """Return names as a French enumeration: « Lens, Liévin et Avion »; `last` may be « ou »."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def ended(sentence: str) -> str:
    """Return a sentence with a full stop where nothing ends it, so that another one may follow on its line."""
    return f"{sentence}." if sentence and sentence.rstrip(f" {NBSP}»)")[-1:] not in ".!?…" else sentence


def inner_quotes(text: str) -> str:
    """Return a text that is about to stand between guillemets, its own quotes as they are inside others: “ ”."""
    return _QUOTED.sub(r"“\1”", text)


def number(value: int) -> str:
    """Return a whole number with non-breaking spaces between thousands: « 4 200 »."""
    return f"{value:,}".replace(",", NBSP)


def counted(count: int, noun: str, several: str = "") -> str:
    """Write how many there are of something: « 1 remarque », « 0 remarque », « 3 chiffres-clés ».

    `several` is its plural where an « s » at its end does not make it.
    """
    return f"{number(count)}{NBSP}{noun if count < 2 else several or f'{noun}s'}"


def euros(amount: int) -> str:
    """Return an amount in whole euros: « 360 000 € »."""
    return f"{number(amount)}{NBSP}€"


def cents(amount: Decimal) -> str:
    """Return an amount with its cents where it has some: « 12 000 € », « 1 500,50 € »."""
    whole, rest = f"{amount:.2f}".split(".")
    return euros(int(whole)) if rest == "00" else f"{number(int(whole))},{rest}{NBSP}€"


def weight(size: int) -> str:
    """Return the weight of a file of `size` bytes as readers know it: « 554 ko », « 1,3 Mo »."""
    thousands = max(1, round(size / 1000))
    if thousands < 1000:
        return f"{thousands}{NBSP}ko"
    return f"{size / 1_000_000:.1f}".replace(".", ",") + f"{NBSP}Mo"


def day(value: date) -> str:
    """Return a date in words: « 21 juin 2023 », « 1er juillet 2023 »."""
    return f"{'1er' if value.day == 1 else value.day} {format_date(value, 'F Y')}"


def moment(value: datetime) -> str:
    """Return an instant in words, on the clocks of Lens: « 21 juin 2023 à 9 h 05 »."""
    local = timezone.localtime(value)
    return f"{day(local)} à {local.hour}{NBSP}h{NBSP}{local.minute:02}"


def day_and_hour(instant: datetime) -> str:
    """An instant as one announces it: « 1er juin 2026 à 9 h », without the hour at midnight."""
    local = timezone.localtime(instant)
    if (local.hour, local.minute) == (0, 0):
        return day(local)
    minutes = f"{NBSP}{local.minute:02}" if local.minute else ""
    return f"{day(local)} à {local.hour}{NBSP}h{minutes}"


def until(instant: datetime) -> str:
    """The last moment before an instant: « 30 juin 2026 », with the hour where the day is not whole."""
    local = timezone.localtime(instant)
    if (local.hour, local.minute) in ((0, 0), (23, 59)):
        return day(timezone.localtime(instant - timedelta(minutes=1)))
    return day_and_hour(instant)
