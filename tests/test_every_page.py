"""What every public address owes its readers, with nothing in it and with everything in it."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agenda.models import AgendaIndexPage
from newsletter.models import IssueIndexPage
from pma_site.home import views
from pma_site.home.models import HomePage
from projects.models import LabelIndexPage, NetworkIndexPage, RoadmapIndexPage
from tests import builders, contents
from tests.lent_pages import routes
from tests.reading import elements, text

pytestmark = pytest.mark.django_db

EMPTY = {
    "home": HomePage.objects.get,
    "issues": IssueIndexPage.objects.get,
    "roadmaps": RoadmapIndexPage.objects.get,
    "label": LabelIndexPage.objects.get,
    "network": NetworkIndexPage.objects.get,
    "agenda": AgendaIndexPage.objects.get,
    "issue": builders.issue,
    "archive": builders.archived_issue,
    "roadmap": builders.roadmap,
    "axis": builders.axis,
    "edition": builders.edition,
    "candidate": builders.candidate,
    "call": builders.call,
    "member": builders.member,
    "event": lambda: builders.event([]),
    "standard": builders.standard_page,
    "statement": contents.statement,
    "commune": builders.commune,
}
FULL = {
    "issue": contents.full_issue,
    "archive": contents.full_archived_issue,
    "roadmap": contents.full_roadmap,
    "axis": lambda: contents.full_roadmap().get_children().get(),
    "edition": contents.full_edition,
    "candidate": lambda: contents.full_edition().get_children().get(),
    "member": contents.full_member,
    "event": contents.full_event,
    "statement": contents.full_statement,
}
VIEWS = [
    "/communes/",
    "/chiffres-cles/",
    "/feuille-de-route/comparer/",
    "/recherche/",
    "/plan-du-site/",
    "/donnees/",
    "/donnees/agenda/",
    "/donnees/api/",
    "/abonnement/",
    "/agenda/abonnement/",
    "/appels/",
    "/proposer-un-evenement/",
    "/innov-in-artois/showroom/",
    "/innov-in-artois/rejoindre/",
    "/label-euralens/candidats/",
    "/label-euralens/candidater/",
]
# What answers something else than a page of the site, or only to who was there before.
ELSEWHERE = {"sante/", "catalogue/", "_util/login/", "abonnement/message-envoye/"}
ELSEWHERE |= {f"label-euralens/candidater/{name}/" for name in ("mon-lien", "message", "supprime")}


def address_of(record):
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else record.url


def check(page, address):
    """The frame that every page has, and nothing that a template forgot."""
    html = page.content.decode()
    assert page.status_code == 200
    assert elements(page, "html")[0]["lang"] == "fr"
    assert len(elements(page, "h1")) == 1
    assert len(elements(page, "main")) == 1
    assert [link["href"] for link in elements(page, "link") if link.get("rel") == "canonical"] == [
        f"http://testserver{address}"
    ]
    assert {"og:title", "og:url", "og:type"} <= {meta.get("property") for meta in elements(page, "meta")}
    assert re.search(r"<title>\s*\S.* – \S.*\s*</title>", html)
    assert 'href="#contenu"' in html
    assert not re.search(r"\bNone\b|\{\{|\{%", text(page))


@pytest.mark.parametrize("name", EMPTY)
def test_a_page_stands_with_nothing_in_it(name, client):
    address = address_of(EMPTY[name]())

    check(client.get(address), address)


@pytest.mark.parametrize("name", FULL)
def test_a_page_stands_with_everything_in_it(name, client):
    address = address_of(FULL[name]())

    check(client.get(address), address)


def test_every_address_that_needs_no_record_is_among_them():
    plain = {
        route for route in routes() if not re.search(r"[<(.^]", route) and not route.startswith(("admin/", "api/"))
    }

    assert plain - {address.strip("/") + "/" for address in VIEWS} == ELSEWHERE


@pytest.mark.parametrize("address", VIEWS)
def test_an_address_outside_the_tree_stands(address, client):
    check(client.get(address), address)


def test_the_title_leads_from_the_page_to_the_site(client):
    axis = builders.axis(builders.roadmap(title="Feuille de route 2031"), title="L’eau")

    title = re.search(r"<title>(.*?)</title>", client.get(axis.url).content.decode(), re.DOTALL).group(1)

    assert " ".join(title.split()) == "L’eau – Feuille de route 2031 – Feuille de route – La Lettre aux maires"


def test_an_unknown_address_helps_its_reader(client):
    page = client.get("/rien-ici/")

    assert page.status_code == 404
    assert "Page introuvable" in text(page)
    assert reverse("search") in page.content.decode()


def test_a_fault_of_the_site_says_so_in_french(monkeypatch):
    def fail(request):
        raise RuntimeError

    monkeypatch.setattr(views, "navigation_for", fail)
    page = Client(raise_request_exception=False).get("/plan-du-site/")

    assert page.status_code == 500
    assert "L’incident vient du site, pas de vous" in text(page)


def test_a_refusal_says_so_in_french(monkeypatch, client):
    def refuse(request):
        raise PermissionDenied

    monkeypatch.setattr(views, "navigation_for", refuse)
    page = client.get("/plan-du-site/")

    assert page.status_code == 403
    assert "Accès refusé" in text(page)


def test_a_visit_writes_nothing(client):
    issue = builders.issue()

    with CaptureQueriesContext(connection) as captured:
        for address in ("/", issue.url, "/agenda/", "/communes/", "/recherche/?q=lettre"):
            client.get(address)

    # PostgreSQL declares a cursor to read a long answer piece by piece.
    assert {query["sql"].split()[0] for query in captured.captured_queries} <= {"SELECT", "DECLARE"}
