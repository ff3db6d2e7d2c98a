"""Two calls, a commune that answers, and who reads the answers."""

import pytest

from tests import builders
from tests.back_office import signed_in
from tests.contributions.answers.filling_in import EVERY_KIND


@pytest.fixture
def lens():
    return builders.commune("Lens")


@pytest.fixture
def call():
    return builders.call(title="Club des élus")


@pytest.fixture
def full():
    return builders.call(title="Tout", questions=builders.questions(*EVERY_KIND))


@pytest.fixture
def editor():
    return signed_in(builders.account("Rédaction"))
