"""Bring the communes and intercommunalities of a file into the database, by INSEE code and SIREN."""

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from pma_site.core.faults import reason

from .models import Commune, Epci

DEFAULT_FILE = Path(__file__).parent / "data" / "communes.csv"
COLUMNS = ["insee_code", "name", "epci_siren", "epci_name", "population", "postal_codes", "lon", "lat"]

# What the file does not know of the three intercommunalities: the name readers use in full, and the acronym.
KNOWN_EPCI = {
    "200072460": ("Communauté d’agglomération de Béthune-Bruay, Artois Lys Romane", "CABBALR"),
    "246200364": ("Communauté d’agglomération de Lens-Liévin", "CALL"),
    "246200299": ("Communauté d’agglomération d’Hénin-Carvin", "CAHC"),
}

CREATED, UPDATED, UNCHANGED = "créées", "mises à jour", "inchangées"


class MalformedFileError(Exception):
    """A file that cannot be loaded; its message says why and on which line, in French."""

    def __init__(self, problem, line=None):
        super().__init__(f"ligne {line} : {problem}" if line else problem)


def load_territory(path: Path = DEFAULT_FILE) -> dict[str, Counter]:
    """Load the territory from a CSV file, all of it or nothing.

    Returns {"intercommunalités": Counter, "communes": Counter}: how many were created, updated, unchanged.
    Communes that the file does not name stay as they are. Raises MalformedFileError.
    """
    rows = list(_read(path))
    counts = {"intercommunalités": Counter(), "communes": Counter()}
    with transaction.atomic():
        epcis = {epci.siren: epci for epci in Epci.objects.all()}
        # Names and acronyms belong to the editors once they are here: the file only knows a short form.
        for siren, name in {row["epci_siren"]: row["epci_name"] for row in rows}.items():
            known = siren in epcis
            if not known:
                full_name, acronym = KNOWN_EPCI.get(siren, (_spelt_out(name), ""))
                epcis[siren] = Epci.objects.create(siren=siren, name=full_name, acronym=acronym)
            counts["intercommunalités"][UNCHANGED if known else CREATED] += 1
        communes = Commune.objects.in_bulk([row["insee_code"] for row in rows], field_name="insee_code")
        for row in rows:
            wanted = _fields(row, epcis[row["epci_siren"]])
            counts["communes"][_write(communes.get(row["insee_code"]), wanted)] += 1
    return counts


def _write(commune, wanted):
    """Create or change one commune; say which."""
    if commune is None:
        Commune.objects.create(**wanted)
        return CREATED
    if all(getattr(commune, name) == value for name, value in wanted.items()):
        return UNCHANGED
    for name, value in wanted.items():
        setattr(commune, name, value)
    commune.save()
    return UPDATED


def _fields(row, epci):
    """What a line of the file says of a commune; a point it does not give is left as the editors set it."""
    fields = {
        "insee_code": row["insee_code"],
        "name": row["name"],
        "epci_id": epci.pk,
        "population": row["population"],
        "postal_codes": ", ".join(row["postal_codes"].split("|")),
    }
    if row["lon"] is not None:
        fields |= {"longitude": row["lon"], "latitude": row["lat"]}
    return fields


def _spelt_out(name):
    return f"Communauté d’agglomération {name.removeprefix('CA ')}" if name.startswith("CA ") else name


def _read(path) -> Iterator[dict]:
    """Yield the lines of the file, checked; MalformedFileError says where the first fault is."""
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
            if missing:
                raise MalformedFileError(f"il manque la ou les colonnes {', '.join(missing)}.", 1)
            seen = {}
            for row in reader:
                checked = _checked(row, reader.line_num)
                if checked["insee_code"] in seen:
                    first = seen[checked["insee_code"]]
                    raise MalformedFileError(
                        f"la commune {row['insee_code']} figure déjà ligne {first}.", reader.line_num
                    )
                seen[checked["insee_code"]] = reader.line_num
                yield checked
            if not seen:
                raise MalformedFileError("le fichier ne contient aucune commune.")
    except OSError as error:
        raise MalformedFileError(f"le fichier « {path} » est illisible : {reason(error)}.") from error
    except UnicodeDecodeError as error:
        raise MalformedFileError("le fichier n’est pas en UTF-8.") from error
    except csv.Error as error:
        raise MalformedFileError(f"ce n’est pas du CSV valide ({error}).", reader.reader.line_num) from error


def _checked(row, line):
    """Return a line with its numbers read, or raise MalformedFileError."""
    if None in row or None in row.values():
        raise MalformedFileError(f"il faut {len(row) - (None in row)} valeurs, séparées par des virgules.", line)
    row = {column: row[column].strip() for column in COLUMNS}
    row["population"] = _number(int, row["population"], "la population", line)
    if bool(row["lon"]) != bool(row["lat"]):
        raise MalformedFileError("la longitude et la latitude vont ensemble.", line)
    for column, noun in (("lon", "la longitude"), ("lat", "la latitude")):
        row[column] = _number(Decimal, row[column], noun, line) if row[column] else None
    epci = Epci(siren=row["epci_siren"], name=row["epci_name"])
    commune = Commune(**_fields(row, epci))
    try:
        epci.clean_fields()
        commune.clean_fields(exclude=["epci", "spelling"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise MalformedFileError(f"{field} : {' '.join(messages)}", line) from error
    return row


def _number(kind, text, noun, line):
    try:
        return kind(text)
    except (ValueError, InvalidOperation) as error:
        raise MalformedFileError(f"{noun} « {text} » n’est pas un nombre.", line) from error
