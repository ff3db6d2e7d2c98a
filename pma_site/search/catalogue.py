"""All that can be found, held in memory: which words stand where, who is called what, what can be filtered by what.

Each process has one, brought up to date at each request (searching). It knows no model and no database, so that both
databases find the same, in the same order. Entries are numbered as they come; an entry that goes leaves its number
behind, until there are so many that all is numbered anew.
"""

import json
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from pma_site.core.french import fold, words_of

FACETS = ("type", "annee", "commune")
# What a word is worth by where it stands, in one small number: bits for title and standfirst, the count in the text.
TITLE, STANDFIRST, COUNT = 64, 32, 15
# Letters of a word that is worth remembering.
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Card:
    """What memory holds of one entry besides its words.

    `names` are sequences of stems by which it is known: its title, « lettre n° 9 », an acronym. `facets` are pairs
    of a facet and a value; `length` is its number of words; `date` tells how fresh it is.
    """

    pk: int
    names: tuple[tuple[str, ...], ...]
    facets: tuple[tuple[str, str], ...]
    length: int
    date: date | None
    starts: datetime | None
    ends: datetime | None

    def is_public(self, now: datetime) -> bool:
        """Whether the public may read it at an instant."""
        return (self.starts is None or self.starts <= now) and (self.ends is None or now < self.ends)


@dataclass
class Texts:
    """The words of something that is to be found, counted by where they stand."""

    words: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    length: int = 0

    def add(self, text: str, weight: int = 0) -> None:
        """Count the words of a text, which is of the weight TITLE, STANDFIRST or 0."""
        previous = None
        for word in words_of(text):
            self.length += 1
            self._count(word.stem, word.form, weight)
            if word.compound and previous:
                # « éco-matériaux » is found as « écomatériaux » too.
                joined = f"{previous}{word.form}"
                self._count(stem_of(joined), joined, weight)
            previous = word.form

    def _count(self, stem, form, weight):
        if len(form) > LONGEST:
            return
        forms = self.words[stem]
        known = forms.get(form, 0)
        forms[form] = known | weight if weight else (known & ~COUNT) | min(COUNT, (known & COUNT) + 1)


def stem_of(form: str) -> str:
    """Return the stem of a single word as the index has it."""
    return next((word.stem for word in words_of(form)), form)


class Form:
    """A word as it is written somewhere: where, and what it is worth there."""

    __slots__ = ("entries", "folded", "letters", "stem", "weights", "word")

    def __init__(self, word: str, stem: str):
        self.word, self.stem, self.folded = word, stem, fold(word)
        self.letters = letters_of(self.folded)
        self.entries, self.weights = array("I"), array("B")


def letters_of(word: str) -> int:
    """The letters of a folded word as bits: two words that differ much in them are not the same mistyped."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


class Catalogue:
    """What can be found."""

    def __init__(self):
        self.cards: list[Card | None] = []
        self.forms: dict[str, Form] = {}
        self.by_stem: dict[str, list[Form]] = defaultdict(list)
        self.by_folded: dict[str, list[Form]] = defaultdict(list)
        self.by_length: dict[int, list[Form]] = defaultdict(list)
        self.having: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
        self.called: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self.alive = 0
        self.timed: set[int] = set()
        # Numbers that entries left behind.
        self.gone: set[int] = set()
        self.words = 0
        # By number, for ranking: the size of each entry against the average of the day, and how fresh it is.
        self.sizes, self._measured = array("B"), 0.0
        self._fresh, self._day = array("d"), None
        self._numbers: dict[int, int] = {}
        self._sorted: list[str] | None = None

    def __len__(self):
        return len(self._numbers)

    @property
    def wasted(self):
        """Whether so many entries have gone that all should be numbered anew."""
        return len(self.cards) > 2 * len(self._numbers) + 1000

    @property
    def average(self):
        """The words of an entry, on average."""
        return self.words / len(self) if self._numbers else 1

    def put(self, card: Card, words: dict[str, dict[str, int]]) -> None:
        """Take up an entry, in the place of what was known of it; `words` are weights by stem and form."""
        self.drop(card.pk)
        number = self._numbers[card.pk] = len(self.cards)
        self.cards.append(card)
        bit = 1 << number
        self.alive |= bit
        self.words += card.length
        if card.starts or card.ends:
            self.timed.add(number)
        for facet, value in card.facets:
            values = self.having[facet]
            values[value] = values.get(value, 0) | bit
        for name in card.names:
            self.called[name].add(number)
        for stem, forms in words.items():
            for word, weight in forms.items():
                form = self.forms.get(word)
                if form is None:
                    form = self._learn(word, stem)
                form.entries.append(number)
                form.weights.append(weight)

    def drop(self, pk: int) -> None:
        """Forget an entry, if it is known."""
        number = self._numbers.pop(pk, None)
        if number is None:
            return
        card, self.cards[number] = self.cards[number], None
        self.gone.add(number)
        keep = ~(1 << number)
        self.alive &= keep
        self.words -= card.length
        self.timed.discard(number)
        for facet, value in card.facets:
            self.having[facet][value] &= keep
        for name in card.names:
            self.called[name].discard(number)

    def measure(self, size_of: Callable[[Card, float], int]) -> None:
        """Bring `sizes` up to date: all are measured again once the average has moved by a tenth."""
        if not 0.9 < self.average / (self._measured or 1e9) < 1.1:
            self.sizes, self._measured = array("B"), self.average
        for card in self.cards[len(self.sizes) :]:
            self.sizes.append(size_of(card, self._measured) if card else 0)

    def freshness(self, today: date, freshness: Callable[[date | None, date], float]) -> array:
        """How fresh each entry is today, by its number."""
        if self._day != today:
            self._fresh, self._day = array("d"), today
        for card in self.cards[len(self._fresh) :]:
            self._fresh.append(freshness(card.date, today) if card else 0)
        return self._fresh

    def hidden(self, now: datetime) -> set[int]:
        """The entries that nobody may read at an instant, by what time decides."""
        return {number for number in self.timed if not self.cards[number].is_public(now)}

    def is_in_use(self, form: Form, hidden: Iterable[int] = ()) -> bool:
        """Whether something that anybody may read now has this word: no other word is ever offered."""
        return any(self.cards[number] is not None and number not in hidden for number in form.entries)

    def beginning_with(self, folded: str, most: int) -> Iterator[Form]:
        """Yield the words in use that begin so, `most` at the most, in the order of the alphabet."""
        if self._sorted is None:
            self._sorted = sorted(self.by_folded)
        for place in range(bisect_left(self._sorted, folded), len(self._sorted)):
            if not self._sorted[place].startswith(folded) or most <= 0:
                return
            for form in self.by_folded[self._sorted[place]]:
                most -= 1
                yield form

    def _learn(self, word, stem):
        form = self.forms[word] = Form(word, stem)
        self.by_stem[stem].append(form)
        self.by_folded[form.folded].append(form)
        self.by_length[len(form.folded)].append(form)
        self._sorted = None
        return form


def card_of(pk: int, kept: str, day: date | None, starts: datetime | None, ends: datetime | None):
    """Return the Card and the words of an entry, from its JSON (`SearchEntry.card`)."""
    said = json.loads(kept)
    names = tuple(map(tuple, said["names"]))
    facets = tuple(map(tuple, said["facets"]))
    return Card(pk, names, facets, said["length"], day, starts, ends), said["words"]
