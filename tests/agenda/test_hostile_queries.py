"""Whatever is asked of the agenda, it is no fault of the server (20 000 of them: `make torture-queries`)."""

from random import Random

import pytest
from django.test import Client

from tests import builders, contents
from tests.agenda import hostile_queries

pytestmark = pytest.mark.django_db


def test_hostile_queries_are_answered():
    contents.full_event(2)
    for year in (2022, 2026):
        builders.event([(builders.local(year, 12, 5, 9), None)], theme="sport")
    visitor, answers = Client(raise_request_exception=False), set()
    for number in range(250):
        asked = hostile_queries.query(Random(number))  # noqa: S311
        status = visitor.get(f"/agenda/?{asked}").status_code
        assert status in (200, 302, 400), (number, asked[:300])
        answers.add(status)

    assert answers == {200, 302, 400}
