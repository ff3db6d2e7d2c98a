"""Communes as people write them: « Fouquières les Lens », « 62740 », « Mairie d’Avion »."""

import difflib
import re

from pma_site.readers.importing.communes import Communes, commune_key
from pma_site.territory.models import Commune

# Of names that look alike, so many are offered.
OFFERED = 6


def communes_like(text: str, known: Communes | None = None) -> tuple[Commune | None, list[Commune]]:
    """Return the commune that `text` names, and else the likely ones, the most likely first.

    A name in any spelling names one; so does a postal code that only one commune has, or a code and a name together.
    """
    known = known or Communes()
    every = list(known.by_id.values())
    code = re.search(r"\b\d{5}\b", text)
    there = [commune for commune in every if code and code[0] in commune.postal_codes]
    named = known.named(text)
    both = [commune for commune in named if commune in there] or named
    if len(both) == 1:
        return both[0], []
    key = commune_key(text)
    if there:
        return (there[0], []) if len(there) == 1 and not key else (None, sorted(there, key=str)[: 2 * OFFERED])
    if both:
        return None, both
    return None, _near(key, every)


def _near(key, communes):
    """Those whose names begin alike, have the word, or are spelt nearly so."""
    if len(key) < 2:
        return []
    keys = {commune_key(commune.name): commune for commune in communes}
    near = [name for name in keys if name.startswith(key)]
    near += [name for name in keys if f" {key}" in f" {name}" or f" {name} " in f" {key} "]
    near += difflib.get_close_matches(key, keys, n=OFFERED, cutoff=0.6)
    return [keys[name] for name in dict.fromkeys(near)][:OFFERED]
