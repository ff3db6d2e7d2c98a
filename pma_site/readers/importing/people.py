"""The people of the directory, read once for a whole file and found by their name."""

from collections import defaultdict

from pma_site.core.french import spelling_key
from pma_site.directory.models import Person

from ..cell_values import CellError, address_form, line, name_parts, proper, without_title


class People:
    """People by name, accents, case and hyphens aside."""

    def __init__(self):
        self._by_key = defaultdict(list)
        for person in Person.objects.only("first_name", "last_name"):
            self._by_key[name_key(person.first_name, person.last_name)].append(person)

    def named(self, first_name, last_name):
        """The people of that name."""
        return self._by_key[name_key(first_name, last_name)]

    def obtain(self, first_name, last_name, line, journal):
        """Return the person of that name, entered in the directory where there is none."""
        found = self.named(first_name, last_name)
        if not found:
            person = Person(first_name=proper(first_name), last_name=proper(last_name))
            found.append(journal.create(line, person))
        return found[0]


def name_key(first_name, last_name):
    """Return what all spellings of a name have in common."""
    return spelling_key(f"{first_name} {last_name}")


def said_name(said):
    """Return the first name, the last name and the title that a row gives; three empty ones where it gives none.

    « Mme Jeanne DURAND » stands in one cell, or its parts in several. Raises CellError for half a name.
    """
    first, last, title = said.get("first_name", ""), said.get("last_name", ""), ""
    if not last and said.get("full_name"):
        title, whole = without_title(said["full_name"])
        first, last = name_parts(whole) if whole else ("", "")
    elif last:
        title, last = without_title(last)
    if bool(first) != bool(last):
        raise CellError(f"« {first or last} » : il faut un prénom et un nom.")
    return line(first, 80), line(last, 80), title


def said_form(said, title):
    """Return how a row says that somebody is addressed (cell_values.address_form); None where it does not.

    Raises CellError for a title that means nothing.
    """
    if "form_of_address" in said:
        return said["form_of_address"]
    return address_form(title) if title else None
