"""Who keeps the register."""

import pytest

from tests.readers.keepers import keeper


@pytest.fixture
def client():
    return keeper()
