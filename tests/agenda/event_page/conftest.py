"""A month before the evening of all these events."""

from datetime import UTC

import pytest
import time_machine

from tests.agenda.event_page.dates import NOW


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW.astimezone(UTC), tick=False):
        yield
