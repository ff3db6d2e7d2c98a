"""What each role gets at each address of the admin, as a file that a person reads: docs/adresses-admin.txt."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction

from .asking import Address, Visitor, addresses, not_laid_out
from .objects import ROLES, Objects

FILE = Path(settings.BASE_DIR) / "docs" / "adresses-admin.txt"
RENEW = "Lancez « make admin-table », relisez ce qui a changé dans docs/adresses-admin.txt, puis gardez-le."
HEAD = """\
Ce que chaque rôle reçoit à chaque adresse de l’administration. Écrit par « make admin-table », relu par une personne.

Deux lettres : ce que donne une lecture (GET), puis ce que fait l’envoi d’un formulaire vide (POST).
  o  s’ouvre, ou le formulaire est remontré        c  conduit à la connexion
  d  conduit ailleurs : fait, ou rien à montrer    r  refusé, avec la phrase qui le dit
  n  rien à cette adresse pour ce compte (404)     m  pas de cette façon (405)
  b  demande mal faite (400)                       x  panne : seulement à l’adresse qui en fait une exprès
« propre » : un objet de ce compte, ou de la branche de son rôle ; « autrui » : celui d’un autre, en ligne ;
« privé » : un brouillon, une page ou un fichier réservés, le compte d’un administrateur.
"""


@contextmanager
def asked() -> Iterator[tuple[list[tuple[Address, str, str]], "callable"]]:
    """Build the objects; yield every row (address, name, whose object) and what asks for one as a column.

    Nothing of it is left in the database.
    """
    with transaction.atomic(), not_laid_out():
        objects, visitors = Objects(), {}
        rows = [(address, name, whose) for address in addresses() for name, whose in address.rows(objects)]

        def answer(address, whose, column):
            if column not in visitors:
                visitors[column] = Visitor(objects.accounts.get(column))
            return visitors[column].answer(address.written(objects, whose, column))

        yield rows, answer
        transaction.set_rollback(True)


def written(rows, letters) -> str:
    """Return the file: a line for each row, with what each column gets."""
    width = max(len(name) for _, name, _ in rows)
    lines = [f"{'':{width}}  {'  '.join(ROLES)}"]
    for _, name, _ in rows:
        cells = "  ".join(f"{letters[name, column]:{len(column)}}" for column in ROLES)
        lines.append(f"{name:{width}}  {cells}".rstrip())
    return f"{HEAD}\n" + "\n".join(lines) + "\n"


def kept() -> dict[tuple[str, str], str]:
    """Read the file: what each column gets, by row and column."""
    title, *lines = FILE.read_text(encoding="utf-8").rsplit("\n\n", 1)[1].splitlines()
    title = title.rstrip()
    found, start = {}, len(title) - len(title.lstrip())
    for line in lines:
        place = start
        for column in ROLES:
            found[line[:start].strip(), column] = line[place : place + len(column)].strip()
            place += len(column) + 2
    return found
