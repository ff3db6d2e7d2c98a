"""Whatever is asked of data and of the API, it is no fault of the server (10 000 of them: `make torture-data`)."""

from collections import Counter
from random import Random

import pytest
from django.test import Client

from tests import builders, contents
from tests.open_data import hostile_requests

pytestmark = pytest.mark.django_db

METHODS = ["get", "get", "get", "get", "head", "post", "options", "put", "delete"]


def test_hostile_requests_are_answered(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        contents.full_edition(1)
        contents.full_member(1)
        contents.full_event(1)
        contents.full_roadmap(1)
        builders.indicator_value()
    visitor, answers = Client(raise_request_exception=False), Counter()
    for number in range(200):
        draw = Random(number)  # noqa: S311
        address, method = hostile_requests.address(draw), draw.choice(METHODS)
        response = getattr(visitor, method)(address)
        if response.streaming:
            response.getvalue()
        assert response.status_code in (200, 301, 302, 400, 404, 405), (number, method, address[:300])
        answers[response.status_code] += 1

    assert {200, 400, 404, 405} <= set(answers)


@pytest.mark.parametrize("address", ["/donnees/label.csv", "/api/v2/pages/", "/flux/label.atom", "/sitemap.xml"])
@pytest.mark.parametrize(
    "headers",
    [
        {"if-none-match": "W/" + '"' * 999},
        {"if-modified-since": "hier"},
        {"if-modified-since": "Mon, 01 Jan 0001 00:00:00 GMT"},
        {"range": "bytes=0-1"},
        {"accept": "\0"},
        {"origin": "https://ailleurs.example"},
    ],
    ids=str,
)
def test_hostile_headers_are_answered(address, headers, client):
    assert client.get(address, headers=headers).status_code == 200
