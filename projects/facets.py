"""Rows held in memory by what one can narrow them by, so that a filter or a count reads nothing more.

Rows have a number, their place in the order of the list. For each value of a facet a whole number keeps, as one bit
a row, which ones have it: filters are then an « and », counts the number of bits.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple


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
            self._having.setdefault(facet, {})[value] = _bits_of(numbers)
        self._all = (1 << len(self.keys)) - 1

    def matching(self, asked: Asked) -> int:
        """The rows that match, as bits."""
        bits = self._all if asked.words is None else asked.words
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
        return _bits_of([self._numbers[key] for key in keys if key in self._numbers])

    def some(self, bits: int, start: int, stop: int) -> list[int]:
        """The keys of a part of these rows, in the order of the list."""
        found = []
        for place, number in enumerate(_numbers(bits)):
            if place >= stop:
                break
            if place >= start:
                found.append(self.keys[number])
        return found


def _bits_of(numbers):
    if not numbers:
        return 0
    made = bytearray((max(numbers) >> 3) + 1)
    for number in numbers:
        made[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(made, "little")


def _numbers(bits) -> Iterator[int]:
    for place, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        while byte:
            lowest = byte & -byte
            yield place * 8 + lowest.bit_length() - 1
            byte ^= lowest
