"""A member of the network, and who keeps it."""

import pytest

from tests import builders
from tests.back_office import signed_in


@pytest.fixture
def keeper():
    return signed_in(builders.account("Réseau"))


@pytest.fixture
def member():
    organisation = builders.organisation("Black Star", commune=builders.commune("Lens"))
    member = builders.member(title="Black Star", slug="black-star", organisation=organisation)
    builders.member_contact(member, "zoe@black-star.example", name="Zoé Petit", phone="06 00 00 00 01")
    return member
