"""Words mistyped: what was meant is looked for among the words that the index has. Knows no model, no database."""

from collections.abc import Callable, Iterable

from pma_site.core.french import fold

from .catalogue import Catalogue, Form, letters_of

# A word of fewer letters says too little of itself.
SHORTEST, SHORT = 4, 7


def tolerance(word: str) -> int:
    """How many letters of a folded word may be wrong: one of four to seven letters, two above."""
    if len(word) < SHORTEST:
        return 0
    return 1 if len(word) <= SHORT else 2


def distance(one: str, other: str, most: int) -> int:
    """How many letters are added, left out, changed or swapped from one word to the other; `most` + 1 if more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, last = [], list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, last = last, current
    return last[-1]


def nearest(word: str, catalogue: Catalogue, usable: Callable[[Form], bool], most: int | None = None) -> list[Form]:
    """Return the words of the index that somebody who typed `word` may have meant, the likeliest first.

    The fewer letters differ the better, then those that begin alike, then those that stand in more entries; `most` is
    how many letters may differ, by default what its length allows.
    """
    typed = fold(word)
    most = tolerance(typed) if most is None else most
    if not most or not typed.isalpha():
        return []
    letters, found = letters_of(typed), []
    for length in range(len(typed) - most, len(typed) + most + 1):
        for form in catalogue.by_length.get(length, ()):
            # A letter that is wrong takes one away from the letters used, and adds another one.
            if (form.letters ^ letters).bit_count() <= 2 * most and form.folded.isalpha():
                off = distance(typed, form.folded, most)
                if off <= most and usable(form):
                    found.append((off, form.folded[:1] != typed[:1], -len(form.entries), form.folded, form.word, form))
    return [each[-1] for each in sorted(found, key=lambda each: each[:-1])]


def vocabulary(words: Iterable) -> Catalogue:
    """Return a catalogue of nothing but words (core.french.Word): those of the synonyms, which may be mistyped too."""
    known = Catalogue()
    for word in words:
        if word.form not in known.forms:
            known._learn(word.form, word.stem)
    return known
