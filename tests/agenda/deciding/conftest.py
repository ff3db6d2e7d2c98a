"""A proposal that arrived, and who decides on it."""

import pytest

from tests import builders
from tests.agenda.proposers import delivered, photograph, propose
from tests.back_office import signed_in


@pytest.fixture(autouse=True)
def town():
    return builders.commune("Fouquières-lès-Lens")


@pytest.fixture
def keeper():
    return signed_in(builders.account("Agenda"))


@pytest.fixture
def proposal(client):
    images = {"image_0": photograph(), "alt_0": "La place", "credit_0": "Durand", "rights": "on"}
    made = propose(client, images=images)
    delivered()
    return made
