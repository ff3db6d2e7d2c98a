"""A place written in one line taken apart: « Salle de l’Espérance, 12 rue Jean-Jaurès, 62800 Liévin, France »."""

import re

from . import texts
from .events import ReadPlace

_CODE_AND_CITY = re.compile(r"\b(\d{5})\s+([^\d,;()\n][^,;()\n]{1,60})")
_CODE = re.compile(r"\b\d{5}\b")
_STREET = re.compile(
    r"^\d{1,4}(?:\s?(?:bis|ter|quater|[a-d]))?(?:\s?[-/]\s?\d{1,4})?,?\s|\b(?:rue|avenue|av|boulevard|bd|place|chemin|route"
    r"|impasse|allée|allee|quai|square|esplanade|chaussée|chaussee|cours|rond-point|résidence|zac|zi)\b",
    re.I,
)
_COUNTRY = re.compile(r"^(?:france|fr|hauts-de-france|pas-de-calais|nord)$", re.I)


def parsed(text: str) -> ReadPlace:
    """Return what a line says of a place: its name, street, postal code and town, as far as it tells."""
    said = texts.one_line(text.replace("\n", ", "), 300)
    place = ReadPlace(text=said)
    parts = [part.strip(" .") for part in re.split(r"[,;\n]|\s[–—-]\s|[()]", said)]
    parts = [part for part in parts if part and not _COUNTRY.match(part)]
    left = []
    for part in parts:
        found = _CODE_AND_CITY.search(part)
        if found and not place.postal_code:
            place.postal_code, place.city = found.group(1), texts.one_line(found.group(2), 80)
            part = part[: found.start()].strip(" -–")
        elif not place.postal_code and _CODE.fullmatch(part):
            place.postal_code, part = part, ""
        if part:
            left.append(part)
    # « 12 », « rue Jean-Jaurès »: a number alone belongs to what follows.
    for index in range(len(left) - 1):
        if re.fullmatch(r"\d{1,4}(?:\s?(?:bis|ter))?", left[index]):
            left[index + 1], left[index] = f"{left[index]} {left[index + 1]}", ""
    left = [part for part in left if part]
    if not place.city and len(left) > 1:
        # The town stands last; whether it is one, the register of communes tells.
        place.city = texts.one_line(left.pop(), 80)
    streets = [part for part in left if _STREET.search(part) and (left.index(part) or re.match(r"\d", part))]
    names = [part for part in left if part not in streets]
    place.name = texts.one_line(names[0] if names else "", 160)
    place.street = texts.one_line(", ".join([*streets, *names[1:]]), 160)
    return place


def point(latitude: object, longitude: object) -> tuple[float | None, float | None]:
    """Latitude and longitude in degrees; none where they are none, or the « 0, 0 » of who does not know.

    Raises ValueError and TypeError for what is no number.
    """
    north, east = float(latitude), float(longitude)
    if not (-90 <= north <= 90 and -180 <= east <= 180) or (north, east) == (0, 0):
        return None, None
    return round(north, 5), round(east, 5)
