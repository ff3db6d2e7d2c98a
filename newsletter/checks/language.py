"""What the words say: dates, prices, names of communes, texts of links."""

import re
from datetime import date

from bs4 import BeautifulSoup

from pma_site.core.french import fold, spelling_key

from ..choices import Severity
from ..letter import links_of
from .subject import Finding, check, named, piece_place

MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
# « Lettre n° 31 novembre 2026 » holds no 31 November.
_DATE = re.compile(
    rf"(?<!n°)(?<!n° )(?<!no )(?<!numero )\b(?:({'|'.join(DAYS)})\s+)?(1er|[12]?\d|3[01])\s+"
    rf"({'|'.join(map(fold, MONTHS))})\b(?:\s+(\d{{4}}))?",
    re.IGNORECASE,
)
# A date that only has to be possible, 29 February included.
_LEAP_YEAR = 2024
_PRICE = re.compile(
    r"\b(?:tarifs?|prix|entrée|plein tarif|tarif réduit|billets?|places? à)\b\s*(?::|à|de|est de)?\s*"
    r"(\d+(?:[.,]\d+)?)\b(?![.,]?\d)(?!\s*(?:€|euros?\b|%|centimes?\b|h\b|ans\b|personnes?\b|places?\b|\d))",
    re.IGNORECASE,
)
_VAGUE = {
    "cliquez ici",
    "cliquer ici",
    "ici",
    "lien",
    "ce lien",
    "lire la suite",
    "en savoir plus",
    "plus d'infos",
    "voir",
    "suite",
    "télécharger",
}


@check("Jours et dates", Severity.BLOCKING)
def weekdays_agree_with_dates(subject):
    """« mardi 21 juin 2023 » was a Wednesday; without a year, the one nearest to the month of the issue is meant.

    Any date must exist, « 30 février 2027 » does not; a weekday is not needed for that.
    """
    for where, words, place in subject.passages():
        for said, day, month, year in _DATE.findall(fold(words)):
            number = 1 if day == "1er" else int(day)
            rank = [fold(name) for name in MONTHS].index(month)
            meant = _meant(number, rank + 1, year, subject.issue.month if said else None)
            written = f"{said} {day} {MONTHS[rank]} {year}".strip()
            if meant is None:
                yield Finding(f"«\u00a0{written}\u00a0» n’existe pas\u00a0: {where}.", place)
            elif said and DAYS[meant.weekday()] != said:
                right = f"un {DAYS[meant.weekday()]}"
                yield Finding(f"«\u00a0{written}\u00a0»\u00a0: le {meant:%d/%m/%Y} est {right} ({where}).", place)


def _meant(day, month, year, published):
    likely = [published.year + shift for shift in (-1, 0, 1)] if published else [_LEAP_YEAR]
    dates = []
    for candidate in [int(year)] if year else likely:
        try:
            dates.append(date(candidate, month, day))
        except ValueError:
            continue
    return min(dates, key=lambda found: abs(found - (published or found)), default=None)


@check("Prix et unités", Severity.WARNING)
def prices_have_a_unit(subject):
    """A price says in what."""
    for where, words, place in subject.passages():
        for number in _PRICE.findall(words):
            yield Finding(f"Un prix sans unité, «\u00a0{number}\u00a0»\u00a0: {where}.", place)
    for _, piece in subject.pieces:
        for element in piece.elements:
            for row in element["rows"] if element["kind"] == "prices" else []:
                if not row["display"]:
                    yield Finding(f"Le tarif «\u00a0{row['label']}\u00a0» n’a pas de montant.", piece_place(piece))


@check("Noms des communes", Severity.WARNING)
def communes_are_spelt_right(subject):
    """A commune is spelt as the official register (INSEE) has it."""
    official = {}
    for name in subject.communes:
        official.setdefault(spelling_key(name), set()).add(name)
    longest = max((len(key.split()) for key in official), default=0)
    for where, words, place in subject.passages():
        found = list(re.finditer(r"[^\W\d_]+", words))
        for start, first in enumerate(found):
            if not first.group()[0].isupper():
                continue
            for length in range(longest, 0, -1):
                last = found[min(start + length, len(found)) - 1]
                written = words[first.start() : last.end()]
                names = official.get(spelling_key(written))
                if names and len(written) - len(spelling_key(written)) < 3:
                    if written.replace("\u00a0", " ") not in names and (length > 1 or written.istitle()):
                        right = "\u00a0» ou «\u00a0".join(sorted(names))
                        yield Finding(f"«\u00a0{written}\u00a0» s’écrit «\u00a0{right}\u00a0»\u00a0: {where}.", place)
                    break


@check("Textes des liens", Severity.WARNING)
def links_say_where_they_lead(subject):
    """A link is understood without what stands around it (RGAA 6.1)."""
    for _, piece in subject.pieces:
        for words in _link_texts(piece.elements):
            if fold(words.strip(" .>»…")).replace("’", "'") in map(fold, _VAGUE) or words.startswith(("http", "www.")):
                yield Finding(
                    f"Le lien «\u00a0{words}\u00a0» ne dit pas où il mène\u00a0: {named(piece)}.", piece_place(piece)
                )


def _link_texts(found):
    for element in found:
        if element.get("html"):
            yield from (link.get_text() for link in BeautifulSoup(element["html"], "html.parser").find_all("a"))
        if element.get("href") and element.get("text"):
            yield element["text"]
        yield from _link_texts([*element.get("rows", []), *element.get("elements", [])])


@check("Liens vers le site", Severity.BLOCKING)
def links_to_the_site_lead_somewhere(subject):
    """A link to a page of this site leads to one that is online."""
    for _, piece in subject.pieces:
        for element in piece.elements:
            if "<a>" in element.get("html", ""):
                yield Finding(f"Un lien mène à une page supprimée\u00a0: {named(piece)}.", piece_place(piece))
        for address in links_of(piece.elements):
            if address.startswith("/") and address not in subject.online:
                message = f"Un lien mène à une page qui n’est pas en ligne, {address}\u00a0: {named(piece)}."
                yield Finding(message, piece_place(piece))
    for words, place in subject.gone:
        yield Finding(words, place)
