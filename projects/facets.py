"""Rows held in memory by what one can narrow them by, so that a filter or a count reads nothing more.

Rows have a number, their place in the order of the list. For each value of a facet a whole number keeps, as one bit
a row, which ones have it: filters are then an « and », counts the number of bits.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pma_site.core.bits import bits_of, numbers_in


class Row(NamedTuple):
    """One row: its key, and what it has, as pairs of a facet and a value."""

    key: int
    facets: tuple


@dataclass(frozen=True)
class Asked:
    """What a reader asks for: a value by facet, and, as bits, the rows with the words typed (None: any)."""

    choices: dict = field(default_factory=dict)
    words: int | None = None

    def without(self, name: str) -> "Asked":
        """The same, less one of its filters: a facet, or « q » for the words."""
        choices = {facet: value for facet, value in self.choices.items() if facet != name}
        return replace(self, choices=choices, words=None if name == "q" else self.words)


class Facets:
    """The rows of a list, in its order."""

    def __init__(self, rows: Iterable[Row] = ()):
        self.keys = []
        having = {}
        for number, row in enumerate(rows):
            self.keys.append(row.key)
            for pair in row.facets:
                having.setdefault(pair, []).append(number)
        self._numbers = {key: number for number, key in enumerate(self.keys)}
        self._having = {}
        for (facet, value), numbers in having.items():
            self._having.setdefault(facet, {})[value] = bits_of(numbers)
        self._all = (1 << len(self.keys)) - 1

    def matching(self, asked: Asked) -> int:
        """The rows that match, as bits."""
        bits = self._all if asked.words is None else self._all & asked.words
        for facet, value in asked.choices.items():
            bits &= self._having.get(facet, {}).get(value, 0)
        return bits

    def counts(self, facet: str, asked: Asked) -> dict:
        """How many rows each value of a facet would leave, the other filters kept; none where it is nothing."""
        bits = self.matching(asked.without(facet))
        counted = ((value, (having & bits).bit_count()) for value, having in self._having.get(facet, {}).items())
        return {value: count for value, count in counted if count}

    def bits_of(self, keys: Iterable[int]) -> int:
        """The rows with these keys, as bits; unknown ones are left out."""
        return bits_of([self._numbers[key] for key in keys if key in self._numbers])

    def some(self, bits: int, start: int, stop: int) -> list[int]:
        """The keys of a part of these rows, in the order of the list."""
        found = []
        for place, number in enumerate(numbers_in(bits)):
            if place >= stop:
                break
            if place >= start:
                found.append(self.keys[number])
        return found


class Words:
    """Which rows hold which words; `texts` are the words of each row, in the order of the list, spaces between."""

    # Expressions whose rows are remembered.
    REMEMBERED = 100

    def __init__(self, texts: Iterable[str]):
        having = {}
        for number, text in enumerate(texts):
            for word in set(text.split()):
                having.setdefault(word, array("I")).append(number)
        self._having, self._sorted, self._found = having, sorted(having), {}

    def having(self, beginnings: Iterable[str]) -> int:
        """The rows with words that begin with each of these, as bits."""
        bits = -1
        for beginning in beginnings:
            bits &= self._beginning_with(beginning)
        return bits

    def _beginning_with(self, beginning):
        if beginning not in self._found:
            numbers = set()
            for place in range(bisect_left(self._sorted, beginning), len(self._sorted)):
                if not self._sorted[place].startswith(beginning):
                    break
                numbers.update(self._having[self._sorted[place]])
            if len(self._found) >= self.REMEMBERED:
                self._found.clear()
            self._found[beginning] = bits_of(numbers)
        return self._found[beginning]
