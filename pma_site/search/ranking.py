"""The order of results: what bears the very name asked for, then what says most about it, the fresher first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from math import log

from .catalogue import COUNT, STANDFIRST, TITLE, Card, Catalogue
from .choices import Kind
from .queries import Group, Query, Term

# What a word is worth in a title, in a standfirst, and at the most in a text, however often it stands there.
IN_TITLE, IN_STANDFIRST, IN_TEXT = 10.0, 4.0, 3.0
# How soon repetition stops to count, and how much the length of a text counts against it (Okapi BM25).
SATURATION, LENGTH = 1.2, 0.6
# A whole letter is sixty times as long as what is said of a commune, and no worse for it: its length counts as this
# many times the average at the most, and what is very short as half of it.
SHORTEST, LONGEST = 0.5, 15
# What begins with the words asked for, and pages of the site's own machinery (legal notice) where only texts match.
BEGINNING, BACKGROUND = 1.5, 0.7
# What freshness adds at the most, and the freshness of what has no date.
FRESHNESS, UNDATED = 0.2, 0.3
# Where nothing has all the words, what has this part of them, counted by how telling they are.
ENOUGH = 0.35


# Lengths are told apart in so many steps: what a word is worth is then looked up, not computed.
STEPS = 16


@dataclass
class Ranked:
    """What was found: numbers of entries with their scores. `partial` tells that none has all the words."""

    scores: dict[int, float] = field(default_factory=dict)
    named: set[int] = field(default_factory=set)
    partial: bool = False


def rank(query: Query, catalogue: Catalogue, hidden: set[int]) -> Ranked:
    """Return what answers a query, with how well it does."""
    if not query.groups:
        return Ranked()
    left_out = catalogue.gone | hidden
    groups = [_Met(group, catalogue, left_out) for group in query.groups]
    named = set().union(*(catalogue.called.get(reading, ()) for reading in query.readings)) - hidden
    found = set.intersection(*sorted((group.numbers for group in groups), key=len))
    partial = not found and not named
    if partial:
        found = _having_enough(groups)
    found |= named
    for group in groups:
        group.score(found, catalogue)
    return Ranked(_scores(found, groups, catalogue, partial, query.readings), named, partial)


def first(ranked: Ranked, numbers: Iterable[int], catalogue: Catalogue, today: date, start: int, count: int):
    """Return a part of the entries found, best first: the same on every machine.

    What bears the very name asked for, then the score and a little freshness; then the latest.
    """
    fresh, scores, cards = catalogue.freshness(today, freshness), ranked.scores, catalogue.cards

    def order(number):
        day = cards[number].date
        return -scores[number] * (1 + FRESHNESS * fresh[number]), -(day.toordinal() if day else 0), cards[number].pk

    numbers = set(numbers)
    named = sorted(numbers & ranked.named, key=order)
    others = numbers - ranked.named
    wanted = start + count - len(named)
    if 0 < wanted < len(others):
        # Of very many only those are put in order that can be on the page.
        worth = {number: scores[number] * (1 + FRESHNESS * fresh[number]) for number in others}
        least = sorted(worth.values(), reverse=True)[wanted - 1]
        others = [number for number, value in worth.items() if value >= least]
    return [*named, *(sorted(others, key=order) if wanted > 0 else ())][start : start + count]


def freshness(day: date | None, today: date) -> float:
    """How fresh a day is, from 1 (today or to come) to 0 (long ago); half of it goes in a year."""
    if day is None:
        return UNDATED
    return 1 / (1 + max(0, (today - day).days) / 365)


class _Met:
    """Where a group of a query is met: by which entries, how well, and where in a title.

    What is found at the end is often little of what has one word: only that is given a score.
    """

    def __init__(self, group: Group, catalogue: Catalogue, left_out: set[int]):
        self.scores: dict[int, float] = {}
        self.titled: set[int] = set()
        self.numbers: set[int] = set()
        self.ways = []
        for way in group.ways:
            terms = [_standing(term, left_out) for term in way.terms]
            if terms and all(terms):
                self.ways.append((way.worth, terms))
                self.numbers |= set(terms[0]).intersection(*terms[1:])
        # Of ways to say the same, what counts is how many entries are met in all.
        self.telling = _telling(len(self.numbers), len(catalogue))

    def score(self, found: set[int], catalogue: Catalogue):
        """Tell how well it is met by each of the entries found."""
        for worth, terms in self.ways:
            scores = _scored(found, terms, worth, catalogue)
            if self.scores:
                for number, score in scores.items():
                    if score > self.scores.get(number, 0):
                        self.scores[number] = score
            else:
                self.scores = scores
            titled = scores
            for term in terms:
                titled = {number for number in titled if term[number] & TITLE}
            self.titled |= titled


def _scored(found, terms, worth, catalogue):
    """What each entry of those found that has all the words of a way is worth."""
    # Measured first: sizes may be others then.
    values, sizes = _values(catalogue), catalogue.sizes
    told = [worth * _telling(len(term), len(catalogue)) for term in terms]
    numbers, term = found.intersection(*terms), terms[0]
    scores = {number: told[0] * values[term[number]][sizes[number]] for number in numbers}
    for telling, term in zip(told[1:], terms[1:], strict=True):
        scores = {number: score + telling * values[term[number]][sizes[number]] for number, score in scores.items()}
    return scores


def _standing(term: Term, left_out: set[int]) -> dict[int, int]:
    """Where a word stands, in any of its forms, and what it is worth there."""
    found: dict[int, int] = {}
    for form in term.forms:
        if not found:
            found = dict(zip(form.entries, form.weights, strict=True))
            continue
        for number, weight in zip(form.entries, form.weights, strict=True):
            known = found.get(number)
            if known is None:
                found[number] = weight
            else:
                found[number] = (known | weight) & ~COUNT | min(COUNT, (known & COUNT) + (weight & COUNT))
    for number in left_out & found.keys():
        del found[number]
    return found


def _telling(having: int, of: int) -> float:
    """How much a word tells: the fewer entries have it the more."""
    return log(1 + (max(of - having, 0) + 0.5) / (having + 0.5))


def _having_enough(groups):
    told: dict[int, float] = {}
    for group in groups:
        for number in group.numbers:
            told[number] = told.get(number, 0) + group.telling
    # Words that nothing has count for nothing here: they may be the slip of a pen.
    enough = ENOUGH * sum(group.telling for group in groups if group.numbers)
    return {number for number, telling in told.items() if telling >= enough}


def _scores(found, groups, catalogue, partial, readings):
    scores = dict.fromkeys(found, 0.0)
    for group in groups:
        more = group.scores
        scores = {number: score + more.get(number, 0.0) for number, score in scores.items()}
    titled = set.intersection(*(group.titled for group in groups)) & found
    for number in titled:
        # The whole of what was asked is in the title: the more of the title it is, the better.
        names = catalogue.cards[number].names
        scores[number] *= 1.3 + 0.5 * min(1, len(groups) / max(1, len(names[0]) if names else 1))
        if any(name[: len(reading)] == reading for name in names for reading in readings):
            scores[number] *= BEGINNING
    if partial:
        for number in found:
            scores[number] *= sum(group.telling for group in groups if number in group.scores) ** 2
    return scores


def size_of(card: Card, average: float) -> int:
    """The step of length of an entry (of STEPS), and whether it is a page of the background: one number for both."""
    length = min(LONGEST, max(SHORTEST, card.length / average))
    step = round(log(length / SHORTEST) / log(LONGEST / SHORTEST) * (STEPS - 1))
    return step + STEPS * (("type", Kind.PAGE.value) in card.facets)


def _values(catalogue):
    """What a word is worth, by its weight and by the size of the entry (`size_of`)."""
    catalogue.measure(size_of)
    return _table()


@cache
def _table():
    return [[_value(weight, size % STEPS, size >= STEPS) for size in range(2 * STEPS)] for weight in range(128)]


def _value(weight, step, is_background):
    length = SHORTEST * (LONGEST / SHORTEST) ** (step / (STEPS - 1))
    count = weight & COUNT
    said = IN_TEXT * count / (count + SATURATION * (1 - LENGTH + LENGTH * length)) if count else 0
    value = IN_TITLE * bool(weight & TITLE) + IN_STANDFIRST * bool(weight & STANDFIRST) + said
    return value * (BACKGROUND if is_background and not weight & TITLE else 1)
