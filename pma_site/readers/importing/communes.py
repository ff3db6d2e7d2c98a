"""The communes, read once for a whole file and found as people write them."""

import difflib
import re
from collections import defaultdict

from pma_site.core.french import fold, joined
from pma_site.territory.communes import commune_key
from pma_site.territory.models import Commune

_ARTICLE = re.compile(r"^(?:la|le|les|l) ")


def town_hall_of(commune: str) -> str:
    """Return the name of a commune’s town hall: « Mairie de Lens », « d’Avion », « du Touquet »."""
    for article, joint in (("Le ", "du "), ("Les ", "des ")):
        if commune.startswith(article):
            return f"Mairie {joint}{commune.removeprefix(article)}"
    # In Artois an h is silent (Hénin, Hinges, Houdain), but before an a (Harnes).
    silent = re.match(r"[aeiouy]|h[eiou]", fold(commune))
    return f"Mairie {'d’' if silent else 'de '}{commune}"


class Communes:
    """The communes of the territory, by code and by name in any spelling."""

    def __init__(self):
        self.by_code, self.by_key, self.by_id = {}, defaultdict(set), {}
        self._postal_codes = set()
        for commune in Commune.objects.all():
            self.by_code[commune.insee_code] = self.by_id[commune.pk] = commune
            for key in self._keys(commune):
                self.by_key[key].add(commune.pk)
            self._postal_codes |= set(re.findall(r"\d{5}", commune.postal_codes))

    @staticmethod
    def _keys(commune):
        """Its name, and where it has an article without it: « Comté (La) »."""
        key = commune_key(commune.name)
        return {key, _ARTICLE.sub("", key)}

    def has_code(self, cell):
        """Whether a cell is the INSEE code of one of them."""
        return cell in self.by_code

    def has_postal_code(self, cell):
        """Whether a cell is the postal code of one of them."""
        return cell in self._postal_codes

    def named(self, cell):
        """The communes that go by a name; several where it is not clear."""
        key = commune_key(cell)
        found = self.by_key.get(key) or self.by_key.get(_ARTICLE.sub("", key)) or ()
        return [self.by_id[pk] for pk in sorted(found)]

    def like(self, cell):
        """Say which names look like one that is not known; empty where none does."""
        near = difflib.get_close_matches(commune_key(cell), self.by_key, n=2, cutoff=0.75)
        names = sorted({self.by_id[pk].name for key in near for pk in self.by_key[key]})
        return f" Vouliez-vous dire {joined(names)} ?" if names else ""
