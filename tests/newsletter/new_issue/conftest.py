"""Who writes the letter."""

import pytest

from tests import builders
from tests.back_office import signed_in


@pytest.fixture
def editor():
    return signed_in(builders.account("Rédaction"))
