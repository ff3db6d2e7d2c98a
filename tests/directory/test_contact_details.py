"""Telephone numbers and postal codes typed in the admin: what is none is told at its field."""

import pytest

from agenda.models import Venue
from pma_site.directory.models import Organisation, Person
from tests import builders
from tests.back_office import signed_in
from tests.reading import text

pytestmark = pytest.mark.django_db

NO_NUMBER, NO_CODE = "Un numéro comme 03 21 00 00 00.", "Cinq chiffres, comme 62300."
PERSON = ("directory/person", Person, {"first_name": "Zoé", "last_name": "Petit"})
ORGANISATION = ("directory/organisation", Organisation, {"name": "Les Cousalis", "kind": "association"})
VENUE = ("agenda/venue", Venue, {"name": "Halle", "outside_place": "Arras"})


@pytest.fixture
def administrator():
    return signed_in(builders.administrator())


def add(client, register, **fields):
    where, _, needed = register
    return client.post(f"/admin/snippets/{where}/add/", {**needed, **fields})


@pytest.mark.parametrize(
    ("register", "field", "typed", "words"),
    [
        (PERSON, "phone", "abc", NO_NUMBER),
        (PERSON, "phone", "03 21", NO_NUMBER),
        (ORGANISATION, "phone", "abc", NO_NUMBER),
        (ORGANISATION, "postal_code", "abc", NO_CODE),
        (ORGANISATION, "postal_code", "623000000", NO_CODE),
        (VENUE, "postal_code", "623000000", NO_CODE),
    ],
)
def test_what_is_no_number_is_told_at_its_field(administrator, register, field, typed, words):
    page = add(administrator, register, **{field: typed})

    assert list(page.context["form"].errors) == [field]
    assert words in text(page)
    assert not register[1].objects.exists()


@pytest.mark.parametrize(
    ("register", "field", "typed", "kept"),
    [
        (PERSON, "phone", "03 21 00 00 00", "03 21 00 00 00"),
        (PERSON, "phone", "+33 (0)3.21.00.00.00", "+33 (0)3.21.00.00.00"),
        (PERSON, "phone", "03\u00a021\u202f00 00 00", "03 21 00 00 00"),
        (PERSON, "phone", "", ""),
        (ORGANISATION, "postal_code", "62300", "62300"),
        (ORGANISATION, "postal_code", "", ""),
        (VENUE, "postal_code", "62000", "62000"),
    ],
)
def test_a_number_is_kept_as_it_is_written(administrator, register, field, typed, kept):
    add(administrator, register, **{field: typed})

    assert getattr(register[1].objects.get(), field) == kept


def test_it_is_told_too_in_the_window_where_a_person_is_created(administrator):
    data = {**PERSON[2], "position": "", "organisation": "", "email": "", "phone": "abc"}

    answer = administrator.post("/admin/snippets/choose/directory/person/create/", data).json()

    assert NO_NUMBER in text(answer["htmlFragment"])
    assert not Person.objects.exists()
