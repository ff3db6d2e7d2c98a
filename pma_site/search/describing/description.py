"""A page or record as search sees it, whichever room it comes from."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from pma_site.core.french import stem_words

from ..catalogue import STANDFIRST, TITLE, Texts
from ..choices import Kind
from ..models import sequence_of

# More of a text than any letter has.
LONGEST_TEXT = 200_000
# A text of less signs is left out where the standfirst holds it.
SHORT = 120
_ENDS = (".", "!", "?", "…", ":", ";", ",", "»", "–")
# What no text needs and some databases refuse: controls, halves of characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True)
class Description:
    """What is to be found, and by what.

    `detail` tells it from its namesakes in a list: a date, an edition, a place.
    `names` are other things that it is called by, as good as its title; `standfirst` and `keywords` count for more
    than `texts`, in which excerpts are looked for. `years` and `communes` (INSEE codes) are what it can be filtered
    by. `day` tells how fresh it is; between `starts` and `ends` the public may read it.
    """

    key: str
    kind: Kind
    noun: str
    title: str
    detail: str = ""
    page: int | None = None
    address: str = ""
    names: Iterable[str] = ()
    standfirst: str = ""
    keywords: Iterable[str] = ()
    texts: Iterable[str] = ()
    years: Iterable[int] = ()
    communes: Iterable[str] = ()
    day: date | None = None
    starts: datetime | None = None
    ends: datetime | None = None

    @property
    def text(self):
        """Its texts, one after the other, as excerpts are taken from them."""
        said, known = [], f" {stem_words(clean(self.standfirst))} "
        for text in dict.fromkeys(filter(None, map(clean, self.texts))):
            # Names and activities are said in a standfirst too, or in a sentence: an excerpt does not repeat them.
            words = stem_words(text) if len(text) <= SHORT * 2 else ""
            if words and len(text) <= SHORT and f" {words} " in known:
                continue
            said.append(text)
            known += f"| {words} "
        # An excerpt runs over several: each ends as a sentence does, but before what is added in brackets.
        following = [*said, ""][1:]
        ended = [_ended(text, after) for text, after in zip(said, following, strict=True)]
        return "\n".join(ended)[:LONGEST_TEXT]

    @property
    def card(self):
        """What the memory of a process keeps of it besides its dates, ready for JSON."""
        words = Texts()
        words.add(clean(self.title), TITLE)
        for name in self.names:
            words.add(clean(name), TITLE)
        for said in (self.standfirst, *self.keywords):
            words.add(clean(said), STANDFIRST)
        words.add(self.text)
        names = dict.fromkeys(map(sequence_of, map(clean, [self.title, *self.names])))
        facets = [("type", self.kind.value)]
        facets += [("annee", str(year)) for year in sorted(set(self.years))]
        facets += [("commune", code) for code in sorted(set(self.communes))]
        return {
            "names": [list(name) for name in names if name],
            "facets": facets,
            "length": words.length,
            "words": words.words,
        }


def clean(text: str) -> str:
    """Return a text without controls, its characters composed, its spaces single."""
    return " ".join(unicodedata.normalize("NFC", _UNWANTED.sub(" ", str(text or ""))).split())


def _ended(text, after):
    """The text as a sentence: « Transformation du zinc. »"""
    if text[:1].islower() and text.split()[0].isalpha():
        text = text[0].upper() + text[1:]
    return text if text.endswith(_ENDS) or after.startswith("(") else f"{text}."
