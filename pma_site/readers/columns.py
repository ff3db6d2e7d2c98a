"""Which column of a file holds what, guessed from its title in many spellings and from what stands in it."""

import re
from dataclasses import dataclass
from itertools import islice

from pma_site.core.french import spelling_key

from .choices import ImportKind


@dataclass(frozen=True)
class Field:
    """Something that a column may hold; `label` titles it in exports, `titles` are other ways to say it."""

    name: str
    label: str
    titles: tuple[str, ...] = ()


def _field(name, label, titles=""):
    return Field(name, label, tuple(spelling_key(title) for title in [label, *titles.split("|")]))


_INSEE = _field("insee", "Code INSEE", "insee|codgeo|depcom|code commune|code de la commune|code commune insee|n insee")
_COMMUNE = _field("commune", "Commune", "communes|nom commune|nom de la commune|libelle de la commune|libelle commune")
_EMAIL = _field(
    "email",
    "E-mail",
    "mail|mails|email|courriel|mel|mél|adresse mail|adresse e mail|adresse email|adresse electronique|adresse courriel"
    "|courrier electronique|mail mairie|e mail mairie|courriel mairie|adresse mail mairie|mail contact|e mail 1|mail 1",
)
_UNTIL = _field("until", "Jusqu’au", "fin|fin du mandat|fin de mandat|date de fin|echeance|date de fin du mandat")
_LAST_NAME = _field("last_name", "Nom du maire", "nom maire|nom de famille|patronyme|nom de l elu|nom d usage")
_FIRST_NAME = _field("first_name", "Prénom du maire", "prenom|prenom maire|prenom de l elu|prenoms")
_MAYOR = _field(
    "full_name",
    "Maire (nom complet)",
    "maire|nom et prenom|nom prenom|prenom nom|prenom et nom|nom et prenom du maire|nom prenom du maire|elu"
    "|nom prenom maire|prenom nom maire|identite|nom complet|madame le maire monsieur le maire",
)

FIELDS = {
    ImportKind.OFFICES: [
        _INSEE,
        _COMMUNE,
        _field("name", "Mairie", "nom mairie|nom de la mairie|etablissement|organisme|structure|libelle|denomination"),
        _field("complement", "Complément d’adresse", "complement|adresse 2|adresse2|ligne 2|batiment|bp|service"),
        _field(
            "street",
            "Voie",
            "adresse|adresse 1|adresse1|rue|n et voie|numero et voie|adresse postale|ligne 1|adresse voie",
        ),
        _field("postal_code", "Code postal", "cp|codepostal|code post|c p"),
        _field("city", "Ville", "bureau distributeur|localite|acheminement|libelle d acheminement|bureau de poste"),
        _field("postal_city", "Code postal et ville", "cp ville|cp et ville|code postal ville|cp commune"),
        _field(
            "phone",
            "Téléphone",
            "tel|telephone mairie|standard|n de telephone|numero de telephone|tel mairie|telephone fixe|tel fixe",
        ),
        _EMAIL,
        _field(
            "form_of_address",
            "Civilité",
            "civ|titre|qualite|forme d appel|formule d appel|appel|politesse|civilite maire|civilite du maire|code sexe"
            "|sexe|genre|m mme|mme m",
        ),
        _FIRST_NAME,
        _LAST_NAME,
        _MAYOR,
        _field(
            "start",
            "Début du mandat",
            "depuis|depuis le|debut mandat|date d election|elu le|date de debut du mandat|date de debut de mandat"
            "|date de debut de la fonction|date d installation|entree en fonction",
        ),
        _field("by_post", "Par la poste", "poste|papier|envoi papier|courrier|par courrier|voie postale|envoi postal"),
        _field("by_email", "Par courriel", "par mail|par e mail|envoi mail|envoi e mail|numerique|envoi numerique"),
    ],
    ImportKind.SUBSCRIBERS: [
        _EMAIL,
        _COMMUNE,
        _INSEE,
        _field(
            "consented_on",
            "Date du consentement",
            "date|consentement|inscrit le|date d inscription|abonne le|abonne depuis|abonne depuis le|date d abonnement"
            "|date d ajout|ajoute le|inscription",
        ),
        _field("consent_source", "Origine du consentement", "origine|source|preuve|preuve du consentement|provenance"),
    ],
    ImportKind.ELECTED: [
        _field("first_name", "Prénom", "prenom de l elu|prenoms|prenom de l elue"),
        _field("last_name", "Nom", "nom de famille|patronyme|nom de l elu|nom d usage|nom usage|nom de l elue"),
        _field("full_name", "Élu (nom complet)", "|".join(["elu", "elue", *_MAYOR.titles[2:]])),
        _EMAIL,
        _UNTIL,
    ],
}
# Columns of our own files that tell something and bring nothing.
OURS = {"ligne", "verdict", "pourquoi", "etat du courriel", "etat de la poste", "intercommunalite", "epci"}
# One of these columns at least says whom a row is about.
NEEDED = {
    ImportKind.OFFICES: ("insee", "commune", "name"),
    ImportKind.SUBSCRIBERS: ("email",),
    ImportKind.ELECTED: ("last_name", "full_name"),
}

