"""A reader, and their own link."""

import pytest

from pma_site.readers import links
from tests import builders
from tests.readers.managing.own_page import ADDRESS
from tests.readers.steps import later, subscribe


@pytest.fixture
def reader(client):
    with later(days=-1):
        return subscribe(client, ADDRESS, commune=builders.commune("Lens").insee_code)


@pytest.fixture
def desk(reader):
    return links.manage_address(reader)
