"""Who in the directory somebody is that a form or a file names: one rule for both."""

from collections import defaultdict

from pma_site.core.french import spelling_key
from pma_site.directory.models import Person

from .cell_values import proper
from .models import OfficeMandate


def name_key(first_name: str, last_name: str) -> str:
    """Return what all spellings of a name have in common: accents, capitals and hyphens aside."""
    return spelling_key(f"{first_name} {last_name}")


def newcomer(first_name: str, last_name: str) -> Person:
    """Return somebody of that name for the directory, not saved yet; capitals throughout are written as a name."""
    return Person(first_name=proper(first_name), last_name=proper(last_name))


class Directory:
    """The people of the directory by name, read once, and who of them heads which town hall, today or soon."""

    def __init__(self):
        self._by_key, self._heads = defaultdict(list), defaultdict(set)
        for person in Person.objects.only("first_name", "last_name").order_by("pk"):
            self.add(person)
        for person, office in OfficeMandate.objects.unfinished().values_list("person", "office"):
            self._heads[person].add(office)

    def add(self, person):
        """Let somebody be found who was not there before."""
        self._by_key[name_key(person.first_name, person.last_name)].append(person)

    def named(self, first_name, last_name):
        """The people of that name."""
        return self._by_key[name_key(first_name, last_name)]

    def eligible(self, first_name, last_name, office_pk):
        """Those of that name who head no other town hall: nobody heads two. `office_pk` is None for a new one."""
        named = self.named(first_name, last_name)
        return [person for person in named if not self._heads[person.pk] - {office_pk}]

    def seat(self, person, office_pk):
        """Note that somebody is to head a town hall."""
        self._heads[person.pk].add(office_pk)
