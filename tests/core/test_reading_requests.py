"""Headers that Django cannot read are answered in words by the application that servers load, and are no fault."""

import io
from wsgiref.util import setup_testing_defaults

import pytest

from pma_site.wsgi import application
from tests.page_cache.strangers import connections_left_open

pytestmark = pytest.mark.django_db

UNREADABLE = [
    "text/plain; charset*=bogus''%41",
    "text/plain; charset*=undefined''x",
    "text/plain; charset*=utf-8''%00",
    "text/plain; x*=punycode''%ff%ff",
    "text/plain; x*=idna''%ff",
    "text/plain; x*0=a; x*=b",
    f"text/plain; x*{'9' * 5000}=a",
]


def ask(address, method, content_type):
    """Return (status, headers, words) of what a server gets for a request."""
    environ = {"REQUEST_METHOD": method, "PATH_INFO": address, "CONTENT_TYPE": content_type, "HTTP_HOST": "testserver"}
    environ |= {"wsgi.input": io.BytesIO(b"email=a"), "CONTENT_LENGTH": "7"}
    setup_testing_defaults(environ)
    told = []
    with connections_left_open():
        body = application(environ, lambda status, headers, exc_info=None: told.extend((status, dict(headers))))
        words = b"".join(body).decode()
        body.close()
    return int(told[0].split()[0]), told[1], words


@pytest.mark.parametrize("content_type", UNREADABLE, ids=lambda text: text[12:40])
@pytest.mark.parametrize(("method", "address"), [("GET", "/lettres/"), ("POST", "/abonnement/"), ("GET", "/admin/")])
def test_a_content_type_that_cannot_be_read_is_refused_in_words(method, address, content_type):
    status, headers, words = ask(address, method, content_type)

    assert status == 400
    assert "UTF-8" in words
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("content_type", ["", "text/plain", "text/plain; charset*=utf-8''utf-8", "text/plain; x*0=a"])
def test_one_that_can_be_read_is_as_before(content_type):
    status, _, words = ask("/lettres/", "GET", content_type)

    assert status == 200
    assert "<title>" in words
