"""Towns, and who imports."""

import pytest
import time_machine

from tests import builders
from tests.agenda.importing.sources import TODAY
from tests.back_office import signed_in


@pytest.fixture(autouse=True)
def in_june():
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def towns():
    return {
        name: builders.commune(name, insee_code=code, postal_codes=postal)
        for name, code, postal in (
            ("Lens", "62498", "62300"),
            ("Liévin", "62510", "62800"),
            ("Avion", "62065", "62210"),
            ("Loos-en-Gohelle", "62528", "62750"),
        )
    }


@pytest.fixture
def client(towns):
    return signed_in(builders.administrator())
