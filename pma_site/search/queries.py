"""What a reader typed, understood: words, expressions of the team's synonyms, beginnings, words mistyped."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product

from pma_site.core.french import Word, fold, words_of

from . import typos
from .catalogue import Catalogue, Form

# No question needs more words, and no answer waits for more.
MOST_WORDS = 12
# How many words may stand for a beginning, and how many readings of a query may be somebody's name.
MOST_FORMS, MOST_READINGS = 200, 16
# Words of a question that say nothing of its subject.
ASKING = frozenset(
    [
        "quand",
        "comment",
        "combien",
        "quel",
        "quelle",
        "quels",
        "quelles",
        "pourquoi",
        "quoi",
        "cherche",
        "chercher",
        "trouver",
    ]
)
# A synonym is worth a little less than the word itself, a longer word than the one it begins with.
SYNONYM, BEGINNING, JOINED = 0.85, 0.6, 0.95


@dataclass(frozen=True)
class Term:
    """A word in all the forms that count as the same."""

    forms: tuple[Form, ...]


@dataclass(frozen=True)
class Way:
    """One way to say what is asked: all of these words, worth so much."""

    worth: float
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Group:
    """A part of what is asked: any of these ways. `words` is what was typed, `readings` the stems it may stand for."""

    words: tuple[str, ...]
    ways: tuple[Way, ...]
    readings: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Correction:
    """A word that nothing has, and the one that was looked for in its place."""

    typed: str
    used: str


@dataclass
class Query:
    """What is asked: every group must be met. `unknown` are words that nothing has, nor anything like them."""

    groups: list[Group] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def readings(self) -> set[tuple[str, ...]]:
        """The sequences of stems that the whole query may stand for: the name of something, perhaps."""
        ways = product(*(group.readings[:4] for group in self.groups))
        return {sum(way, ()) for _, way in zip(range(MOST_READINGS), ways, strict=False)} - {()}

    @property
    def forms(self) -> set[str]:
        """Every word that an excerpt may mark."""
        return {form.word for group in self.groups for way in group.ways for term in way.terms for form in term.forms}


class Synonyms:
    """The expressions that the team keeps as the same, as sequences of stems."""

    def __init__(self, groups: Iterable[Iterable[str]] = ()):
        self.others: dict[tuple[str, ...], tuple] = {}
        words = []
        for expressions in groups:
            said = [tuple(words_of(expression)) for expression in expressions]
            words += [word for expression in said for word in expression]
            # « start-up » is « startup » as well.
            joined = ["".join(word.form for word in each) for each in said if any(word.compound for word in each)]
            said += [tuple(words_of(each)) for each in joined]
            sequences = dict.fromkeys(tuple(word.stem for word in expression) for expression in said)
            for sequence in sequences:
                kept = [other for other in sequences if other != sequence and other]
                self.others[sequence] = tuple(dict.fromkeys([*self.others.get(sequence, ()), *kept]))
        self.others.pop((), None)
        self.longest = max(map(len, self.others), default=0)
        self.stems = {word.stem for word in words}
        self.vocabulary = typos.vocabulary(words)

    def spans(self, stems: list[str]) -> dict[int, int]:
        """Where expressions stand in a sequence of stems: their ends by their beginnings, the longest ones."""
        found, place = {}, 0
        while place < len(stems):
            ends = range(min(len(stems), place + self.longest), place, -1)
            end = next((end for end in ends if tuple(stems[place:end]) in self.others), None)
            if end:
                found[place] = end
            place = end or place + 1
        return found


class Understanding:
    """Understands queries against what the catalogue has now; `hidden` are entries that nobody may read yet."""

    def __init__(self, catalogue: Catalogue, synonyms: Synonyms, hidden: Iterable[int] = ()):
        self.catalogue, self.synonyms, self.hidden = catalogue, synonyms, set(hidden)
        self._used: dict[str, bool] = {}

    def of(self, typed: str) -> Query:
        """Return what a text typed by a reader asks for."""
        words = list(words_of(typed))
        words = [word for word in words if word.form not in ASKING] or words
        words = list(dict.fromkeys(words[:MOST_WORDS]))
        query = Query()
        # Whether one may still be typing the last word.
        is_open = typed[-1:].isalnum()
        words = self._corrected(words, query, is_open)
        stems = [word.stem for word in words]
        spans, place = self.synonyms.spans(stems), 0
        while place < len(words):
            end = spans.get(place)
            joined = None if end else self._joined(words, place, spans)
            if end:
                query.groups.append(self._expression(words[place:end]))
            elif joined:
                query.groups.append(self._either(words[place : place + 2], joined))
                end = place + 2
            else:
                last = is_open and place == len(words) - 1
                query.groups.append(self._single(words[place], last, query))
            place = end or place + 1
        return query

    def is_used(self, form: Form) -> bool:
        """Whether something that anybody may read has this word."""
        if form.word not in self._used:
            self._used[form.word] = self.catalogue.is_in_use(form, self.hidden)
        return self._used[form.word]

    def _corrected(self, words, query, is_open):
        """The words, each one that nothing has replaced by the nearest one that something has."""
        stems = [word.stem for word in words]
        spans = self.synonyms.spans(stems)
        expressed = {place for start, end in spans.items() for place in range(start, end)}
        corrected = []
        for place, word in enumerate(words):
            last = is_open and place == len(words) - 1
            if place in expressed or self._known(word) or self._is_part(words, place) or self._begins(word, last):
                corrected.append(word)
                continue
            meant = self._meant(word.form)
            if meant:
                query.corrections.append(Correction(word.form, meant.word))
                corrected.append(Word(meant.word, meant.stem))
            else:
                corrected.append(word)
        return corrected

    def _meant(self, typed):
        known = typos.nearest(typed, self.catalogue, self.is_used)
        said = typos.nearest(typed, self.synonyms.vocabulary, lambda form: True)
        return next(iter(known or said), None)

    def _known(self, word):
        return any(map(self.is_used, self.catalogue.by_stem.get(word.stem, ())))

    def _begins(self, word, last):
        return bool(last and self._longer(word))

    def _longer(self, word):
        """The words in use that a word being typed may become; none of one that is whole already."""
        folded = fold(word.form)
        if any(map(self.is_used, self.catalogue.by_folded.get(folded, ()))) or len(folded) < 2:
            return []
        if not (folded.isalpha() or (folded.isdecimal() and len(folded) > 2)):
            return []
        longer = self.catalogue.beginning_with(folded, MOST_FORMS)
        return [form for form in longer if self.is_used(form)]

    def _is_part(self, words, place):
        """Whether a word that nothing has makes one with its neighbour: « start up »."""
        return any(self._one_word(words, start) for start in (place - 1, place) if start >= 0)

    def _joined(self, words, place, spans):
        if place + 1 >= len(words) or place + 1 in spans:
            return None
        return self._one_word(words, place)

    def _one_word(self, words, place):
        """The word in use that two words in a row make together."""
        if place + 1 >= len(words) or not (words[place].form + words[place + 1].form).isalpha():
            return None
        folded = fold(words[place].form + words[place + 1].form)
        return next((form for form in self.catalogue.by_folded.get(folded, ()) if self.is_used(form)), None)

    def _term(self, stem):
        return Term(tuple(self.catalogue.by_stem.get(stem, ())))

    def _all(self, stems, worth):
        return Way(worth, tuple(map(self._term, stems)))

    def _expression(self, words):
        stems = tuple(word.stem for word in words)
        others = self.synonyms.others[stems]
        # However many words it takes to say it otherwise, it is worth no more than what was typed.
        ways = [self._all(stems, 1), *(self._all(other, SYNONYM * len(stems) / len(other)) for other in others)]
        return Group(tuple(word.form for word in words), tuple(ways), (stems, *others))

    def _either(self, words, joined):
        """Two words, or the one that they make together."""
        stems = tuple(word.stem for word in words)
        ways = (self._all(stems, 1), self._all((joined.stem,), JOINED * 2))
        return Group(tuple(word.form for word in words), ways, (stems, (joined.stem,)))

    def _single(self, word, last, query):
        ways = [self._all((word.stem,), 1)]
        longer = self._longer(word) if last else []
        if longer:
            ways.append(Way(BEGINNING, (Term(tuple(longer)),)))
        elif not self._known(word):
            query.unknown.append(word.form)
        return Group((word.form,), tuple(ways), ((word.stem,),))
