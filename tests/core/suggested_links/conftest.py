"""An editor, and a commune to lead to."""

import pytest

from tests import back_office, builders


@pytest.fixture
def lens():
    return builders.commune("Lens", insee_code="62498")


@pytest.fixture
def client():
    return back_office.signed_in(builders.account("Rédaction"))
