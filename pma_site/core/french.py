"""French as readers type and read it: normalising words for search, joining lists, writing amounts."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

import snowballstemmer
from django.utils import timezone
from django.utils.dateformat import format as format_date

NBSP = "\u00a0"

_STEMMER = snowballstemmer.stemmer("french")
_STOP_WORDS = """
    à au aux avec c ce ces cette d dans de des du elle en est et eux il ils j je l la le les leur lui m
    ma mais me mes mon n ne nos notre nous on ou où par pas pour qu que qui s sa se ses son sont sur t
    ta te tes toi ton tu un une vos votre vous y
"""
_MEANINGLESS = frozenset(re.findall(r"\w+", _STOP_WORDS))
_ELIDED_ARTICLE = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]")
_WORD = re.compile(r"[^\W_]+")
# « numéro 9 », « n° 9 », « nº9 », « no. 9 » and « #9 » are one word.
_ISSUE_NUMBER = re.compile(r"(?:\bnum[ée]ro\s*|\bn\s?[°º]\s*|\bno\.\s*|#\s*)(\d{1,4})\b")


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


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    stem = fold(_STEMMER.stemWord(fold(word)))
    # Snowball leaves the plural of some short words: « élus », « maux ».
    return stem[:-1] if len(stem) > 3 and stem[-1] in "sx" else stem


def stem_words(text: str) -> str:
    """Return the stems of the words of `text` that carry meaning, for the search index and for queries alike."""
    lowered = unicodedata.normalize("NFC", text).lower()
    # « ½ » or « ⑴ » are letters to a regular expression, but spelt out they hold signs that search engines read.
    lowered = unicodedata.normalize("NFKC", _ISSUE_NUMBER.sub(r" numero\1 ", lowered))
    words = _WORD.findall(_ELIDED_ARTICLE.sub(" ", lowered))
    return " ".join(_stem(word) for word in words if word not in _MEANINGLESS)


def joined(names: Iterable[str]) -> str:
    """Return names as a French enumeration: « Lens, Liévin et Avion »."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} et {names[-1]}"


def number(value: int) -> str:
    """Return a whole number with non-breaking spaces between thousands: « 4 200 »."""
    return f"{value:,}".replace(",", NBSP)


def euros(amount: int) -> str:
    """Return an amount in whole euros: « 360 000 € »."""
    return f"{number(amount)}{NBSP}€"


def cents(amount: Decimal) -> str:
    """Return an amount with its cents where it has some: « 12 000 € », « 1 500,50 € »."""
    whole, rest = f"{amount:.2f}".split(".")
    return euros(int(whole)) if rest == "00" else f"{number(int(whole))},{rest}{NBSP}€"


def weight(size: int) -> str:
    """Return the weight of a file of `size` bytes as readers know it: « 554 ko », « 1,3 Mo »."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{NBSP}ko"
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
