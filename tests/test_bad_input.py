"""Every public address, whatever is asked of it: a sensible page, never an error of the server."""

from functools import partial

import pytest
from django.test import Client

from tests import builders, contents

pytestmark = pytest.mark.django_db

QUERIES = [
    "page=abc",
    "page=-1",
    "page=0",
    "page=999999",
    f"page={'9' * 5000}",
    "page=%00",
    "page=%D9%A3",
    "page=1&page=2",
    "q=%00",
    "q=%27%20OR%201=1",
    "q=%ED%A0%80%FF",
    f"q={'x' * 3000}",
    "q[]=1",
    "periode=demain",
    "periode=%00",
    "theme=%00",
    "theme=sport%27",
    "commune=%00",
    "commune=99999",
    f"commune={'9' * 3000}",
    "epci=%00",
    "epci=%C3%A9",
    f"nom={'x' * 3000}",
    "nom=%00",
    "nom=%25",
    "date_from=2023-13-45",
    "format=xml",
    "preview=1",
    "_method=DELETE",
    "<script>=1",
    "%00=%00",
    "=",
    "&&&",
    "%",
    "\N{SNOWMAN}=\N{SNOWMAN}",
    "&".join(f"a{number}=1" for number in range(500)),
]
# The others never look at their query.
READERS_OF_QUERIES = ["/", "/agenda/", "/communes/", "/recherche/", "/lettres/", "/donnees/label.csv", "/api/v2/pages/"]
METHODS = ["head", "options", "post", "put", "patch", "delete", "trace"]


@pytest.fixture(scope="module")
def addresses(django_db_setup, django_db_blocker, test_database):
    """One address of every kind, with its content; nothing here changes it."""
    with django_db_blocker.unblock():
        issue = contents.full_issue(1)
        commune = builders.commune("Fouquières-lès-Lens")
        edition = contents.full_edition(1)
        roadmap = contents.full_roadmap(1)
        archived = contents.full_archived_issue(1)
        pages = [
            issue,
            archived,
            edition,
            edition.get_children().first(),
            roadmap,
            roadmap.get_children().first(),
            contents.full_member(1),
            contents.full_event(1),
            builders.standard_page(),
        ]
        yield [
            "/",
            *sorted({page.get_parent().url for page in pages if page.get_parent().depth == 3}),
            *[page.url for page in pages],
            f"{issue.url}pdf/",
            f"{issue.url}courriel/",
            "/communes/",
            "/communes/communes.csv",
            commune.get_absolute_url(),
            "/recherche/",
            "/plan-du-site/",
            "/donnees/",
            "/mentions-legales/",
            "/accessibilite/",
            "/donnees-personnelles/",
            "/abonnement/",
            "/proposer-un-evenement/",
            "/label-euralens/candidater/",
            "/n-existe-pas/",
            "/media/n-existe-pas.jpg",
            "/documents/1/x.pdf",
        ]
        test_database.renew("empty")


def faults(addresses, ask):
    """The addresses whose answer, or lack of one, is the server's fault."""
    found = []
    for address in addresses:
        response = ask(address)
        if response.status_code >= 500 and not address.endswith("/pdf/"):
            found.append((address, response.status_code))
    return found


def visitor():
    return Client(raise_request_exception=False)


def test_every_address_answers(addresses):
    client = visitor()
    missing = [address for address in addresses if client.get(address).status_code == 404]
    assert missing == ["/n-existe-pas/", "/media/n-existe-pas.jpg", "/documents/1/x.pdf"]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: ascii(query)[:30])
def test_a_hostile_query_is_no_fault_of_the_server(addresses, query):
    assert faults(READERS_OF_QUERIES, lambda address: visitor().get(f"{address}?{query}")) == []


def test_all_hostile_queries_at_once_are_no_fault_of_the_server(addresses):
    assert faults(addresses, lambda address: visitor().get(f"{address}?{'&'.join(QUERIES)}")) == []


@pytest.mark.parametrize("method", METHODS)
def test_another_method_is_no_fault_of_the_server(addresses, method):
    assert faults(addresses, partial(getattr(visitor(), method))) == []


@pytest.mark.parametrize(
    "end", ["%00", "%00/", "..%2F", "%2e%2e/", "%ED%A0%80/", "%", ";x=1", "'", "%25", "x" * 3000 + "/", "\N{SNOWMAN}/"]
)
def test_a_hostile_end_is_no_fault_of_the_server(addresses, end):
    assert faults(addresses, lambda address: visitor().get(f"{address}{end}")) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"accept-language": "x" * 5000},
        {"accept-language": "en, de;q=0.8"},
        {"cookie": "sessionid=%00; messages=x"},
        {"cookie": "sessionid=" + "x" * 3000},
        {"range": "bytes=9-1"},
        {"if-modified-since": "hier"},
        {"accept": "application/json"},
        {"x-forwarded-for": "'"},
    ],
    ids=ascii,
)
def test_hostile_headers_are_no_fault_of_the_server(addresses, headers):
    # A page, a view, a file: what reads headers stands before all of them.
    some = ["/lettres/", "/communes/", "/recherche/", "/n-existe-pas/", "/documents/1/x.pdf"]
    assert faults(some, lambda address: visitor().get(address, headers=headers)) == []


def test_visitors_get_no_cookie(addresses):
    for address in addresses:
        assert not visitor().get(address).cookies, address
