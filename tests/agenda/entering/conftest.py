"""Who keeps the agenda."""

import pytest

from tests import builders
from tests.back_office import signed_in


@pytest.fixture
def clerk():
    return signed_in(builders.account("Agenda"))
