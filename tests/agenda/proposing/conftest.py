"""Communes that a proposal may name."""

import pytest

from tests import builders


@pytest.fixture(autouse=True)
def towns():
    names = {"Lens": "62300", "Fouquières-lès-Lens": "62740", "Liévin": "62800", "Lillers": "62190"}
    return [builders.commune(name, postal_codes=code) for name, code in names.items()]
