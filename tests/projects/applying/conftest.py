"""A call of the label that is open, and the communes that one may name."""

import pytest

from tests import builders


@pytest.fixture(autouse=True)
def towns():
    return [builders.commune(name) for name in ("Lens", "Fouquières-lès-Lens", "Liévin")]


@pytest.fixture
def call():
    contact = builders.person("Dominique Exemple", email="label@pole.example")
    return builders.label_call(builders.edition(contact=contact), notified_email="equipe@pole.example")
