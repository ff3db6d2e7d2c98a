"""Where an event read from a source takes place, found in the registers of communes and venues."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from pma_site.core.french import spelling_key
from pma_site.directory.models import Organisation
from pma_site.readers.importing.communes import Communes
from pma_site.territory.models import Commune

from ..creation import venue_named
from ..incoming import ReadPlace
from ..models import Venue

# What each code of OpenAgenda says of a venue.
_ACCESS = {
    "mi": "wheelchair_access",
    "hi": "hearing_loop",
    "vi": "visual_access",
    "ii": "mental_access",
    "pi": "psychic_access",
}


@dataclass
class Found:
    """A place as our registers know it: a venue there is, or one to be entered; or a commune alone; or words alone."""

    venue: Venue | None = None
    name: str = ""
    commune: Commune | None = None
    outside: str = ""
    detail: str = ""
    address: dict = field(default_factory=dict)
    others: list[Commune] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def key(self):
        """What the venue is compared by; empty where there is none."""
        if self.venue:
            return venue_key(self.venue)
        return _key(self.name, self.commune, self.outside) if self.name else ""

    @property
    def words(self):
        if self.venue:
            return str(self.venue)
        return f"{self.name} ({self.commune or self.outside})" if self.name else ""

    @property
    def communes(self):
        """The communes of an event beside that of its venue."""
        own = self.venue.commune if self.venue else self.commune if self.name else None
        first = [] if self.name or self.venue or not self.commune else [self.commune]
        return first + [commune for commune in self.others if commune not in (*first, own)]

    def obtain(self):
        """The venue, entered in the register now where it is new; None where the source names none."""
        if self.name and not self.venue:
            self.venue = venue_named(self.name, commune=self.commune, outside_place=self.outside, **self.address)
        return self.venue


def venue_key(venue):
    """What a venue of the register is compared by; empty for none."""
    return _key(venue.name, venue.commune, venue.outside_place) if venue else ""


def _key(name, commune, outside):
    return f"{spelling_key(name)}|{commune.insee_code if commune else spelling_key(outside)}"


class Registers:
    """The communes, venues and organisations, read once for all events of a source."""

    def __init__(self):
        self.communes = Communes()
        self.by_postal_code = defaultdict(list)
        for commune in self.communes.by_id.values():
            for code in re.findall(r"\d{5}", commune.postal_codes):
                self.by_postal_code[code].append(commune)
        self.venues, self.venues_by_name = {}, defaultdict(list)
        for venue in Venue.objects.select_related("commune"):
            self.add(venue)
        self.organisations = {}
        for organisation in Organisation.objects.order_by("pk"):
            for name in filter(None, (organisation.acronym, organisation.name)):
                self.organisations.setdefault(spelling_key(name), organisation)

    def add(self, venue):
        """Know a venue that was just entered."""
        if self.venues.setdefault(venue_key(venue), venue) is venue:
            self.venues_by_name[spelling_key(venue.name)].append(venue)

    def organisation(self, name):
        """The organisation of a name or an acronym, in any spelling; None where the directory has none."""
        return self.organisations.get(spelling_key(name))

    def place(self, said: ReadPlace) -> Found:
        """Find a place."""
        found = self._place(said)
        found.others = [self.communes.by_code[code] for code in said.communes if code in self.communes.by_code]
        return found

    def _place(self, said):
        if not said:
            return Found()
        commune = self._commune(said)
        name, city = said.name, said.city
        if commune is None and city and not said.postal_code and not said.insee and name:
            # « Salle de l’Espérance, foyer »: what stood last is no town, most likely.
            known = self.venues_by_name.get(spelling_key(name), [])
            if len(known) == 1:
                return Found(venue=known[0], detail=city[:120])
        if commune is None and not city and name:
            known = self.venues_by_name.get(spelling_key(name), [])
            if len(known) == 1:
                return Found(venue=known[0])
            commune = self._named(name)
            name = "" if commune else name
        if name and commune and spelling_key(name) == spelling_key(commune.name):
            name = ""
        if not name and said.street and (commune or city):
            name = said.street
        if not name:
            return self._without_venue(said, commune, city)
        if commune is None and not (city and (said.postal_code or said.insee)):
            return Found(
                detail=said.text[:120],
                remarks=[f"Lieu « {said.text[:100]} » : commune non reconnue, à choisir dans la liste des lieux."],
            )
        found = Found(name=name, commune=commune, outside="" if commune else city, address=self._address(said, name))
        found.venue = self.venues.get(found.key)
        if not found.venue:
            found.remarks.append(f"Nouveau lieu : {found.words}. Il est ajouté au registre des lieux.")
        elif missing := self._missing_access(found.venue, said):
            found.remarks.append(f"La source dit ce lieu accessible ({missing}) : à vérifier sur sa fiche.")
        return found

    def _without_venue(self, said, commune, city):
        if commune:
            return Found(commune=commune)
        text = said.text or city
        remark = f"« {text[:100]} » n’est pas une commune du Pôle : à préciser." if text else ""
        return Found(detail=text[:120], remarks=[remark] if remark else [])

    def _commune(self, said):
        """The commune of a place: by its code, its name, and where only one has it, its postal code."""
        if found := self.communes.by_code.get(said.insee):
            return found
        if said.insee:
            return None
        if said.city and (found := self._named(said.city, said.postal_code)):
            return found
        there = self.by_postal_code.get(said.postal_code, [])
        return there[0] if len(there) == 1 and not said.city else None

    def _named(self, name, postal_code=""):
        named = self.communes.named(name)
        if len(named) > 1 and postal_code:
            named = [commune for commune in named if postal_code in commune.postal_codes]
        elif named and postal_code and postal_code[:2] not in {code[:2] for code in self.by_postal_code}:
            # A namesake in another part of France.
            return None
        return named[0] if len(named) == 1 else None

    @staticmethod
    def _address(said, name):
        address = {
            "street": "" if said.street == name else said.street,
            "postal_code": said.postal_code,
            "latitude": said.latitude,
            "longitude": said.longitude,
            **{_ACCESS[code]: True for code in said.access},
        }
        return {key: value for key, value in address.items() if value not in ("", None)}

    @staticmethod
    def _missing_access(venue, said):
        missing = [name for code in said.access if not getattr(venue, name := _ACCESS[code])]
        return ", ".join(str(Venue._meta.get_field(name).verbose_name) for name in missing)