# Words of a title that tell nothing.
_EMPTY_WORDS = frozenset(["de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "en", "et", "n", "no", "mairie"])
# What a word in a title points to, where the title as a whole is not known.
_HINTS = {
    "mail": "email",
    "email": "email",
    "courriel": "email",
    "mel": "email",
    "insee": "insee",
    "postal": "postal_code",
    "cp": "postal_code",
    "tel": "phone",
    "telephone": "phone",
    "prenom": "first_name",
    "civilite": "form_of_address",
    "commune": "commune",
    "voie": "street",
    "rue": "street",
    "ville": "city",
    "maire": "full_name",
}
_ADDRESS = re.compile(r"[^@\s]@[^@\s]+\.[^@\s]")
_PHONE = re.compile(r"(?:\+33|0)?[1-9](?:[ .-]?\d\d){4}")
_CODE = re.compile(r"\d{4,5}")
_FEW, _LONG = 0.6, 200


def fields_of(kind: str) -> dict[str, Field]:
    """The fields that a file of a kind may hold, by name."""
    return {field.name: field for field in FIELDS[kind]}


def named_by(title: str, kind: str) -> str:
    """Return the name of the field that a title stands for; empty where it is not known."""
    key = spelling_key(title)
    if len(key) > 50:
        return ""
    short = " ".join(word for word in key.split() if word not in _EMPTY_WORDS)
    for field in FIELDS[kind]:
        if key in field.titles:
            return field.name
    # « Nom » names the mayor beside a first name, and else the town hall (guess).
    if key == "nom" and kind == ImportKind.OFFICES:
        return "last_name"
    return next((field.name for field in FIELDS[kind] if short and short in field.titles), "")


def _hinted(title, kind):
    words = spelling_key(title).split()
    names = fields_of(kind)
    return next((_HINTS[word] for word in words if len(words) <= 8 and _HINTS.get(word) in names), "")


def find_titles(rows, kind: str) -> int:
    """Return the line of the titles among the first rows (core.spreadsheets.Row); 0 where there is none.

    Titles may stand below a heading, and no address stands among them.
    """
    best, line = 0, 0
    for place, row in enumerate(islice(rows, 25)):
        if any("@" in cell for cell in row.cells):
            continue
        known = len({named_by(cell, kind) for cell in row.cells} - {""})
        # A single word may be by chance the name of a field, but for that of a file's only column.
        if known > best and (known > 1 or place == 0):
            best, line = known, row.line
    return line


def guess(titles: list[str], samples: list[list[str]], kind: str, territory) -> dict[str, int]:
    """Return which column, from 0, holds each field.

    `samples` holds some cells of each column; `territory` knows the communes (importing.communes.Communes).
    """
    found = {}
    for names in (named_by, _hinted):
        for column, title in enumerate(titles):
            name = names(title, kind) if column not in found.values() else ""
            if name and name not in found and spelling_key(title) not in OURS:
                found[name] = column
    for column, cells in enumerate(samples):
        title = spelling_key(titles[column]) if column < len(titles) else ""
        if column not in found.values() and title not in OURS:
            name = _told_by(cells, territory)
            if name in fields_of(kind) and name not in found:
                found[name] = column
    return _settled(found, samples, kind, territory)


def _told_by(cells, territory):
    """The field that the cells of a column are about, whatever its title; empty where they do not tell."""
    # What tells stands at the beginning; a long cell is none of these.
    cells = [cell[:_LONG] for cell in cells if cell]
    if not cells:
        return ""
    tests = {
        "email": _ADDRESS.search,
        "insee": territory.has_code,
        "postal_code": territory.has_postal_code,
        "commune": territory.named,
        "phone": _PHONE.fullmatch,
    }
    return next((name for name, test in tests.items() if sum(map(bool, map(test, cells))) >= _FEW * len(cells)), "")


def _settled(found, samples, kind, territory):
    """Put right what titles alone cannot tell."""
    told = {name: _told_by(samples[column], territory) for name, column in found.items() if column < len(samples)}
    # « Code » of the commune, and in it postal codes: the other way round too.
    for name, other in (("insee", "postal_code"), ("postal_code", "insee")):
        if told.get(name) == other and other not in found and (name == "insee" or kind == ImportKind.OFFICES):
            column = found.pop(name)
            if other in fields_of(kind):
                found[other] = column
    if kind != ImportKind.OFFICES:
        return found
    if "last_name" in found and "first_name" not in found:
        halls = sum("mairie" in spelling_key(cell).split() for cell in samples[found["last_name"]])
        found["name" if halls and "name" not in found else "full_name"] = found.pop("last_name")
    if not {"insee", "commune"} & set(found) and "city" in found:
        found["commune"] = found.pop("city")
    return found
