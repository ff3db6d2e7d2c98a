"""An address as the post reads it: norm AFNOR NF Z 10-011, at most six lines of 38 characters.

The lines go from the person to the place. From the fourth on (in which street) they are in capitals, without accent or
punctuation, which sorting machines take for letters; the last one is the postal code and the town.
"""

import re
from textwrap import wrap

from pma_site.core.french import fold

LINES, LENGTH = 6, 38
CITY_LENGTH = LENGTH - len("62000 ")
CODE_NEEDED = "La poste a besoin du code postal"
# What the norm has on line 5, below the street: boxes and the like, and places without streets.
_BELOW_STREET = re.compile(r"(?:BP|B P|CS|TSA|LIEU ?DIT|LD|HAMEAU)\b")
_NOT_A_WORD, _WORD = re.compile(r"[^A-Z0-9]+"), re.compile(r"\w+")
# What one may shorten where a line is too long, and only there: words of streets and towns, as the post does.
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
    "Saint": "St",
    "Sainte": "Ste",
    "déléguée": "dél.",
}


def in_capitals(text: str) -> str:
    """Return `text` as sorting machines read it: « 1 place de l’Église » is « 1 PLACE DE L EGLISE »."""
    return _NOT_A_WORD.sub(" ", fold(text).upper()).strip()


def fits(text: str, most: int = LENGTH) -> bool:
    """Whether `text`, as it is printed (in capitals, its words shortened if need be), holds in a line of `most`."""
    return len(_abbreviated(in_capitals(text), most)) <= most


def too_long(most: int) -> str:
    """Say that a text does not hold in a line of `most` signs."""
    return f"{most} caractères au plus : la poste ne lit pas de ligne plus longue."


def lacks_code(by_post: bool, postal_code: str) -> bool:
    """Whether letters are to be posted to an address whose postal code is not known."""
    return by_post and not postal_code


def lines(
    *,
    title: str,
    first_name: str,
    last_name: str,
    office: str,
    complement: str,
    street: str,
    postal_code: str,
    city: str,
) -> list[str]:
    """Return the lines of an address, none empty, none too long.

    `title` is how the mayor is written to (« Madame la Maire »); empty, as the names, where the seat is.
    """
    streets = [in_capitals(complement), in_capitals(street)]
    if _BELOW_STREET.match(streets[0]):
        streets.reverse()
    place = [*streets, f"{postal_code} {in_capitals(city)}".strip()]
    place = [_shortened(line) for line in place if line]
    person = [line for line in (title, _named(first_name, last_name)) if line]
    room = LINES - len(person) - len(place)
    names = wrap(office, LENGTH, break_on_hyphens=False)
    return [*person, *(names if len(names) <= room else [_shortened(office)]), *place]


def _named(first_name, last_name):
    """Return a name in one line, by its initials where it is too long."""
    name = f"{first_name} {last_name}".strip()
    if len(name) <= LENGTH:
        return name
    initials = "-".join(f"{part[0]}." for part in re.split(r"[-\s]+", first_name) if part)
    return f"{initials} {last_name}"[:LENGTH].rstrip()


def _shortened(line):
    return _abbreviated(line, LENGTH)[:LENGTH].rstrip(" ,-")


def _abbreviated(line, most):
    if len(line) <= most:
        return line
    return _WORD.sub(lambda word: _SHORTER.get(word.group(), word.group()), line)
