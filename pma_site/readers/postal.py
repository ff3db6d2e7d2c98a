"""An address as the post reads it: norm AFNOR NF Z 10-011, at most six lines of 38 characters.

The lines go from the person to the place. From the fourth on (in which street) they are in capitals, without accent or
punctuation, which sorting machines take for letters; the last one is the postal code and the town.
"""

import re

from pma_site.core.french import fold

LINES, LENGTH = 6, 38
_NOT_A_WORD = re.compile(r"[^A-Z0-9]+")
# What the norm lets one shorten where a line is too long, and only there (its annex of words in streets and towns).
_SHORTER = {
    "ALLEE": "ALL",
    "AVENUE": "AV",
    "BOULEVARD": "BD",
    "CHEMIN": "CHE",
    "DOCTEUR": "DR",
    "FAUBOURG": "FG",
    "GENERAL": "GAL",
    "IMPASSE": "IMP",
    "MARECHAL": "MAL",
    "PLACE": "PL",
    "PRESIDENT": "PDT",
    "QUARTIER": "QUA",
    "RESIDENCE": "RES",
    "ROUTE": "RTE",
    "SAINT": "ST",
    "SAINTE": "STE",
    "SQUARE": "SQ",
    "ZONE": "Z",
}


def in_capitals(text: str) -> str:
    """Return `text` as sorting machines read it: « 1 place de l’Église » is « 1 PLACE DE L EGLISE »."""
    return _NOT_A_WORD.sub(" ", fold(text).upper()).strip()


def fits(text: str) -> bool:
    """Whether `text` holds in one line of an address."""
    return len(text) <= LENGTH


def lines(*, person: list[str], office: str, complement: str, street: str, postal_code: str, city: str) -> list[str]:
    """Return the lines of an address, none empty, none too long.

    `person` is how the mayor is written to (« Madame la Maire », then a name); empty where the seat is.
    """
    place = [in_capitals(complement), in_capitals(street), f"{postal_code} {in_capitals(city)}".strip()]
    return [_shortened(line) for line in [*person, office, *place] if line.strip()]


def _shortened(line):
    if fits(line):
        return line
    words = [_SHORTER.get(word, word) for word in line.split()]
    short = " ".join(words)
    # A name of more than one line is cut where a word ends: what remains still tells who it is.
    return short if fits(short) else short[: LENGTH + 1].rsplit(" ", 1)[0][:LENGTH].rstrip(" ,-")
