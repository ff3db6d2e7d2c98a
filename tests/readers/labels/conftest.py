"""Who prints labels, and the town halls that get them."""

import pytest

from pma_site.directory.models import Person
from pma_site.readers.models import Office, OfficeMandate
from tests.back_office import signed_in
from tests.readers.keepers import account_that_may


@pytest.fixture
def client():
    return signed_in(account_that_may("view_office", "change_office"))


@pytest.fixture
def everybody():
    """All 150 town halls by post, each with a mayor and a complement: six lines to an address."""
    Office.objects.update(by_post=True, postal_return="", returned_on=None, complement="Hôtel de ville, 1er étage")
    people = Person.objects.bulk_create(
        Person(first_name="Marie-Antoinette", last_name=f"Exemple-Vandenbroucke{number}" if number % 3 else "Zay")
        for number in range(150)
    )
    titles = ["madame-deleguee", "monsieur-delegue", "madame-la-maire"]
    OfficeMandate.objects.all().delete()
    OfficeMandate.objects.bulk_create(
        OfficeMandate(office=office, person=person, form_of_address=titles[person.pk % 3])
        for office, person in zip(Office.objects.all(), people, strict=True)
    )
    return list(Office.objects.with_mayors().order_by("commune__spelling"))


@pytest.fixture
def one():
    """One town hall by post alone."""
    Office.objects.update(by_post=False)
    office = Office.objects.get(name="Mairie de Lens")
    office.by_post = True
    office.save()
    return office
