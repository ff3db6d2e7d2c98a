"""What the text counts, against what the registers hold."""

import re

from pma_site.core.french import euros, fold

from ..choices import Severity
from .subject import Finding, check, piece_place

_WORDS = [
    "zero",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
    "vingt",
    "vingt-et-un",
    "vingt-deux",
    "vingt-trois",
    "vingt-quatre",
    "vingt-cinq",
]
NUMBERS = {word: number for number, word in enumerate(_WORDS)} | {"une": 1}
# How far from the contributions a rounded budget may be.
ROUNDING = 0.1


def claimed(words: str, noun: str) -> list[int]:
    """Return the numbers that a text gives of something: « 22 élus », « trois axes ».

    >>> claimed("Trois axes pour 22 élus", "axes")
    [3]
    """
    found = re.findall(rf"\b(\d+|{'|'.join(NUMBERS)})\s+{fold(noun)}\b", fold(words).replace("\u00a0", " "))
    return [int(number) if number.isdecimal() else NUMBERS[number] for number in found]


@check("Nombres annoncés", Severity.WARNING)
def counts_agree_with_the_registers(subject):
    """« 22 élus » is what the register of mandates counts, « 8 projets candidats » what the edition does."""
    counts = {}
    for _, piece in subject.pieces:
        for noun, number in piece.counts.items():
            counts.setdefault(noun, set()).add(number)
    for noun, known in counts.items():
        for where, words, place in subject.passages():
            for number in claimed(words, noun):
                if number not in known:
                    registered = " ou ".join(map(str, sorted(known)))
                    yield Finding(
                        f"Le texte annonce {number} {noun}, les registres en comptent {registered}\u00a0: {where}.",
                        place,
                    )


@check("Budget annoncé", Severity.WARNING)
def contributions_agree_with_the_budget(subject):
    """The contributions add up to about what the roadmap announces."""
    for _, piece in subject.pieces:
        for element in piece.elements:
            if element["kind"] != "budget" or not element["budget"].get("stated"):
                continue
            stated, total = element["budget"]["stated"], element["budget"]["total"]
            if abs(stated - total) > ROUNDING * stated:
                yield Finding(
                    f"Les contributions font {euros(total)}, le budget annoncé est de {euros(stated)}.",
                    piece_place(piece),
                )
