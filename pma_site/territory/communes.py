"""Names of communes as people write them: « st venant », « 62740 Fouquières lez Lens », « Mairie d’Avion »."""

import difflib
import re
from collections.abc import Iterable

from pma_site.core.french import fold, spelling_key

# Of names that look alike, so many are offered.
OFFERED = 6
POSTAL_CODE = re.compile(r"\b\d{5}\b")
# « ST », « S/ », « LEZ »: as they are pronounced.
_WORDS = {"st": "saint", "ste": "sainte", "sts": "saints", "lez": "les", "ss": "sous"}
_ASIDE = re.compile(r"\(.*?\)|\b\d{5}\b|\bcedex\b.*|\b\d+\s?(?:er|e|eme)?\s+arrondissement\b")
_OFFICE = re.compile(r"^(?:mairie|commune|ville|hotel de ville)(?: (?:de|du|des|d)\b| )\s*")


def commune_key(name: str) -> str:
    """Return what all ways to write a commune have in common: « 62210 AVION CEDEX », « Mairie d’Avion », « Avion »."""
    text = fold(name).replace(" s/s ", " sous ").replace(" s/", " sur ")
    text = _ASIDE.sub(" ", text)
    words = " ".join(_WORDS.get(word, word) for word in spelling_key(text).split())
    return _OFFICE.sub("", words, count=1)


def communes_asked(text: str, communes: Iterable) -> list:
    """Return those that a reader may mean by a part of a name, however it is written, by a postal code, or by both."""
    written, key, code = spelling_key(text), commune_key(text), POSTAL_CODE.search(text)
    if code:
        there = (commune for commune in communes if code[0] in commune.postal_codes)
        return [commune for commune in there if key in commune_key(commune.name)]
    return [
        commune for commune in communes if written in commune.spelling or (key and key in commune_key(commune.name))
    ]


def communes_near(key: str, communes: Iterable) -> list:
    """Return those whose names begin as a key does, have it as a word, or are spelt nearly so, the likeliest first."""
    if len(key) < 2:
        return []
    keys = {commune_key(commune.name): commune for commune in communes}
    near = [name for name in keys if name.startswith(key)]
    near += [name for name in keys if f" {key}" in f" {name}" or f" {name} " in f" {key} "]
    near += difflib.get_close_matches(key, keys, n=OFFERED, cutoff=0.6)
    return [keys[name] for name in dict.fromkeys(near)][:OFFERED]
