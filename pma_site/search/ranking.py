"""The order of results: what bears the very name asked for, then what says most about it, the fresher first."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from math import log

from .catalogue import COUNT, STANDFIRST, TITLE, Catalogue
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
BEGINNING, BACKGROUND = 1.15, 0.7
# What freshness adds at the most, and the freshness of what has no date.
FRESHNESS, UNDATED = 0.2, 0.3
# Where nothing has all the words, what has this part of them, counted by how telling they are.
ENOUGH = 0.35


@dataclass
class Ranked:
    """What was found: numbers of entries with their scores. `partial` tells that none has all the words."""

    scores: dict[int, float] = field(default_factory=dict)
    named: set[int] = field(default_factory=set)
    partial: bool = False


def rank(query: Query, catalogue: Catalogue, hidden: set[int]) -> Ranked:
    """Return what answers a query, with how well it does."""
    groups = [_Met(group, catalogue) for group in query.groups]
    if not groups:
        return Ranked()
    named = set().union(*(catalogue.called.get(reading, ()) for reading in query.readings)) - hidden
    found = set(min(groups, key=lambda group: len(group.entries)).entries)
    for group in groups:
        found &= group.entries
    partial = not found and not named
    if partial:
        found = _having_enough(groups)
    gone = catalogue.cards
    found = {number for number in found | named if gone[number] is not None} - hidden
    return Ranked(_scores(found, groups, catalogue, partial, query.readings), named, partial)


def first(ranked: Ranked, numbers: Iterable[int], catalogue: Catalogue, today: date, count: int) -> list[int]:
    """Return the best `count` of some of the entries found, best first: the same on every machine."""

    def order(number):
        card = catalogue.cards[number]
        score = round(ranked.scores[number] * (1 + FRESHNESS * freshness(card.date, today)), 6)
        return number not in ranked.named, -score, -(card.date.toordinal() if card.date else 0), card.pk

    return heapq.nsmallest(count, numbers, key=order)


def freshness(day: date | None, today: date) -> float:
    """How fresh a day is, from 1 (today or to come) to 0 (long ago); half of it goes in a year."""
    if day is None:
        return UNDATED
    return 1 / (1 + max(0, (today - day).days) / 365)


class _Met:
    """Where a group of a query is met, and how well."""

    def __init__(self, group: Group, catalogue: Catalogue):
        self.ways = []
        self.entries: set[int] = set()
        self.telling = 0.0
        for way in group.ways:
            terms = [_standing(term) for term in way.terms]
            entries = set(min(terms, key=len, default={}))
            for term in terms:
                entries &= term.keys()
            if entries:
                telling = [_telling(len(term), len(catalogue)) for term in terms]
                self.ways.append((way.worth, entries, list(zip(terms, telling, strict=True))))
                self.entries |= entries
        # Of ways to say the same, what counts is how many entries are met in all.
        self.telling = _telling(len(self.entries), len(catalogue))


def _standing(term: Term) -> dict[int, int]:
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
    return found


def _telling(having: int, of: int) -> float:
    """How much a word tells: the fewer entries have it the more."""
    return log(1 + (max(of - having, 0) + 0.5) / (having + 0.5))


def _having_enough(groups):
    told: dict[int, float] = {}
    for group in groups:
        for number in group.entries:
            told[number] = told.get(number, 0) + group.telling
    # Words that nothing has count for nothing here: they may be the slip of a pen.
    enough = ENOUGH * sum(group.telling for group in groups if group.entries)
    return {number for number, telling in told.items() if telling >= enough}


def _scores(found, groups, catalogue, partial, readings):
    cards, average = catalogue.cards, catalogue.average
    worth = [_worth(weight) for weight in range(128)]
    scores = {}
    for number in found:
        card = cards[number]
        length = min(LONGEST, max(SHORTEST, card.length / average))
        slowness = SATURATION * (1 - LENGTH + LENGTH * length)
        total, met, in_title = 0.0, 0.0, 0
        for group in groups:
            best, title = 0.0, False
            for factor, entries, terms in group.ways:
                if number not in entries:
                    continue
                said, titled = 0.0, True
                for term, telling in terms:
                    weight = term[number]
                    count = weight & COUNT
                    said += telling * (worth[weight] + (IN_TEXT * count / (count + slowness) if count else 0))
                    titled = titled and bool(weight & TITLE)
                if factor * said > best:
                    best, title = factor * said, titled
            if best:
                met += group.telling
            total += best
            in_title += title
        if in_title == len(groups) and card.names:
            # The whole of what was asked is in the title: the more of the title it is, the better.
            total *= 1.3 + 0.5 * min(1, in_title / max(1, len(card.names[0])))
            if any(name[: len(reading)] == reading for name in card.names for reading in readings):
                total *= BEGINNING
        elif not in_title and ("type", Kind.PAGE) in card.facets:
            total *= BACKGROUND
        if partial:
            total *= met**2
        scores[number] = total
    return scores


def _worth(weight):
    return IN_TITLE * bool(weight & TITLE) + IN_STANDFIRST * bool(weight & STANDFIRST)
