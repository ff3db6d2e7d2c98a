"""Who sees the register; and looking at it changes nothing."""

import pytest

from pma_site.directory.models import Person
from pma_site.readers.models import Office, Recipient
from tests import builders
from tests.back_office import is_refused, menu, signed_in
from tests.readers.keepers import account_that_may
from tests.readers.register.offices import LIST, RETURNS, edit_address

pytestmark = pytest.mark.django_db

ADDRESSES = [
    LIST,
    RETURNS,
    "/admin/lecteurs/apres-les-elections/",
    "/admin/lecteurs/demandes/",
    "/admin/lecteurs/etiquettes/",
]


def test_the_register_is_closed_to_who_has_no_right_to_it():
    office = builders.town_hall()
    stranger = signed_in(builders.account("Rédaction"))

    for address in [*ADDRESSES, edit_address(office), "/admin/lecteurs/etiquettes/csv/", f"{RETURNS}{office.pk}/"]:
        assert is_refused(stranger, address), address
    assert is_refused(stranger, f"{RETURNS}{office.pk}/", {"reason": "refuse"})
    assert "Lecteurs" not in menu(stranger)


def test_the_menu_leads_to_what_one_may_do(client):
    entries = ["Lecteurs", "Mairies", "Après les élections", "Plis revenus", "Demandes", "Étiquettes"]
    assert [label for label in menu(client) if label in entries] == entries
    for address in ADDRESSES:
        assert client.get(address).status_code == 200

    viewer = signed_in(account_that_may("view_office"))

    assert [label for label in menu(viewer) if label in entries] == ["Lecteurs", "Mairies", "Étiquettes"]
    assert is_refused(viewer, RETURNS)


def test_looking_changes_nothing(client):
    builders.mayor(builders.town_hall("Lens", "mairie@lens.example"))
    before = [list(model.objects.values()) for model in (Office, Recipient, Person)]

    for address in [*ADDRESSES, f"{RETURNS}?q=lens", "/admin/lecteurs/apres-les-elections/?depuis=2026-03-15"]:
        for method in (client.get, client.head, client.options):
            method(address)

    assert [list(model.objects.values()) for model in (Office, Recipient, Person)] == before
