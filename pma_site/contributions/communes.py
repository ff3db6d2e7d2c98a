"""Communes as people write them: « Fouquières les Lens », « 62740 », « Mairie d’Avion »."""

from pma_site.readers.importing.communes import Communes
from pma_site.territory.communes import OFFERED, POSTAL_CODE, commune_key, communes_near
from pma_site.territory.models import Commune


def communes_like(text: str, known: Communes | None = None) -> tuple[Commune | None, list[Commune]]:
    """Return the commune that `text` names, and else the likely ones, the most likely first.

    A name in any spelling names one; so does a postal code that only one commune has, or a code and a name together.
    """
    known = known or Communes()
    every = list(known.by_id.values())
    code = POSTAL_CODE.search(text)
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
    return None, communes_near(key, every)
