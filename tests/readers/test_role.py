"""« Diffusion »: who keeps the readers and sends the letter, and who has no business there."""

import pytest
from django.urls import reverse

from tests import builders
from tests.back_office import is_refused, menu, signed_in

pytestmark = pytest.mark.django_db

SCREENS = [
    "readers_review",
    "readers_returns",
    "readers_wishes",
    "readers_labels",
    "readers_imports",
    "readers_personal_data",
    "readers_processing_register",
    "newsletter_sendings",
]
REGISTERS = ["office", "electedreader", "tester", "subscription"]
ENTRIES = [
    "Envois",
    "Mairies",
    "Élus",
    "Liste de test",
    "Abonnés",
    "Après les élections",
    "Plis revenus",
    "Étiquettes",
    "Imports",
    "Données personnelles",
]


def addresses():
    return [
        *map(reverse, SCREENS),
        *(reverse(f"wagtailsnippets_readers_{model}:list") for model in REGISTERS),
    ]


def test_it_finds_all_of_it_in_the_menu():
    shown = menu(signed_in(builders.account("Diffusion")))

    assert [entry for entry in ENTRIES if entry not in shown] == []


def test_it_opens_all_of_it():
    client = signed_in(builders.account("Diffusion"))

    assert {address: client.get(address).status_code for address in addresses()} == dict.fromkeys(addresses(), 200)


@pytest.mark.parametrize("role", ["Rédaction", "Direction de publication", "Agenda", "Label", "Réseau"])
def test_nobody_else_sees_a_reader(role):
    builders.office("Mairie de Lens", "mairie@lens.example")
    client = signed_in(builders.account(role))

    assert "Lecteurs" not in menu(client)
    assert [address for address in addresses() if not is_refused(client, address)] == []


def test_the_transport_is_the_matter_of_administrators():
    assert is_refused(signed_in(builders.account("Diffusion")), reverse("readers_messaging"))
    assert signed_in(builders.administrator()).get(reverse("readers_messaging")).status_code == 200


@pytest.mark.parametrize("name", REGISTERS)
def test_no_window_shows_readers_to_every_account(name):
    builders.town_hall("Lens", "secretariat@lens.example")

    for client in (signed_in(builders.account("Rédaction")), signed_in(builders.administrator())):
        for path in ("", "results/", "chosen/1/"):
            assert client.get(f"/admin/snippets/choose/readers/{name}/{path}").status_code == 404
